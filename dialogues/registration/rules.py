"""Pure decisions of registration."""

import datetime as dt
import math

DOOR_OPENS = dt.timedelta(minutes=15)
"""How long before its start a session can be joined."""


def door_is_open(starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a session can be joined at an instant."""
    return starts_at - DOOR_OPENS <= at < ends_at


def minutes_to_wait(starts_at: dt.datetime, at: dt.datetime) -> int:
    """Whole minutes until a session can be joined, rounded up; 0 once it can."""
    seconds = (starts_at - DOOR_OPENS - at).total_seconds()
    return max(0, math.ceil(seconds / 60))


def other_name(registered: str, typed: str) -> str | None:
    """The name that was typed, where it is another than the one that holds the seat."""
    return typed if typed.casefold() != registered.casefold() else None
