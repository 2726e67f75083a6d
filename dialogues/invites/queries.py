"""Named reads of entries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, Table, bindparam, case, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus

WHAT_MAILS_SAY = (
    joinedload(Entry.registration, innerjoin=True),
    joinedload(Entry.session, innerjoin=True).joinedload(DialogueSession.dialogue, innerjoin=True),
)
_ENTRY = cast(Table, Entry.__table__)


def entry_of(registration: Registration) -> Entry | None:
    """The entry of a registration in its present session."""
    return entry_in(registration.session_id, registration.participant.email)


def entry_in(session_id: int, attendee: str) -> Entry | None:
    """The entry of an address in a session."""
    return db.session.scalar(
        select(Entry).where(Entry.session_id == session_id, Entry.attendee == attendee)
    )


def dialogues_to_come_of(participant_id: int, at: dt.datetime) -> Sequence[int]:
    """The ids of the Dialogues in which a person has a seat in a session not over at ``at``."""
    return db.session.scalars(
        select(DialogueSession.dialogue_id)
        .join(Registration, Registration.session_id == DialogueSession.id)
        .where(*_is_to_come(participant_id, at))
        .distinct()
    ).all()


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
        .where(*_has_seat(session_id, method))
        .order_by(Entry.id)
    )
    return [Seat(*row) for row in rows]


def set_entries(
    session: DialogueSession, held: Method, method: Method, dtstamp: dt.datetime, rises: bool
) -> None:
    """Set what :func:`entries_with_seats` finds for ``held``: method, DTSTAMP and SEQUENCE.

    Where it ``rises``, SEQUENCE becomes the session's, or one more where it was ahead of that.
    """
    next_one = Entry.sequence + 1
    follows = case((next_one > session.sequence, next_one), else_=session.sequence)
    seats = select(Entry.id).join(Entry.registration).where(*_has_seat(session.id, held))
    db.session.execute(
        update(Entry)
        .where(Entry.id.in_(seats))
        .values(method=method, dtstamp=dtstamp, sequence=follows if rises else Entry.sequence),
        execution_options={"synchronize_session": "fetch"},
    )


def _has_seat(session_id: int, method: Method) -> tuple[ColumnElement[bool], ...]:
    return (
        Entry.session_id == session_id,
        Entry.method == method,
        Registration.session_id == session_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )


_BY_ID = update(_ENTRY).where(_ENTRY.c.id == bindparam("entry"))


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


def record_sent(values: Mapping[str, object]) -> None:
    """Set the ``sent_`` columns of an ``entry``, which is its id, to what has left."""
    # On the table, and made once: it is done for each mail.
    db.session.connection().execute(_BY_ID, values)
