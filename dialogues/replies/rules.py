"""What a reply is, and what follows from it: pure decisions over plain values."""

import datetime as dt
from enum import StrEnum

from dialogues.replies.incoming import Attendee, CalendarReply


class ReplyKind(StrEnum):
    """What somebody's mail to an entry's reply address says."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"
    COUNTER = "counter"
    """Proposes another time (RFC 5546, 3.2.7)."""
    BOUNCE = "bounce"
    """Says that a mail could not be delivered (RFC 3464)."""


class ReplyEffect(StrEnum):
    """What followed from a reply."""

    APPLIED = "applied"
    NOTED = "noted"
    """Nothing but that organisers see it."""
    ASKED = "asked"
    """Another address declined: the registrant was asked by mail."""
    OUTDATED = "outdated"
    """Older than what the entry, or its last answer, says by now."""


_KINDS = {
    "ACCEPTED": ReplyKind.ACCEPTED,
    "TENTATIVE": ReplyKind.TENTATIVE,
    "DECLINED": ReplyKind.DECLINED,
    "DELEGATED": ReplyKind.DELEGATED,
}


def kind_of(reply: CalendarReply, attendee: Attendee | None) -> ReplyKind | None:
    """What an attendee answers; None where it is no answer, such as NEEDS-ACTION."""
    if reply.is_counter:
        return ReplyKind.COUNTER
    return _KINDS.get(attendee.partstat) if attendee else None


def is_outdated(
    sequence: int,
    said_at: dt.datetime | None,
    entry_sequence: int,
    answered_at: dt.datetime | None,
) -> bool:
    """Whether a reply is about an earlier state, or older than the last one (RFC 5546, 2.1.5).

    One that repeats the DTSTAMP of the last is not: some calendars copy the invite's.
    """
    if sequence != entry_sequence:
        return sequence < entry_sequence
    return said_at is not None and answered_at is not None and said_at < answered_at


def effect_of(kind: ReplyKind, by_registrant: bool, outdated: bool) -> ReplyEffect:
    """What follows: only the registrant's own answer is applied.

    Whoever else has the invite, a delegate or somebody it was forwarded to, is noted; where they
    decline, the registrant is asked.
    """
    if outdated:
        return ReplyEffect.OUTDATED
    if kind in (ReplyKind.COUNTER, ReplyKind.DELEGATED):
        return ReplyEffect.NOTED
    if by_registrant:
        return ReplyEffect.APPLIED
    return ReplyEffect.ASKED if kind is ReplyKind.DECLINED else ReplyEffect.NOTED
