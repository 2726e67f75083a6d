"""Named reads of entries."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus

WHAT_MAILS_SAY = (
    joinedload(Entry.registration, innerjoin=True),
    joinedload(Entry.session, innerjoin=True)
    .joinedload(DialogueSession.dialogue, innerjoin=True)
    .selectinload(Dialogue.agenda),
)


def entry_of(registration: Registration) -> Entry | None:
    """The entry of a registration in its present session."""
    return entry_in(registration.session_id, registration.participant.email)


def entry_in(session_id: int, attendee: str) -> Entry | None:
    """The entry of an address in a session."""
    return db.session.scalar(
        select(Entry).where(Entry.session_id == session_id, Entry.attendee == attendee)
    )


def entries_to_come_of(participant_id: int, at: dt.datetime) -> Sequence[Entry]:
    """The entries of a person's seats in sessions not over at ``at``, by start, as they are now.

    With their registrations and sessions.
    """
    return db.session.scalars(
        select(Entry)
        .join(Entry.registration)
        .join(Entry.session)
        .where(
            Entry.method == Method.REQUEST,
            Registration.session_id == Entry.session_id,
            *_is_to_come(participant_id, at),
        )
        .options(contains_eager(Entry.registration), contains_eager(Entry.session))
        .order_by(DialogueSession.starts_at, Entry.id)
        .execution_options(populate_existing=True)
    ).all()


def _is_to_come(participant_id: int, at: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.participant_id == participant_id,
        Registration.status == RegistrationStatus.CONFIRMED,
        DialogueSession.ends_at > at,
    )


def entry_for_mail(entry_id: int) -> Entry | None:
    """An entry with all that its mail says: registration, session and Dialogue."""
    return db.session.get(Entry, entry_id, options=WHAT_MAILS_SAY)


class Seat(NamedTuple):
    """What a mail to one of many needs to know: an entry, and its registration's language."""

    id: int
    attendee: str
    sequence: int
    dtstamp: dt.datetime
    registration_id: int
    language: str
    zone: str


def entries_with_seats(session_id: int, method: Method) -> Sequence[Seat]:
    """The entries of a session with ``method`` whose registrations hold a seat in it."""
    rows = db.session.execute(
        select(
            Entry.id,
            Entry.attendee,
            Entry.sequence,
            Entry.dtstamp,
            Entry.registration_id,
            Registration.language,
            Registration.zone,
        )
        .join(Entry.registration)
        .where(*has_seat(session_id, method))
        .order_by(Entry.id)
    )
    return [Seat(*row) for row in rows]


def entries_without_seats(session_id: int) -> Sequence[Entry]:
    """The entries of a session that calendars hold, though their registrations are cancelled."""
    return db.session.scalars(
        select(Entry)
        .join(Entry.registration)
        .where(
            Entry.session_id == session_id,
            Entry.method == Method.REQUEST,
            Registration.status == RegistrationStatus.CANCELLED,
        )
    ).all()


def has_seat(session_id: int, method: Method) -> tuple[ColumnElement[bool], ...]:
    """What is true of the entries that :func:`entries_with_seats` finds."""
    owner = aliased(Registration)
    # Looked up entry by entry: as a join, PostgreSQL takes seconds for thousands of people whose
    # rows are so new that it has no statistics of them.
    status = (
        select(owner.status)
        .where(owner.id == Entry.registration_id, owner.session_id == Entry.session_id)
        .scalar_subquery()
    )
    return (
        Entry.session_id == session_id,
        Entry.method == method,
        status == RegistrationStatus.CONFIRMED,
    )
