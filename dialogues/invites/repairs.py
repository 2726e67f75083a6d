"""Owing what the ledger misses, and putting entries right that have drifted."""

from collections.abc import Collection

from dialogues.database import db
from dialogues.invites import ledger_queries as queries
from dialogues.invites.causes import Cause, Reason
from dialogues.invites.entries import advance, owe_for, request, withdraw
from dialogues.invites.ledger import Discrepancy, OutOfDate, is_told_otherwise, out_of_date
from dialogues.invites.ledger_queries import Position
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import try_again
from dialogues.programme.facts import Change
from dialogues.programme.models import Status
from dialogues.programme.queries import lock_sessions_of
from dialogues.registration.models import Registration, RegistrationStatus


def owe_missing(found: Collection[OutOfDate]) -> int:
    """Owe what is missing of what a page found, where it is so still; say how many mails.

    Repeats SEQUENCE and DTSTAMP where the entry is right; else the entry is put right first.
    Locks the sessions of the Dialogues concerned. What is owed already is not owed again.
    """
    if not found:
        return 0
    lock_sessions_of(list({each.dialogue_id for each in found}))
    ids = [each.entry_id for each in found if each.entry_id is not None]
    missing = [
        (position, why, mail)
        for position, why, mail in out_of_date(queries.positions(Entry.id.in_(ids)))
        if why is not Discrepancy.ON_ITS_WAY
    ]
    for state in missing:
        _put_right(*state)
    ids = [each.registration_id for each in found if each.entry_id is None]
    seats = queries.seats_without_entry(Registration.id.in_(ids))
    for seat in seats:
        request(seat, Cause(Reason.REGISTERED))
    return len(missing) + len(seats)


def _put_right(position: Position, why: Discrepancy, mail: OutboxMail | None) -> None:
    """Owe what is missing. What a calendar holds under another UID stays there.

    Another UID than the session's, which only hands in the database can set, is overwritten.
    """
    entry = position.entry
    match why:
        case Discrepancy.NO_LIVE_ENTRY:
            seat = db.session.get_one(Registration, position.seat_id)
            request(seat, Cause(Reason.RETURNED))
        case Discrepancy.NO_SEAT:
            withdraw(entry, Cause(_why_out(entry)))
        case Discrepancy.OTHER_UID | Discrepancy.BEHIND | Discrepancy.SENT_OTHERWISE:
            entry.uid = entry.session.uid
            advance(entry, Method.REQUEST)
            owe_for(entry, _cause(entry))
        case Discrepancy.FAILED:
            assert mail is not None
            try_again(mail)
        case _untold:
            owe_for(entry, _cause(entry))


def _cause(entry: Entry) -> Cause:
    """The cause of a mail that says what an entry says."""
    if entry.method is Method.CANCEL:
        return Cause(_why_out(entry))
    if entry.part is Method.CANCEL:
        return Cause(Reason.FEED_FOLLOWED)
    if is_told_otherwise(entry):
        assert entry.sent_starts_at is not None
        assert entry.sent_ends_at is not None
        before = entry.sent_starts_at, entry.sent_ends_at
        return Cause(Reason.REVISED, frozenset({Change.TIME}), span=before)
    return Cause(Reason.REPEATED)


def _why_out(entry: Entry) -> Reason:
    registration = entry.registration
    if entry.session.status is Status.CANCELLED:
        return Reason.SESSION_CANCELLED
    has_moved = registration.session_id != entry.session_id
    if has_moved and registration.status is RegistrationStatus.CONFIRMED:
        return Reason.SWAPPED
    return Reason.CANCELLED
