"""What an incoming message says, as values; addresses are as they identify a person."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.invites.content_lines import clean_line
from dialogues.support.addresses import email_address

_LONGEST_ADDRESS = 320


class Unreadable(Exception):
    """A message that cannot be taken apart; the text says why, and names nobody."""


@dataclass(frozen=True)
class Attendee:
    """One ATTENDEE (RFC 5545, 3.8.4.1), with what it answers."""

    address: str
    partstat: str
    """In upper case, such as DECLINED; empty where there is none."""
    delegated_to: str | None = None
    comment: str = ""


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar sends back: METHOD:REPLY or METHOD:COUNTER (RFC 5546, 3.2.3 and 3.2.7)."""

    is_counter: bool
    uid: str
    sequence: int
    said_at: dt.datetime | None
    """DTSTAMP, in UTC; None where it is missing or out of all range."""
    attendees: tuple[Attendee, ...]
    organizer: str | None
    comment: str
    starts_at: dt.datetime | None = None
    """DTSTART, in UTC, which a COUNTER proposes; None where it cannot be told."""
    ends_at: dt.datetime | None = None

    def attendee(self, *addresses: str) -> Attendee | None:
        """The ATTENDEE with the first of some addresses that has one, else the first of all."""
        by_address = {each.address: each for each in reversed(self.attendees)}
        found = (by_address[address] for address in addresses if address in by_address)
        return next(found, self.attendees[0] if self.attendees else None)


@dataclass(frozen=True)
class Failure:
    """A recipient whom a mail did not reach for good (RFC 3464, 2.3.3: Action: failed)."""

    recipient: str
    """Where the mail was to go in the end: another address where it was passed on."""
    original: str
    """The address that the mail was sent to; empty where the report does not say."""
    reason: str
    """Status and diagnosis, in the words of the server that refused the mail."""


@dataclass(frozen=True)
class Bounce:
    """A report of a mail that came back (RFC 3464)."""

    failures: tuple[Failure, ...]
    """At least one."""
    message_id: str | None
    """The Message-ID of the mail that came back."""

    def failure_of(self, address: str) -> Failure | None:
        """Why an address was not reached; None where the report is about others only."""
        named = (each for each in self.failures if address in (each.recipient, each.original))
        return next(named, None)


@dataclass(frozen=True)
class Incoming:
    """A whole message."""

    digest: str
    """The same for a message that arrives again, whatever its way added to its head."""
    addressed_to: Sequence[str]
    """Every address that the message was sent to, or its calendar names as organiser."""
    sender: str
    """The address in From; empty where there is none."""
    is_automatic: bool
    """Whether a program sent it on its own (RFC 3834, 5)."""
    said: CalendarReply | Bounce | None


def address(text: str) -> str:
    """An address as it identifies a person; what is none, on one line and case-folded."""
    return email_address(text) or clean_line(text).casefold()[:_LONGEST_ADDRESS]
