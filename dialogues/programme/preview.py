"""What a verb would do, found out by doing it and taking it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import func, select

from dialogues.database import db
from dialogues.outbox.models import OutboxMail

T = TypeVar("T")


@dataclass(frozen=True)
class Effect(Generic[T]):
    """What came of a verb: its result, and the mails that it owes."""

    result: T
    mails: int
    calendars: int
    """Those of the mails that change a calendar: one for each person invited."""


def effect_of(verb: Callable[[], T]) -> Effect[T]:
    """Carry out ``verb`` and count the mails that it owes."""
    last = db.session.scalar(select(func.max(OutboxMail.id))) or 0
    result = verb()
    db.session.flush()
    mails, calendars = db.session.execute(
        select(func.count(), func.count(OutboxMail.method)).where(OutboxMail.id > last)
    ).one()
    return Effect(result, mails, calendars)


def preview(verb: Callable[[], T]) -> Effect[T]:
    """Count the mails that ``verb`` would owe; nothing that it does remains.

    Locks what the verb locks until the transaction ends, and so wants one that may write.
    """
    db.session.flush()
    savepoint = db.session.begin_nested()
    try:
        return effect_of(verb)
    finally:
        savepoint.rollback()
