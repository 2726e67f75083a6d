"""The ledger: what people's calendars should hold, and where what was last sent is not that.

Of sessions that are not over. What is out of date is on its way, or missing:
:mod:`dialogues.invites.repairs` owes that.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import and_

from dialogues.invites import ledger_queries as queries
from dialogues.invites.ledger_queries import Position
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import Status
from dialogues.registration.models import Registration


class Discrepancy(StrEnum):
    """Why a calendar is not known to hold what it should."""

    ON_ITS_WAY = "on its way"
    FAILED = "the mail was given up"
    NEVER_SENT = "never sent"
    SENT_EARLIER = "an earlier state was sent"
    SENT_OTHERWISE = "another time was sent"
    NO_LIVE_ENTRY = "a seat without a live entry"
    NO_SEAT = "a live entry without a seat"
    OTHER_UID = "another UID than the session's"
    BEHIND = "a SEQUENCE below the session's"


_ENTRY_IS_RIGHT = (
    Discrepancy.ON_ITS_WAY,
    Discrepancy.FAILED,
    Discrepancy.NEVER_SENT,
    Discrepancy.SENT_EARLIER,
)


class Held(NamedTuple):
    """What a calendar holds of a session: it starts then (an aware instant); None for nothing."""

    sequence: int
    starts_at: dt.datetime | None


@dataclass(frozen=True)
class OutOfDate:
    """One address in one session whose calendar is not known to hold what it should."""

    session: str
    """Its public id."""
    address: str
    should_hold: Held
    last_sent: Held | None
    """None where nothing was sent."""
    reason: Discrepancy
    dialogue_id: int
    entry_id: int | None
    registration_id: int

    @property
    def is_missing(self) -> bool:
        """Whether nothing that is owed would put it right."""
        return self.reason is not Discrepancy.ON_ITS_WAY


@dataclass(frozen=True)
class Page:
    """What is out of date among some addresses, and where to go on, if anywhere."""

    found: Sequence[OutOfDate]
    looked_at: int
    next: str | None


Read = Callable[[int, str], Page]
"""A page about the session of an id, after an address; the empty one is before all."""


def entries(session_id: int, after: str) -> Page:
    """Entries against their registrations and sessions, and against what was sent."""
    read = queries.positions(and_(Entry.session_id == session_id, Entry.attendee > after))
    found = [_entry_out_of_date(position, why) for position, why, _mail in out_of_date(read)]
    return Page(found, len(read), read[-1].entry.attendee if len(read) == queries.PAGE else None)


def seats_without_entry(session_id: int, after: str) -> Page:
    """Seats of which no calendar was told."""
    wanted = and_(Registration.session_id == session_id, Participant.email > after)
    found = [_seat_out_of_date(seat) for seat in queries.seats_without_entry(wanted)]
    return Page(found, len(found), found[-1].address if len(found) == queries.PAGE else None)


READS: Sequence[Read] = (entries, seats_without_entry)
"""What makes up the whole ledger."""


State = tuple[Position, Discrepancy, OutboxMail | None]
"""What is out of date, why, and the mail that says what the entry says, owed or given up."""


def out_of_date(read: Sequence[Position]) -> Iterator[State]:
    """Which of some entries are out of date; one statement more."""
    behind = [position.entry.id for position in read if not _is_told(position.entry)]
    waiting = queries.waiting_mails(behind) if behind else {}
    for position in read:
        mail = waiting.get(position.entry.id)
        reason = _drift(position) or _why_untold(position.entry, mail)
        if reason is not None:
            yield position, reason, mail


def _drift(position: Position) -> Discrepancy | None:
    """Where the entry is not what registration and session ask for."""
    entry, seat_id = position
    session = entry.session
    if seat_id is None or session.status is not Status.PUBLISHED:
        return Discrepancy.NO_SEAT if entry.method is Method.REQUEST else None
    if entry.method is not Method.REQUEST or entry.registration_id != seat_id:
        return Discrepancy.NO_LIVE_ENTRY
    if entry.uid != session.uid:
        return Discrepancy.OTHER_UID
    return Discrepancy.BEHIND if entry.sequence < session.sequence else None


def _why_untold(entry: Entry, mail: OutboxMail | None) -> Discrepancy | None:
    """Where what was last sent is not what the entry says."""
    if _is_told(entry):
        return Discrepancy.SENT_OTHERWISE if is_told_otherwise(entry) else None
    if mail is not None:
        return Discrepancy.FAILED if mail.state is MailState.FAILED else Discrepancy.ON_ITS_WAY
    return Discrepancy.SENT_EARLIER if entry.sent_method else Discrepancy.NEVER_SENT


def _is_told(entry: Entry) -> bool:
    if entry.part is None:  # a feed of the person's own took the place of mails
        return True
    sent = entry.sent_method, entry.sent_sequence, entry.sent_dtstamp
    return sent == (entry.part, entry.sequence, entry.dtstamp)


def is_told_otherwise(entry: Entry) -> bool:
    """Whether the time that was sent is not the session's, as far as it was recorded."""
    session, sent = entry.session, (entry.sent_starts_at, entry.sent_ends_at)
    return (
        entry.part is Method.REQUEST
        and None not in sent
        and sent != (session.starts_at, session.ends_at)
    )


def _entry_out_of_date(position: Position, reason: Discrepancy) -> OutOfDate:
    entry, session = position.entry, position.entry.session
    is_in = position.seat_id is not None and session.status is Status.PUBLISHED
    by_feed = entry.registration.participant.follows_feed
    next_sequence = max(session.sequence, entry.sequence) + 1
    return OutOfDate(
        session=session.public_id,
        address=entry.attendee,
        should_hold=Held(
            entry.sequence if reason in _ENTRY_IS_RIGHT else next_sequence,
            session.starts_at if is_in and not by_feed else None,
        ),
        last_sent=_last_sent(entry),
        reason=reason,
        dialogue_id=session.dialogue_id,
        entry_id=entry.id,
        registration_id=entry.registration_id,
    )


def _last_sent(entry: Entry) -> Held | None:
    if entry.sent_sequence is None:
        return None
    is_in = entry.sent_method is Method.REQUEST
    return Held(entry.sent_sequence, entry.sent_starts_at if is_in else None)


def _seat_out_of_date(seat: Registration) -> OutOfDate:
    session, person = seat.session, seat.participant
    return OutOfDate(
        session=session.public_id,
        address=person.email,
        should_hold=Held(session.sequence, None if person.follows_feed else session.starts_at),
        last_sent=None,
        reason=Discrepancy.NO_LIVE_ENTRY,
        dialogue_id=session.dialogue_id,
        entry_id=None,
        registration_id=seat.id,
    )
