"""Plain facts of guest lists."""

from enum import StrEnum

MOST_GUESTS = 10_000
"""How many people are invited at once."""

INVITATION, OPEN_INVITATIONS = "guest_invitation", "open_invitations"
"""The kinds of mail: one invitation, and all that are open for an address that asked."""


class State(StrEnum):
    """What came of an invitation, as organisers see it."""

    INVITED = "invited"
    RETURNED = "returned"
    """Its mail came back, or mail to the address did."""
    REGISTERED = "registered"
    WAITING = "waiting"
    """For a seat, or for approval."""
    CANCELLED = "cancelled"
    """Its addressee registered, and cancelled."""
    PASSED = "passed"
    """Its addressee named a stand-in."""
    REVOKED = "revoked"
