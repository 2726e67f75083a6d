"""Due dates that follow the programme: "by the next Dialogue"."""

import datetime as dt
from functools import cache

from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.models import Owner
from dialogues.action_items.queries import locked_by_next
from dialogues.programme.models import Dialogue, Status
from dialogues.programme.queries import dialogue_after
from dialogues.support import zones
from dialogues.support.events import Event


def due_by_next(dialogue: Dialogue, owner: Owner) -> dt.date | None:
    """The day of the next Dialogue's first session, on the owner's clocks.

    The next is the first published one that begins after ``dialogue``; None while there is none.
    """
    return _day(_next_start(dialogue), owner)


def follow_programme(_event: Event) -> None:
    """Derive the due dates anew, after anything on the programme has moved."""
    derive_due_dates()


def derive_due_daily(_at: dt.datetime) -> int:
    """Derive the due dates anew, whatever happened since; say how many moved."""
    return derive_due_dates()


def derive_due_dates() -> int:
    """Let all that is open and due by the next Dialogue follow the programme; say how much moved.

    Each change is kept. One statement where nothing is due so.
    """
    next_start = cache(_next_start)
    moved = 0
    for item in locked_by_next():
        due_on = _day(next_start(item.dialogue), item.owner)
        if due_on != item.due_on:
            before = snapshot(item)
            item.due_on = due_on
            keep(item, "due_derived", before)
            moved += 1
    return moved


def _next_start(dialogue: Dialogue) -> dt.datetime | None:
    following = dialogue_after(dialogue)
    if following is None:
        return None
    return min(one.starts_at for one in following.sessions if one.status is Status.PUBLISHED)


def _day(starts_at: dt.datetime | None, owner: Owner) -> dt.date | None:
    return starts_at and zones.local(starts_at, owner.zone).date()
