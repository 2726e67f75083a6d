"""Pure decisions of registration."""

import datetime as dt
import math

DOOR_OPENS = dt.timedelta(minutes=15)
"""How long before its start a session can be joined."""
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""Between these hours people rather sleep than meet."""


NEAR = dt.timedelta(days=1)
"""How long before its start a person's page leads to the meeting before all else."""
_UNDISTURBED_S = 120
"""The seconds that nobody's reading is interrupted for, at least."""


def is_near(starts_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a session is about to start, or has started."""
    return starts_at - NEAR <= at


def door_opens_at(starts_at: dt.datetime) -> dt.datetime:
    """The instant from which a session can be joined."""
    return starts_at - DOOR_OPENS


def door_is_open(starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a session can be joined at an instant."""
    return door_opens_at(starts_at) <= at < ends_at


def seconds_to_wait(starts_at: dt.datetime, at: dt.datetime) -> int:
    """Whole seconds until a session can be joined, rounded up; 0 once it can."""
    return max(0, math.ceil((door_opens_at(starts_at) - at).total_seconds()))


def refresh_after(seconds: int) -> int:
    """After how many of the ``seconds`` to wait a page without scripts refreshes itself.

    After half of them, so that it seldom interrupts a reader and is soon right; of the last
    minutes, when they are over.
    """
    return min(seconds, max(_UNDISTURBED_S, seconds // 2))


def other_name(registered: str, typed: str) -> str | None:
    """The name that was typed, where it is another than the one that holds the seat."""
    return typed if typed.casefold() != registered.casefold() else None


def is_at_night(starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether any of a span of wall times in one zone lies between 22:00 and 06:00."""
    starts, ends = starts.replace(tzinfo=None), ends.replace(tzinfo=None)
    return starts.hour < NIGHT_ENDS or ends > dt.datetime.combine(starts, dt.time(NIGHT_BEGINS))
