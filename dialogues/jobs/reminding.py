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
    names = [name for name, _tick in map(_claim, due)]
    claims = select(ChoreRun.name, ChoreRun.tick).where(ChoreRun.name.in_(names))
    claimed = {(name, tick) for name, tick in db.session.execute(claims)}
    return [each for each in due if _claim(each) not in claimed]


def _owe(due: DueReminder, at: dt.datetime) -> int:
    """Claim a reminder and owe it, in one transaction; 0 where another worker was faster."""
    name, tick = _claim(due)
    return owe_reminder(due) if insert_once(ChoreRun, at=at, name=name, tick=tick) else 0


def _claim(due: DueReminder) -> tuple[str, str]:
    """Name and tick of its chore: by the start, so that a session that is moved has it again."""
    return f"reminder_{due.code}_{due.session_id}", f"{due.starts_at:%Y%m%dT%H%M%SZ}"
