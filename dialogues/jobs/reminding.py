"""Reminders are owed once each, by whichever worker comes first."""

import datetime as dt
from functools import partial

from sqlalchemy import select

from dialogues.database import db, insert_once, reading, transact
from dialogues.invites.reminders import DueReminder, due_reminders, owe_reminder
from dialogues.jobs.models import ChoreRun
from dialogues.support import clock


def remind() -> int:
    """Owe the reminders that have come due; say how many mails that is.

    Needs an application context and no open transaction. Where none is due, it reads a little
    and writes nothing.
    """
    at = clock.now()
    with reading():
        waiting = _unclaimed(due_reminders(at))
        db.session.rollback()
    return sum(transact(partial(_owe, due, at)) for due in waiting)


def _unclaimed(due: list[DueReminder]) -> list[DueReminder]:
    if not due:
        return []
    names = [_claim(each)["name"] for each in due]
    claims = select(ChoreRun.name, ChoreRun.tick).where(ChoreRun.name.in_(names))
    claimed = {(name, tick) for name, tick in db.session.execute(claims)}
    return [each for each in due if tuple(_claim(each).values()) not in claimed]


def _owe(due: DueReminder, at: dt.datetime) -> int:
    """Claim a reminder and owe it, in one transaction; 0 where another worker was faster."""
    return owe_reminder(due) if insert_once(ChoreRun, at=at, **_claim(due)) else 0


def _claim(due: DueReminder) -> dict[str, str]:
    """By the start, too: a session that is moved gets its reminders again."""
    return {
        "name": f"reminder_{due.code}_{due.session_id}",
        "tick": f"{due.starts_at:%Y%m%dT%H%M%SZ}",
    }
