"""When action items are due, and when owners are reminded. Plain values only."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from dialogues.action_items.refusals import DueIsPast, DueIsTooFar
from dialogues.support.refusals import Refusal

LONGEST_TEXT = 2000
"""Characters of an action item in one language, and of a report."""
LATEST_DUE = dt.timedelta(days=3653)
"""How far ahead a due date may lie: ten years."""

_LAST_ZONE = dt.timedelta(hours=12)
"""How far behind UTC the last clocks are."""


def is_overdue(is_closed: bool, due_on: dt.date | None, today: dt.date) -> bool:
    """Whether the last day of something that is not closed is over."""
    return not is_closed and due_on is not None and due_on < today


def day_everywhere(at: dt.datetime) -> dt.date:
    """The day that has begun everywhere by the instant ``at``: what was due before it is overdue.

    So that nobody reads of something as overdue whose owner's last day is not over.
    """
    return (at.astimezone(dt.UTC) - _LAST_ZONE).date()


def due_problem(due_on: dt.date, today: dt.date) -> Refusal | None:
    """Why nothing new can be due on a day, or None; ``today`` is the owner's."""
    if due_on < today:
        return DueIsPast(date=due_on.isoformat())
    if due_on > today + LATEST_DUE:
        return DueIsTooFar(date=due_on.isoformat())
    return None


REMINDED_AT = dt.time(9)
"""On the owner's clocks, when a reminder comes due."""
_WEEK = dt.timedelta(days=7)


def reminder_day(due_on: dt.date, today: dt.date) -> dt.date | None:
    """The day of the last reminder by ``today`` of what is not closed; None before the first.

    There is one a week before, one on the day, and one in each week after.
    """
    weeks = (today - due_on) // _WEEK
    return None if weeks < -1 else due_on + weeks * _WEEK


def handed_over_at(
    owner_id: int, story: Sequence[tuple[str, int, dt.datetime]]
) -> dt.datetime | None:
    """When an owner last handed an item over, or None where they never did.

    ``story`` is what happened to the item, oldest first: the verb, the owner after it, and when.
    """
    handed_over = [
        at
        for (_verb, before, _at), (verb, _after, at) in pairwise(story)
        if verb == "handed_over" and before == owner_id
    ]
    return handed_over[-1] if handed_over else None
