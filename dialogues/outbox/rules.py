"""When a mail is tried again, and when it is given up."""

import datetime as dt

SIGN_IN = "sign_in"
PRIVATE_KINDS = frozenset({SIGN_IN})
"""Kinds whose text gives its reader a power over the office: never kept, never shown."""

LEASE = dt.timedelta(seconds=240)
"""How long a worker may take over the mails that it claimed before another may take them."""

GIVEN_UP_AFTER = 60
"""Attempts at a server that is busy or away: with the delays below, two days and a half."""
COMPOSING_GIVEN_UP_AFTER = 5
"""Attempts at a mail that cannot be composed, which is a fault of ours."""

_FIRST_DELAY_S = 30
_LONGEST_DELAY_S = 3600


def delay_after(attempts: int) -> dt.timedelta:
    """How long to wait after the given number of failed attempts (1 and more)."""
    doublings = min(attempts - 1, 10)
    return dt.timedelta(seconds=min(_FIRST_DELAY_S * 2**doublings, _LONGEST_DELAY_S))
