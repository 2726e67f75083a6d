"""Keeping the ledger of entries, and owing the calendar mail that each change needs.

A change of time, place, status or membership raises SEQUENCE to max(session's, entry's) + 1; a
change of text keeps SEQUENCE and takes a later DTSTAMP (RFC 5546, 2.1.4 and 2.1.5).
"""

import datetime as dt
from email.utils import parseaddr
from typing import Any

from dialogues.config import settings
from dialogues.database import insert_once
from dialogues.invites import queries
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.service import owe
from dialogues.programme.facts import (
    SessionCancelled,
    SessionDetailsChanged,
    SessionRescheduled,
    ZoneRulesChanged,
)
from dialogues.programme.models import DialogueSession
from dialogues.registration.facts import (
    ListeningLanguageChanged,
    RegisteredAgain,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationSwapped,
)
from dialogues.registration.models import Registration
from dialogues.registration.rules import other_name
from dialogues.support import clock

INVITE, WITHDRAWAL = "invite", "withdrawal"


def invite_confirmed(fact: RegistrationConfirmed) -> None:
    """Put the session into the calendar of a person who has a seat."""
    _request(fact.registration, "returned" if fact.is_return else "registered")


def invite_again(fact: RegisteredAgain) -> None:
    """Send what the calendar should hold once more: once an hour, and once for another name.

    The message repeats SEQUENCE and DTSTAMP, so that calendars recognise it.
    """
    entry = queries.entry_of(fact.registration)
    if entry is None:
        return
    other = other_name(fact.registration.name, fact.name)
    said = f"{entry.sequence}:{entry.dtstamp:%Y%m%d%H%M%S}:{bool(other)}"
    _owe(
        entry,
        {"reason": "repeated", "other_name": other},
        dedupe_key=f"repeat:{entry.id}:{said}:{clock.now():%Y%m%d%H}",
    )


def invite_in_language(fact: ListeningLanguageChanged) -> None:
    """Tell the calendar the new listening language: a change of text."""
    entry = queries.entry_of(fact.registration)
    if entry is not None:
        _retell(entry, {"reason": "language_changed"})


def move_entry(fact: RegistrationSwapped) -> None:
    """Take one session out of the calendar and put its twin in: two mails, one METHOD each."""
    _withdraw(fact.registration, fact.left, "swapped")
    _request(fact.registration, "swapped")


def withdraw_cancelled(fact: RegistrationCancelled) -> None:
    """Take the session out of the calendar of a person who gave the seat back."""
    _withdraw(fact.registration, fact.registration.session, "cancelled")


def update_rescheduled(fact: SessionRescheduled) -> None:
    """Send everybody the new time, with the one before; of what is over nobody needs to hear."""
    _update_moved(fact, "rescheduled")


def update_for_zone_rules(fact: ZoneRulesChanged) -> None:
    """Send everybody the instants that the new rules of the zone give, and say why."""
    _update_moved(fact, "zone_rules")


def update_details(fact: SessionDetailsChanged) -> None:
    """Send everybody the new languages: a change of text."""
    if fact.session.ends_at <= clock.now():
        return
    for entry in queries.live_entries(fact.session.id):
        _retell(entry, {"reason": "details_changed"})


def withdraw_session(fact: SessionCancelled) -> None:
    """Cancel a session in every calendar that holds it."""
    if fact.session.ends_at <= clock.now():
        return
    for entry in queries.live_entries(fact.session.id):
        _follow(entry, Method.CANCEL)
        _owe(entry, {"reason": "session_cancelled"})


def _update_moved(fact: SessionRescheduled | ZoneRulesChanged, reason: str) -> None:
    if max(fact.session.ends_at, fact.previous_ends_at) <= clock.now():
        return
    payload = {
        "reason": reason,
        "previous_starts_at": fact.previous_starts_at.isoformat(),
        "previous_ends_at": fact.previous_ends_at.isoformat(),
    }
    for entry in queries.live_entries(fact.session.id):
        _follow(entry, Method.REQUEST)
        _owe(entry, payload)


def _request(registration: Registration, reason: str) -> None:
    session = registration.session
    entry = insert_once(
        Entry,
        session_id=session.id,
        registration_id=registration.id,
        uid=session.uid,
        attendee=registration.participant.email,
        organizer=parseaddr(settings().mail_from)[1],
        partstat=PartStat.ACCEPTED,
        method=Method.REQUEST,
        sequence=session.sequence,
        dtstamp=clock.now().replace(microsecond=0),
    )
    if entry is None:
        entry = queries.entry_of(registration)
        assert entry is not None  # it stood in the way
        entry.registration = registration
        entry.partstat = PartStat.ACCEPTED
        _advance(entry, Method.REQUEST)
    _owe(entry, {"reason": reason})


def _withdraw(registration: Registration, session: DialogueSession, reason: str) -> None:
    entry = queries.entry_in(session.id, registration.participant.email)
    # A cancelled session has taken itself out already.
    if entry is not None and entry.method is Method.REQUEST:
        _advance(entry, Method.CANCEL)
        _owe(entry, {"reason": reason})


def _retell(entry: Entry, payload: dict[str, Any]) -> None:
    entry.dtstamp = _later(entry)
    _owe(entry, payload)


def _advance(entry: Entry, method: Method) -> None:
    """Note a change of membership."""
    _set(entry, method, max(entry.session.sequence, entry.sequence) + 1)


def _follow(entry: Entry, method: Method) -> None:
    """Note a change of the session, which has raised its own number by one already."""
    _set(entry, method, max(entry.session.sequence, entry.sequence + 1))


def _set(entry: Entry, method: Method, sequence: int) -> None:
    entry.method, entry.sequence, entry.dtstamp = method, sequence, _later(entry)


def _later(entry: Entry) -> dt.datetime:
    """The present in whole seconds (RFC 5545, 3.3.5), and later than what was said before."""
    return max(clock.now().replace(microsecond=0), entry.dtstamp + dt.timedelta(seconds=1))


def _owe(entry: Entry, payload: dict[str, Any], dedupe_key: str | None = None) -> None:
    registration = entry.registration
    owe(
        kind=INVITE if entry.method is Method.REQUEST else WITHDRAWAL,
        recipient=entry.attendee,
        language=registration.language,
        zone=registration.zone,
        subject_id=registration.id,
        payload=payload,
        dedupe_key=dedupe_key,
        entry_id=entry.id,
        method=entry.method.value,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
    )
