"""Owing mail, claiming it under a lease, and recording what became of it."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, cast

from sqlalchemy import Select, Table, Update, bindparam, delete, insert, select, update
from sqlalchemy.orm import aliased

from dialogues.config import settings
from dialogues.database import changed_rows, db, insert_once, insert_row
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.rules import LEASE, delay_after
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.refusals import N_, Refusal

MAIL_OWED = "mail_owed"
"""The flag in ``db.session.info`` while a transaction owes mail: see ``jobs.queue``."""
_COUNTED = "mail_counted"
_LONGEST_ERROR = 500
_AT_ONCE = 1000
_PLAIN: Mapping[str, Any] = {
    "payload": {},
    "dedupe_key": None,
    "entry_id": None,
    "method": None,
    "sequence": None,
    "dtstamp": None,
}


class MailHasNotFailed(Refusal):
    """Only a mail that was given up can be tried again."""

    sentence = N_("This mail has not failed, so there is nothing to try again.")


def owe(
    *,
    kind: str,
    recipient: str,
    language: str,
    zone: str,
    subject_id: int,
    payload: dict[str, Any] | None = None,
    dedupe_key: str | None = None,
    entry_id: int | None = None,
    method: str | None = None,
    sequence: int | None = None,
    dtstamp: dt.datetime | None = None,
) -> OutboxMail | None:
    """Owe a mail, in the transaction of the change that causes it.

    ``kind`` names its composer, ``subject_id`` the row that it is about; ``entry_id`` to
    ``dtstamp`` (an aware instant) are for calendar mails. None where ``dedupe_key`` was used
    before.
    """
    values = _owed(
        kind=kind,
        recipient=recipient,
        language=language,
        zone=zone,
        subject_id=subject_id,
        entry_id=entry_id,
        method=method,
        sequence=sequence,
        dtstamp=dtstamp,
        payload=payload or {},
        dedupe_key=dedupe_key,
    )
    store = insert_row if dedupe_key is None else insert_once
    mail = store(OutboxMail, **values)
    if mail is not None:
        _note([entry_id])
    return mail


def owe_many(
    mails: Iterable[Mapping[str, Any]],
    a_second: int | None = None,
    after: dt.timedelta = dt.timedelta(),
) -> int:
    """Owe many mails in few statements, each with the arguments of :func:`owe`; say how many.

    Without ``dedupe_key``. Whether the rows that they are about are in the database is the
    caller's to see to: nothing else is flushed. With ``a_second``, only so many come due in each
    second from now on, so that others, owed later, need not wait for all of them. With ``after``,
    they are owed from then on.
    """
    count, waiting = 0, iter(mails)
    while rows := [_owed(**{**_PLAIN, **mail}) for mail in islice(waiting, _AT_ONCE)]:
        for number, row in enumerate(rows, start=count):
            row["next_attempt_at"] += after
            if a_second:
                row["next_attempt_at"] += dt.timedelta(seconds=number / a_second)
        db.session.execute(insert(OutboxMail), rows)
        _note([row["entry_id"] for row in rows])
        count += len(rows)
    return count


def _owed(**values: Any) -> dict[str, Any]:
    """A row that is owed from this moment on."""
    at = clock.now()
    return {
        **values,
        "created_at": at,
        "message_id": f"<{opaque_id(20)}@{settings().uid_domain}>",
        "state": MailState.OWED,
        "attempts": 0,
        "next_attempt_at": at,
    }


def _note(entries: list[int | None]) -> None:
    """Have the worker woken at the commit, and the mails counted where somebody counts."""
    db.session.info[MAIL_OWED] = True
    counted = db.session.info.get(_COUNTED)
    if counted is not None:
        counted += entries


@contextmanager
def counting() -> Iterator[list[int | None]]:
    """Count what this database session owes inside: the calendar entry of each mail, or None."""
    outer: list[int | None] | None = db.session.info.get(_COUNTED)
    owed: list[int | None] = []
    db.session.info[_COUNTED] = owed
    try:
        yield owed
    finally:
        db.session.info[_COUNTED] = outer
        if outer is not None:
            outer += owed


def claim(count: int, lease: dt.timedelta = LEASE) -> list[OutboxMail]:
    """Take up to ``count`` mails that are due, oldest first, and nobody else's for ``lease``.

    Of one calendar entry only the oldest owed mail is taken, and none while another of it is
    leased. The rows are detached: they stay as they were claimed.
    """
    now = clock.now()
    due = _due(now).limit(count).with_for_update(skip_locked=True).cte("due")
    rows = db.session.scalars(
        update(OutboxMail)
        .where(OutboxMail.id.in_(select(due.c.id)))
        .values(lease=secrets.token_hex(16), leased_until=now + lease)
        .returning(OutboxMail),
        execution_options={"synchronize_session": False, "populate_existing": True},
    ).all()
    for row in rows:
        db.session.expunge(row)
    return sorted(rows, key=lambda row: row.id)


def _due(now: dt.datetime) -> Select[int]:
    other, newer = aliased(OutboxMail), aliased(OutboxMail)
    in_the_way = (
        select(other.id)
        .where(
            other.entry_id == OutboxMail.entry_id,
            other.state == MailState.OWED,
            other.id != OutboxMail.id,
            (other.id < OutboxMail.id) | (other.leased_until > now),
        )
        .exists()
    )
    # A mail that was put off does not hold up what its entry says since: it is superseded.
    is_overtaken = (
        select(newer.id)
        .where(
            newer.entry_id == OutboxMail.entry_id,
            newer.state == MailState.OWED,
            newer.dtstamp > OutboxMail.dtstamp,
            newer.next_attempt_at <= now,
        )
        .exists()
    )
    return (
        select(OutboxMail.id)
        .where(
            OutboxMail.state == MailState.OWED,
            (OutboxMail.next_attempt_at <= now) | is_overtaken,
            OutboxMail.leased_until.is_(None) | (OutboxMail.leased_until <= now),
            OutboxMail.entry_id.is_(None) | ~in_the_way,
        )
        .order_by(OutboxMail.next_attempt_at, OutboxMail.id)
    )


def record_sent(
    row: OutboxMail, body: bytes | None = None, on_sent: Callable[[], None] | None = None
) -> bool:
    """Record that a claimed mail has left; ``body`` is what the mail viewer shows."""
    at = clock.now()
    held = _settle(row, MailState.SENT, attempts=row.attempts + 1, sent_at=at, body=body)
    if held and on_sent:
        on_sent()
    return held


def record_superseded(row: OutboxMail) -> bool:
    """Record that a claimed mail need not leave any more."""
    return _settle(row, MailState.SUPERSEDED)


def record_retry(row: OutboxMail, error: str, give_up_after: int) -> bool:
    """Put a claimed mail off, longer each time; fail it at the ``give_up_after``-th attempt."""
    attempts = row.attempts + 1
    if attempts >= give_up_after:
        return record_failed(row, error)
    return _settle(
        row,
        MailState.OWED,
        attempts=attempts,
        next_attempt_at=clock.now() + delay_after(attempts),
        last_error=error[:_LONGEST_ERROR],
    )


def record_failed(row: OutboxMail, error: str) -> bool:
    """Give a claimed mail up, with the reason for the organiser."""
    return _settle(
        row, MailState.FAILED, attempts=row.attempts + 1, last_error=error[:_LONGEST_ERROR]
    )


def record_returned(row: OutboxMail, error: str) -> None:
    """Record that a mail that had left came back, with the reason for the organiser."""
    row.state, row.last_error = MailState.FAILED, error[:_LONGEST_ERROR]


def release(rows: Iterable[OutboxMail]) -> None:
    """Give claimed mails back untried."""
    for row in rows:
        _settle(row, MailState.OWED)


def record_not_now(row: OutboxMail) -> bool:
    """Put a claimed mail off untried: it is not meant to leave yet."""
    return _settle(row, MailState.OWED, next_attempt_at=clock.now() + delay_after(1))


def try_again(row: OutboxMail) -> None:
    """Owe a mail once more that was given up."""
    statement = (
        update(OutboxMail)
        .where(OutboxMail.id == row.id, OutboxMail.state == MailState.FAILED)
        .values(state=MailState.OWED, attempts=0, next_attempt_at=clock.now())
    )
    if not changed_rows(statement):
        raise MailHasNotFailed
    db.session.info[MAIL_OWED] = True


def purge(kinds: Sequence[str], before: dt.datetime) -> int:
    """Delete settled mails of some kinds that were owed before an instant; say how many."""
    return changed_rows(
        delete(OutboxMail).where(
            OutboxMail.kind.in_(kinds),
            OutboxMail.state.not_in((MailState.OWED, MailState.HELD)),
            OutboxMail.created_at < before,
        )
    )


def _settle(row: OutboxMail, state: MailState, **values: Any) -> bool:
    """Record an outcome unless the lease has passed to another worker; say whether it had not."""
    values = {"state": state, "lease": None, "leased_until": None, **values}
    given = {"row": row.id, "held": row.lease, **{f"to_{name}": values[name] for name in values}}
    result = db.session.connection().execute(_settlement(*values), given)
    return result.rowcount == 1


@cache
def _settlement(*columns: str) -> Update:
    """On the table, and made once: the ORM would take as long for it as sending the mail takes."""
    mail = cast(Table, OutboxMail.__table__)
    return (
        update(mail)
        .where(
            mail.c.id == bindparam("row"),
            mail.c.lease == bindparam("held"),
            mail.c.state == MailState.OWED,
        )
        .values({name: bindparam(f"to_{name}") for name in columns})
    )
