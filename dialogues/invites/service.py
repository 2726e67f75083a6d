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
from dialogues.invites.addresses import reply_address
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.service import owe, owe_many
from dialogues.programme.facts import (
    Change,
    SessionCancelled,
    SessionReinstated,
    SessionRevised,
    TextsEdited,
    ZoneRulesChanged,
)
from dialogues.programme.models import DialogueSession, Status
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
from dialogues.support.codes import address_token

INVITE, WITHDRAWAL = "invite", "withdrawal"
KINDS = {Method.REQUEST: INVITE, Method.CANCEL: WITHDRAWAL}
_TEXT_ONLY = ("texts_edited",)
_A_SECOND = dt.timedelta(seconds=1)


def invite_confirmed(fact: RegistrationConfirmed) -> None:
    """Put the session into the calendar of a person who has a seat."""
    request(fact.registration, "returned" if fact.is_return else "registered")


def invite_again(fact: RegisteredAgain) -> None:
    """Send what the calendar should hold once more: once an hour, and once for another name.

    The message repeats SEQUENCE and DTSTAMP, so that calendars recognise it.
    """
    entry = queries.entry_of(fact.registration)
    if entry is None:
        return
    other = other_name(fact.registration.name, fact.name)
    said = f"{entry.sequence}:{entry.dtstamp:%Y%m%d%H%M%S}:{bool(other)}"
    owe_for(
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
    request(fact.registration, "swapped")


def withdraw_cancelled(fact: RegistrationCancelled) -> None:
    """Take the session out of the calendar of a person who gave the seat back."""
    reason = "declined" if fact.by_reply else "cancelled"
    _withdraw(fact.registration, fact.registration.session, reason)


def update_revised(fact: SessionRevised) -> None:
    """Send everybody what changed of a session; of what is over nobody needs to hear."""
    if max(fact.session.ends_at, fact.previous_ends_at) > clock.now():
        payload = {
            "reason": "revised",
            "changes": sorted(fact.changes),
            "previous_zone": fact.previous_zone,
            **instants(fact.previous_starts_at, fact.previous_ends_at),
        }
        tell_everybody(fact.session, Method.REQUEST, payload)


def update_for_zone_rules(fact: ZoneRulesChanged) -> None:
    """Send everybody the instants that the new rules of the zone give, and say why."""
    if max(fact.session.ends_at, fact.previous_ends_at) > clock.now():
        payload = {
            "reason": "zone_rules",
            **instants(fact.previous_starts_at, fact.previous_ends_at),
        }
        tell_everybody(fact.session, Method.REQUEST, payload)


def update_texts(fact: TextsEdited) -> None:
    """Send everybody the new title and description: a change of text."""
    for session in fact.dialogue.sessions:
        if session.status is Status.PUBLISHED and session.ends_at > clock.now():
            tell_everybody(session, Method.REQUEST, {"reason": "texts_edited"})


def withdraw_session(fact: SessionCancelled) -> None:
    """Cancel a session in every calendar that holds it."""
    if fact.session.ends_at > clock.now():
        tell_everybody(fact.session, Method.CANCEL, {"reason": "session_cancelled"})


def invite_reinstated(fact: SessionReinstated) -> None:
    """Put a session back into the calendars of all who have a seat in it still."""
    tell_everybody(fact.session, Method.REQUEST, {"reason": "reinstated"}, held=Method.CANCEL)


def tell_everybody(
    session: DialogueSession,
    method: Method,
    payload: dict[str, Any],
    held: Method = Method.REQUEST,
) -> None:
    """Set the entries of all who have a seat in a session, and owe each of them one mail.

    In few statements whatever their number. ``held`` is what the entries say until now. Each
    follows the session's SEQUENCE, which the session has raised already where this change does.
    """
    everybody = queries.entries_with_seats(session.id, held)
    if not everybody:
        return
    latest = max(each.dtstamp for each in everybody)
    dtstamp = max(_whole_seconds(clock.now()), latest + _A_SECOND)
    rises = payload["reason"] not in _TEXT_ONLY and payload.get("changes") != [Change.ALARM]
    queries.set_entries(session, held, method, dtstamp, rises)
    owe_many(
        {
            "kind": KINDS[method],
            "recipient": each.attendee,
            "language": each.language,
            "zone": each.zone,
            "subject_id": each.registration_id,
            "payload": payload,
            "entry_id": each.id,
            "method": method.value,
            "sequence": max(session.sequence, each.sequence + 1) if rises else each.sequence,
            "dtstamp": dtstamp,
        }
        for each in everybody
    )


def instants(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, str]:
    """When a session was, for the payload of a mail that says when it is now."""
    return {
        "previous_starts_at": starts_at.isoformat(),
        "previous_ends_at": ends_at.isoformat(),
    }


def request(registration: Registration, reason: str) -> None:
    """Put the session of a seat into its holder's calendar, for the first time or again."""
    session, at = registration.session, _whole_seconds(clock.now())
    token = address_token() if settings().rsvp_address else None
    # Who follows a feed of their own is as if everything had been taken out by mail already.
    follows = registration.participant.follows_feed
    entry = insert_once(
        Entry,
        session_id=session.id,
        registration_id=registration.id,
        uid=session.uid,
        attendee=registration.participant.email,
        token=token,
        organizer=reply_address(token) if token else parseaddr(settings().mail_from)[1],
        partstat=PartStat.ACCEPTED,
        method=Method.REQUEST,
        sequence=session.sequence,
        dtstamp=at,
        sent_method=Method.CANCEL if follows else None,
        sent_sequence=session.sequence if follows else None,
        sent_dtstamp=at if follows else None,
    )
    if entry is None:
        entry = queries.entry_of(registration)
        assert entry is not None  # it stood in the way
        entry.registration = registration
        entry.partstat = PartStat.ACCEPTED
        advance(entry, Method.REQUEST)
    owe_for(entry, {"reason": reason})


def _withdraw(registration: Registration, session: DialogueSession, reason: str) -> None:
    entry = queries.entry_in(session.id, registration.participant.email)
    # A cancelled session has taken itself out already.
    if entry is not None and entry.method is Method.REQUEST:
        withdraw(entry, reason)


def withdraw(entry: Entry, reason: str) -> None:
    """Take what an entry says out of the calendar."""
    advance(entry, Method.CANCEL)
    owe_for(entry, {"reason": reason})


def _retell(entry: Entry, payload: dict[str, Any]) -> None:
    entry.dtstamp = _later(entry)
    owe_for(entry, payload)


def advance(entry: Entry, method: Method) -> None:
    """Have an entry say ``method`` under a higher SEQUENCE: a change of membership."""
    entry.method, entry.dtstamp = method, _later(entry)
    entry.sequence = max(entry.session.sequence, entry.sequence) + 1


def _later(entry: Entry) -> dt.datetime:
    """The present, and later than what was said before."""
    return max(_whole_seconds(clock.now()), entry.dtstamp + _A_SECOND)


def _whole_seconds(at: dt.datetime) -> dt.datetime:
    """An instant as calendars write it (RFC 5545, 3.3.5)."""
    return at.replace(microsecond=0)


def owe_for(entry: Entry, payload: dict[str, Any], dedupe_key: str | None = None) -> None:
    """Owe the mail that brings a calendar to what its entry says; ``payload`` says why."""
    registration = entry.registration
    owe(
        kind=KINDS[entry.method],
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
