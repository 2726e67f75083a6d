"""Due dates that follow the programme: "by the next Dialogue"."""

import datetime as dt
from collections.abc import Mapping

from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.queries import due_said_at, locked_by_next
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import first_starts
from dialogues.support import zones
from dialogues.support.events import Event


def due_by_next(dialogue: Dialogue, owner: Owner, since: dt.datetime | None) -> dt.date | None:
    """The day of the next Dialogue's first session, on the owner's clocks.

    The next is the first published one that begins after ``dialogue``, and after ``since``, the
    aware instant at which somebody said "by the next Dialogue"; None while there is none.
    """
    return _day(_next_start(first_starts(), dialogue, since), owner)


def due_as_said(item: ActionItem, owner: Owner) -> dt.date | None:
    """As :func:`due_by_next`, since that was said of ``item``."""
    return due_by_next(item.dialogue, owner, due_said_at([item.id]).get(item.id))


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
    waiting = locked_by_next()
    if not waiting:
        return 0
    starts, said_at = first_starts(), due_said_at([item.id for item in waiting])
    moved = 0
    for item in waiting:
        due_on = _day(_next_start(starts, item.dialogue, said_at.get(item.id)), item.owner)
        if due_on != item.due_on:
            before = snapshot(item)
            item.due_on = due_on
            keep(item, "due_derived", before)
            moved += 1
    return moved


def _next_start(
    starts: Mapping[int, dt.datetime], dialogue: Dialogue, since: dt.datetime | None
) -> dt.datetime | None:
    own = starts.get(dialogue.id)
    if own is None:
        return None
    after = max(own, since or own)
    return min((one for one in starts.values() if one > after), default=None)


def _day(starts_at: dt.datetime | None, owner: Owner) -> dt.date | None:
    return starts_at and zones.local(starts_at, owner.zone).date()
