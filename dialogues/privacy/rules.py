"""How long what identifies people is kept, and what is left of it after."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

KEPT = dt.timedelta(days=731)
"""How long after a person's last session what identifies them is kept: the 24 months promised."""
ACCESSIBILITY_KEPT = dt.timedelta(days=30)
"""How long after a session its registrants' accessibility needs are kept, as the form promises."""
WITHDRAWALS_WAIT = dt.timedelta(days=3)
"""How long an address is kept at most for the mail that takes a session out of its calendar."""

MARK = "[…]"
"""What stands for an erased value in the history."""
_SAYS_NOTHING_OF_WHO = frozenset(
    {
        *("session", "status", "listening_language", "needed_language", "language", "country"),
        *("category", "queue_number", "attended_at", "ended_by", "wants_news", "feed_version"),
        *("follows_feed", "state", "stands_in_for", "people", "registrations", "invitations"),
        *("mails", "seats", "owners", "kind", "archived", "key"),
    }
)
"""The fields of a change that stay: any other is erased, so that no new one is forgotten."""


def without_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a change, with a mark for each that may say who somebody is."""
    return {
        name: value if name in _SAYS_NOTHING_OF_WHO or value is None else MARK
        for name, value in values.items()
    }
