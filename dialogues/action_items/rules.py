"""What can happen to action items, and when they are due. Plain values only."""

import datetime as dt

VERBS = (
    *("recorded", "edited", "assigned", "accepted", "reported", "due_changed", "due_proposed"),
    *("due_declined", "offered", "offer_declined", "offer_withdrawn", "handed_over", "done"),
    *("dropped", "reopened", "started", "due_derived"),
)
LONGEST_TEXT = 2000
"""Characters of an action item in one language, and of a report."""
LATEST_DUE = dt.timedelta(days=3653)
"""How far ahead a due date may lie: ten years."""


def is_overdue(is_closed: bool, due_on: dt.date | None, today: dt.date) -> bool:
    """Whether the last day of something that is not closed is over."""
    return not is_closed and due_on is not None and due_on < today
