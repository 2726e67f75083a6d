"""Entries: what people's calendars should hold, the mail that each change owes, what was sent.

A change of time, place, status or membership raises SEQUENCE to max(session's, entry's) + 1; a
change of text keeps SEQUENCE and takes a later DTSTAMP (RFC 5546, 2.1.4 and 2.1.5).
"""

import datetime as dt
from collections.abc import Mapping
from email.utils import parseaddr
from typing import cast

from sqlalchemy import Table, bindparam, case, or_, select, update

from dialogues.config import settings
from dialogues.database import db, insert_once
from dialogues.invites import queries
from dialogues.invites.addresses import reply_address
from dialogues.invites.causes import Cause
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.service import owe, owe_many
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from dialogues.support import clock
from dialogues.support.codes import address_token

INVITE, WITHDRAWAL = "invite", "withdrawal"
KINDS = {Method.REQUEST: INVITE, Method.CANCEL: WITHDRAWAL}
_A_SECOND = dt.timedelta(seconds=1)
_ENTRY = cast(Table, Entry.__table__)
_BY_ID = update(_ENTRY).where(_ENTRY.c.id == bindparam("entry"))


def request(registration: Registration, cause: Cause) -> Entry:
    """Put the session of a seat into its holder's calendar, for the first time or again.

    What the person last answered stays; a new entry counts as accepted.
    """
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
        advance(entry, Method.REQUEST)
    owe_for(entry, cause)
    return entry


def withdraw(entry: Entry, cause: Cause) -> None:
    """Take what an entry says out of the calendar."""
    advance(entry, Method.CANCEL)
    owe_for(entry, cause)


def retell(entry: Entry, cause: Cause) -> None:
    """Have a calendar hear of a change of text: a later DTSTAMP under the same SEQUENCE."""
    entry.dtstamp = _later(entry)
    owe_for(entry, cause)


def advance(entry: Entry, method: Method) -> None:
    """Have an entry say ``method`` under a higher SEQUENCE: a change of membership."""
    entry.method, entry.dtstamp = method, _later(entry)
    entry.sequence = max(entry.session.sequence, entry.sequence) + 1


def owe_for(entry: Entry, cause: Cause, dedupe_key: str | None = None) -> None:
    """Owe the mail that brings a calendar to what its entry says."""
    registration = entry.registration
    owe(
        kind=KINDS[entry.method],
        recipient=entry.attendee,
        language=registration.language,
        zone=registration.zone,
        subject_id=registration.id,
        payload=cause.payload(),
        dedupe_key=dedupe_key,
        entry_id=entry.id,
        method=entry.method.value,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
    )


def tell_everybody(
    session: DialogueSession,
    method: Method,
    cause: Cause,
    *,
    held: Method = Method.REQUEST,
    rises: bool = True,
) -> None:
    """Set the entries of all who have a seat in a session, and owe each of them one mail.

    In few statements whatever their number. ``held`` is what the entries say until now. Where
    SEQUENCE ``rises``, the session has raised its own already, and each entry follows that.
    """
    everybody = queries.entries_with_seats(session.id, held)
    if not everybody:
        return
    latest = max(each.dtstamp for each in everybody)
    dtstamp = max(_whole_seconds(clock.now()), latest + _A_SECOND)
    _set_entries(session, held, method, dtstamp, rises)
    payload = cause.payload()
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


def _set_entries(
    session: DialogueSession, held: Method, method: Method, dtstamp: dt.datetime, rises: bool
) -> None:
    next_one = Entry.sequence + 1
    follows = case((next_one > session.sequence, next_one), else_=session.sequence)
    db.session.execute(
        update(Entry)
        .where(*queries.has_seat(session.id, held))
        .values(method=method, dtstamp=dtstamp, sequence=follows if rises else Entry.sequence),
        execution_options={"synchronize_session": "fetch"},
    )


def record_sent(values: Mapping[str, object]) -> None:
    """Set the ``sent_`` columns of an ``entry``, which is its id, to what has left."""
    # On the table, and made once: it is done for each mail.
    db.session.connection().execute(_BY_ID, values)


def forget_sent(entry: Entry) -> None:
    """Forget what was sent last: it may not have come, and what the calendar holds is unknown."""
    entry.sent_method = entry.sent_sequence = entry.sent_dtstamp = None
    entry.sent_starts_at = entry.sent_ends_at = None


def forget_overtaken_withdrawals(participant_id: int) -> None:
    """Forget that a CANCEL was sent last of those of a person's entries that have moved on since.

    A REQUEST may have left after it whose worker died before recording that: only a later CANCEL
    takes it out.
    """
    registrations = select(Registration.id).where(Registration.participant_id == participant_id)
    is_overtaken = or_(
        Entry.method != Method.CANCEL,
        Entry.sent_sequence != Entry.sequence,
        Entry.sent_dtstamp != Entry.dtstamp,
    )
    db.session.execute(
        update(Entry)
        .where(
            Entry.registration_id.in_(registrations),
            Entry.sent_method == Method.CANCEL,
            is_overtaken,
        )
        .values(sent_method=None, sent_sequence=None, sent_dtstamp=None),
        execution_options={"synchronize_session": "fetch"},
    )


def _later(entry: Entry) -> dt.datetime:
    """The present, and later than what was said before."""
    return max(_whole_seconds(clock.now()), entry.dtstamp + _A_SECOND)


def _whole_seconds(at: dt.datetime) -> dt.datetime:
    """An instant as calendars write it (RFC 5545, 3.3.5)."""
    return at.replace(microsecond=0)
