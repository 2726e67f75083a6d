"""Reminders are owed once each, by whichever worker comes first."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from dialogues.action_items.reminders import due_item_reminders, owe_item_reminder
from dialogues.database import db, insert_once, reading, transact
from dialogues.invites.reminders import due_reminders, owe_reminder
from dialogues.jobs.models import ChoreRun
from dialogues.support import clock


@dataclass(frozen=True)
class _Reminder:
    """What has come due: the name and tick of its chore, and what owes its mails."""

    name: str
    tick: str
    owe: Callable[[], int]


def remind() -> int:
    """Owe the reminders that have come due; say how many mails that is.

    Needs an application context and no open transaction. Where none is due, it reads a little
    and writes nothing.
    """
    at = clock.now()
    with reading():
        waiting = _unclaimed([*_of_sessions(at), *_of_action_items(at)])
        db.session.rollback()
    return sum(transact(partial(_owe, due, at)) for due in waiting)


def _of_sessions(at: dt.datetime) -> list[_Reminder]:
    """By the start, so that a session that is moved has its reminders again."""
    return [
        _Reminder(
            f"reminder_{due.code}_{due.session_id}",
            f"{due.starts_at:%Y%m%dT%H%M%SZ}",
            partial(owe_reminder, due),
        )
        for due in due_reminders(at)
    ]


def _of_action_items(at: dt.datetime) -> list[_Reminder]:
    """By the day, so that each item has one on a day."""
    return [
        _Reminder(
            f"action_reminder_{due.item_id}", f"{due.day:%Y%m%d}", partial(owe_item_reminder, due)
        )
        for due in due_item_reminders(at)
    ]


def _unclaimed(due: list[_Reminder]) -> list[_Reminder]:
    if not due:
        return []
    claims = select(ChoreRun.name, ChoreRun.tick).where(
        ChoreRun.name.in_([one.name for one in due])
    )
    claimed = {(name, tick) for name, tick in db.session.execute(claims)}
    return [one for one in due if (one.name, one.tick) not in claimed]


def _owe(due: _Reminder, at: dt.datetime) -> int:
    """Claim a reminder and owe it, in one transaction; 0 where another worker was faster."""
    return due.owe() if insert_once(ChoreRun, at=at, name=due.name, tick=due.tick) else 0
