"""Owing what the ledger misses, and putting entries right that have drifted."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from dialogues.invites import ledger_queries as queries
from dialogues.invites.ledger import OutOfDate, Reason, is_told_otherwise, out_of_date
from dialogues.invites.ledger_queries import Position
from dialogues.invites.models import Entry, Method
from dialogues.invites.service import advance, instants, owe_for, request, withdraw
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import try_again
from dialogues.programme.facts import Change
from dialogues.programme.models import Status
from dialogues.programme.queries import lock_sessions_of
from dialogues.registration.models import Registration, RegistrationStatus


def owe_missing(found: Collection[OutOfDate], at: dt.datetime) -> int:
    """Owe what is missing of what a page found, where it is so still; say how many mails.

    Repeats SEQUENCE and DTSTAMP where the entry is right; else the entry is put right first.
    Locks the sessions of the Dialogues concerned. What is owed already is not owed again.
    """
    if not found:
        return 0
    lock_sessions_of(list({each.dialogue_id for each in found}))
    ids = [each.entry_id for each in found if each.entry_id is not None]
    missing = [
        (position, reason, mail)
        for position, reason, mail in out_of_date(queries.positions(Entry.id.in_(ids), at))
        if reason is not Reason.ON_ITS_WAY
    ]
    for state in missing:
        _put_right(*state)
    ids = [each.registration_id for each in found if each.entry_id is None]
    seats = queries.seats_without_entry(Registration.id.in_(ids), at)
    for seat in seats:
        request(seat, "registered")
    return len(missing) + len(seats)


def _put_right(position: Position, reason: Reason, mail: OutboxMail | None) -> None:
    entry = position.entry
    match reason:
        case Reason.NO_LIVE_ENTRY:
            assert position.seat is not None
            request(position.seat, "returned")
        case Reason.NO_SEAT:
            withdraw(entry, _why_out(entry))
        case Reason.OTHER_UID | Reason.BEHIND | Reason.SENT_OTHERWISE:
            entry.uid = entry.session.uid
            advance(entry, Method.REQUEST)
            owe_for(entry, _news(entry))
        case Reason.FAILED:
            assert mail is not None
            try_again(mail)
        case _untold:
            owe_for(entry, _news(entry))


def _news(entry: Entry) -> dict[str, Any]:
    """The payload of a mail that says what an entry says."""
    if entry.method is Method.CANCEL:
        return {"reason": _why_out(entry)}
    if entry.part is Method.CANCEL:
        return {"reason": "feed_followed"}
    if is_told_otherwise(entry):
        assert entry.sent_starts_at is not None
        assert entry.sent_ends_at is not None
        before = instants(entry.sent_starts_at, entry.sent_ends_at)
        return {"reason": "revised", "changes": [Change.TIME], **before}
    return {"reason": "repeated"}


def _why_out(entry: Entry) -> str:
    registration = entry.registration
    if entry.session.status is Status.CANCELLED:
        return "session_cancelled"
    has_moved = registration.session_id != entry.session_id
    if has_moved and registration.status is RegistrationStatus.CONFIRMED:
        return "swapped"
    return "cancelled"
