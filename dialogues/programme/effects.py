"""What a verb of the programme does to people: the mails that it owes, counted before or after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogues.database import db
from dialogues.outbox import service as outbox

T = TypeVar("T")


@dataclass(frozen=True)
class Effect(Generic[T]):
    """What came of a verb: its result, and the mails that it owes."""

    result: T
    mails: int
    calendars: int
    """Those of the mails that change a calendar: one for each person invited."""


def effect_of(verb: Callable[[], T]) -> Effect[T]:
    """Carry out ``verb`` and count the mails that it owes.

    Of several about one calendar entry only the last leaves: it tells of all.
    """
    with outbox.counting() as owed:
        result = verb()
        db.session.flush()
    calendars = len({entry for entry in owed if entry is not None})
    return Effect(result, calendars + owed.count(None), calendars)


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
