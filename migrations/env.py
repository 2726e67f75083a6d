"""How Alembic reaches the application's database."""

from alembic import context
from sqlalchemy import Connection, types
from sqlalchemy.engine.interfaces import DBAPIConnection

from dialogues.database import db
from dialogues.migrating import is_of_models


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write columns as the database sees them, so that old migrations need no code of ours."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, types.Enum):
        return f"sa.String(length={item.length})"
    return False


def migrate(connection: Connection) -> None:
    """Run what was asked for in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        include_name=is_of_models,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def with_foreign_keys(on: bool, driver: DBAPIConnection | None) -> None:
    """SQLite copies a table to alter it, and must not delete what refers to it meanwhile."""
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


with db.engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.driver_connection if is_sqlite else None
    with_foreign_keys(False, driver)
    try:
        migrate(connection)
    finally:
        connection.rollback()
        with_foreign_keys(True, driver)
