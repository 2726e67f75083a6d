"""The database: metadata, instants, pages; how transactions begin, end and are retried."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Select,
    String,
    Table,
    UpdateBase,
    event,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    class_mapper,
    make_transient_to_detached,
)
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")
Row = TypeVar("Row", bound="Base")

ATTEMPTS = 4
_BATCH = 500
_BUSY_TIMEOUT_MS = 2500  # times ATTEMPTS: ten seconds until a person is told to try again


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware instant, stored and returned in UTC, on databases without zones too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The instant in UTC; ``ValueError`` where it has no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored as an instant")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """The aware instant, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """A few short codes in their order, stored with spaces between."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """The codes with spaces between."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The codes in their order."""
        return None if value is None else tuple(value.split())


class Base(DeclarativeBase):
    """Base of all tables. ``datetime`` columns are instants; wall time says ``DateTime`` itself."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {dt.datetime: UtcDateTime}


def member_of(kind: type[StrEnum]) -> Enum:
    """The column type of a ``StrEnum``: its values as text, on every database."""
    values = [member.value for member in kind]
    return Enum(
        kind,
        native_enum=False,
        length=max(map(len, values)),
        values_callable=lambda _kind: values,
    )


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)

_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


@contextmanager
def reading(read_only: bool = True) -> Iterator[None]:
    """Begin transactions of this context read-only: they take no write lock and cannot write."""
    token = _read_only.set(read_only)
    try:
        yield
    finally:
        _read_only.reset(token)


def prepare(engine: Engine) -> None:
    """Make ``engine`` begin its transactions as :func:`reading` says."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own: see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = _read_only.get()
    connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if _read_only.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def transact(work: Callable[[], T], keep: Callable[[T], bool] = lambda _result: True) -> T:
    """Run ``work`` and commit once, or roll back where ``keep`` turns its result down.

    A serialisation failure, a deadlock or a busy SQLite is tried three times more.
    """
    for attempt in range(ATTEMPTS):
        try:
            result = work()
            if keep(result):
                db.session.commit()
            else:
                db.session.rollback()
            return result
        except DBAPIError as error:
            db.session.rollback()
            if attempt == ATTEMPTS - 1 or not _is_transient(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
        except BaseException:
            db.session.rollback()
            raise
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page (1 and up) of a list, and whether more follow."""

    items: Sequence[T]
    number: int
    has_more: bool


def page_of(wanted: Select[T], length: int, number: int = 1) -> Page[T]:
    """A page, at most ``length`` long, of the rows that ``wanted`` selects, in its order."""
    one_more = wanted.offset((number - 1) * length).limit(length + 1)
    found = db.session.scalars(one_more).all()
    return Page(found[:length], number, len(found) > length)


def each_of(wanted: Select[Row], key: InstrumentedAttribute[int]) -> Iterator[Row]:
    """The rows that ``wanted`` selects in the order of ``key``, from 1, in batches.

    Each is forgotten at once, and read in a transaction of its own: for what is streamed after
    the request's.
    """
    last = 0
    while True:
        with reading():
            batch = db.session.scalars(wanted.where(key > last).limit(_BATCH)).all()
            db.session.expunge_all()
            db.session.rollback()
        yield from batch
        if len(batch) < _BATCH:
            return
        last = getattr(batch[-1], key.key)


def changed_rows(statement: UpdateBase) -> int:
    """Execute an INSERT, UPDATE or DELETE, and say how many rows it changed."""
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount


def insert_row(model: type[Row], **values: Any) -> Row:
    """Insert a row at once, as :func:`insert_once` does; what stands in the way raises."""
    row = _inserted(model, values, _insert(model))
    assert row is not None
    return row


def insert_once(model: type[Row], **values: Any) -> Row | None:
    """Insert a row unless a unique constraint holds one already; then None.

    Flushes nothing else: rows that ``values`` refer to are in the database already. Not by the
    unit of work, which would take several times as long, under SQLite's one lock.
    """
    dialect = db.session.get_bind().dialect.name
    return _inserted(model, values, _insert_unless_there(model, dialect))


def _inserted(
    model: type[Row], values: dict[str, Any], statement: ReturningInsert[Any]
) -> Row | None:
    key = db.session.connection().execute(statement, values).one_or_none()
    if key is None:
        return None
    mapper = class_mapper(model)
    # One that was rolled back may still be about: SQLite gives its key again.
    rolled_back = db.session.identity_map.get(mapper.identity_key_from_primary_key(key))
    if rolled_back is not None:
        db.session.expunge(rolled_back)
    # As a row that was read: setting each attribute would cost as much as the statement.
    row: Row = mapper.class_manager.new_instance()
    nulls = dict.fromkeys(mapper.column_attrs.keys())
    instance_dict(row).update({**nulls, **values, **key._mapping})
    make_transient_to_detached(row)
    db.session.add(row)
    return row


@cache
def _insert(model: type[Any]) -> ReturningInsert[Any]:
    table = cast(Table, model.__table__)
    return insert(table).returning(*table.primary_key)


@cache
def _insert_unless_there(model: type[Any], dialect: str) -> ReturningInsert[Any]:
    table = cast(Table, model.__table__)
    insert_into = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert_into(table).on_conflict_do_nothing().returning(*table.primary_key)


def _is_transient(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    name = getattr(error.orig, "sqlite_errorname", "")
    return state in ("40001", "40P01") or name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
