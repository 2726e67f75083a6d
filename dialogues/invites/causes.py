"""Why a calendar mail is owed, as a value, and as the payload of its row keeps it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dialogues.programme.facts import Change


class Reason(StrEnum):
    """What a calendar mail is owed for. A row is stored under it for good."""

    REGISTERED = "registered"
    RETURNED = "returned"
    PROMOTED = "promoted"
    APPROVED = "approved"
    ADDED = "added"
    """By an organiser, as MOVED and REMOVED."""
    MOVED = "moved"
    """As SWAPPED."""
    SWAPPED = "swapped"
    """With REQUEST for the session that was chosen, with CANCEL for the one that was left."""
    LANGUAGE_CHANGED = "language_changed"
    REPEATED = "repeated"
    REVISED = "revised"
    ZONE_RULES = "zone_rules"
    TEXTS_EDITED = "texts_edited"
    AGENDA_CHANGED = "agenda_changed"
    REINSTATED = "reinstated"
    FEED_FOLLOWED = "feed_followed"
    FEED_LEFT = "feed_left"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    REMOVED = "removed"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    ERASED = "erased"
    SESSION_CANCELLED = "session_cancelled"


Span = tuple[dt.datetime, dt.datetime]
"""Start and end, in UTC."""


@dataclass(frozen=True)
class Cause:
    """A reason, with what of a session was otherwise before; None where that is not known."""

    reason: Reason
    changes: frozenset[Change] = frozenset()
    """Of a session that was revised."""
    span: Span | None = None
    zone: str | None = None
    floor_language: str | None = None
    interpretation: tuple[str, ...] = ()
    """With ``floor_language``."""
    other_name: str | None = None
    """Under which somebody registered the address once more."""
    because: str | None = None
    """The sentence of an organiser for the person."""

    @property
    def moves(self) -> bool:
        """Whether the session may have other instants since."""
        return self.reason is Reason.ZONE_RULES or Change.TIME in self.changes

    def payload(self) -> dict[str, Any]:
        """What a row keeps of it: plain values, and only what there is."""
        starts_at, ends_at = self.span or (None, None)
        stored = {
            "reason": self.reason,
            "changes": sorted(self.changes),
            "previous_starts_at": starts_at and starts_at.isoformat(),
            "previous_ends_at": ends_at and ends_at.isoformat(),
            "previous_zone": self.zone,
            "previous_floor_language": self.floor_language,
            "previous_interpretation": list(self.interpretation),
            "other_name": self.other_name,
            "because": self.because,
        }
        return {name: value for name, value in stored.items() if value}


def cause_in(payload: Mapping[str, Any]) -> Cause:
    """The cause that a payload keeps.

    What this version does not know is passed over, so that no row holds up the mails after it:
    an unknown reason is a repetition.
    """
    span = [payload.get(name) for name in ("previous_starts_at", "previous_ends_at")]
    return Cause(
        _reason(payload.get("reason")),
        frozenset(change for change in Change if change in payload.get("changes", ())),
        (dt.datetime.fromisoformat(span[0]), dt.datetime.fromisoformat(span[1]))
        if span[0] and span[1]
        else None,
        payload.get("previous_zone"),
        payload.get("previous_floor_language"),
        tuple(payload.get("previous_interpretation", ())),
        payload.get("other_name"),
        payload.get("because"),
    )


def _reason(stored: str | None) -> Reason:
    return next((reason for reason in Reason if reason == stored), Reason.REPEATED)
