"""Named reads of registrations."""

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogues.database import Base, db
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus

_CHUNK = 1000


def sessions_beside(public_id: str) -> Sequence[DialogueSession]:
    """All sessions of the Dialogue that a session belongs to, by start; none for an unknown one.

    Loads the Dialogue with its texts: what a form shows, in two statements.
    """
    return db.session.scalars(
        select(DialogueSession)
        .where(DialogueSession.dialogue_id == _dialogue_of(public_id).scalar_subquery())
        .options(joinedload(DialogueSession.dialogue, innerjoin=True))
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    ).all()


def locked_session(public_id: str) -> DialogueSession | None:
    """A session as it is now, all sessions of its Dialogue locked in ascending order.

    Loads the Dialogue, without its texts. That is not locked, and need not be: cancelling it
    cancels its sessions, for which it locks them.
    """
    found = db.session.scalars(_locked_sessions(), {"public_id": public_id})
    return {row.public_id: row for row in found}.get(public_id)


@cache  # under the lock, making the statement takes as long as carrying it out
def _locked_sessions() -> Select[DialogueSession]:
    return (
        select(DialogueSession)
        .where(
            DialogueSession.dialogue_id == _dialogue_of(bindparam("public_id")).scalar_subquery()
        )
        .options(joinedload(DialogueSession.dialogue, innerjoin=True).lazyload(Dialogue.texts))
        .order_by(DialogueSession.id)
        .with_for_update(of=DialogueSession)
        .execution_options(populate_existing=True)
    )


def facts_of(rows: Iterable[Base]) -> tuple[Hashable, ...]:
    """All that the columns of some rows hold: where it is equal, what they show is."""
    return tuple(
        getattr(row, attribute.key)
        for row in rows
        for attribute in type(row).__mapper__.column_attrs
    )


def confirmed_counts(session_ids: Iterable[int]) -> dict[int, int]:
    """How many seats are taken, by session id; one query for all."""
    wanted = list(session_ids)
    counts = dict.fromkeys(wanted, 0)
    rows = db.session.execute(_confirmed_counts(), {"session_ids": wanted})
    counts.update((session_id, count) for session_id, count in rows)
    return counts


@cache
def _confirmed_counts() -> Select[int, int]:
    return (
        select(Registration.session_id, func.count())
        .where(
            Registration.session_id.in_(bindparam("session_ids", expanding=True)),
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .group_by(Registration.session_id)
    )


def free_seats(session: DialogueSession) -> int | None:
    """How many seats are free, 0 where more are taken than there are; None without a limit."""
    if session.capacity is None:
        return None
    return max(0, session.capacity - confirmed_counts([session.id])[session.id])


def waiting(session_id: int, limit: int | None = None) -> Sequence[Registration]:
    """The first who wait for a seat in a session, in their order, as they are now."""
    return db.session.scalars(
        select(Registration)
        .where(*_waits(session_id))
        .order_by(Registration.queue_number)
        .limit(limit)
        .execution_options(populate_existing=True)
    ).all()


def confirmed_and_waiting(session_id: int) -> tuple[int, int]:
    """How many have a seat in a session, and how many wait for one."""
    rows = db.session.execute(_counts_by_status(), {"session_id": session_id})
    counts = {status: int(count) for status, count in rows}
    return (
        counts.get(RegistrationStatus.CONFIRMED, 0),
        counts.get(RegistrationStatus.WAITLISTED, 0),
    )


@cache
def _counts_by_status() -> Select[RegistrationStatus, int]:
    return (
        select(Registration.status, func.count())
        .where(
            Registration.session_id == bindparam("session_id"),
            Registration.status.in_((RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)),
        )
        .group_by(Registration.status)
    )


def unseated(session_id: int) -> Sequence[Registration]:
    """Who waits in a session, for a seat or for approval, with their participants."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.session_id == session_id,
            Registration.status.in_((RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING)),
        )
        .order_by(Registration.id)
    ).all()


def place_in_queue(registration: Registration) -> int | None:
    """The place of who waits, 1 for the first; None for who does not wait."""
    if registration.status is not RegistrationStatus.WAITLISTED:
        return None
    before = Registration.queue_number <= registration.queue_number
    counted = select(func.count()).where(*_waits(registration.session_id), before)
    return db.session.scalars(counted).one()


def next_queue_number(session_id: int) -> int:
    """One more than anybody's who waits for a seat in a session; wants it locked."""
    last = select(func.max(Registration.queue_number)).where(*_waits(session_id))
    return (db.session.scalar(last) or 0) + 1


def _waits(session_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.session_id == session_id,
        Registration.status == RegistrationStatus.WAITLISTED,
    )


def by_public_id(public_id: str) -> Registration | None:
    """A registration with its participant, session and Dialogue."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.public_id == public_id)
        .options(joinedload(Registration.session).joinedload(DialogueSession.dialogue))
    )


def by_ids(registration_ids: Sequence[int]) -> Sequence[Registration]:
    """Registrations with their sessions and Dialogues, by the start of the session."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .where(Registration.id.in_(registration_ids))
        .options(joinedload(Registration.session).joinedload(DialogueSession.dialogue))
        .order_by(DialogueSession.starts_at)
    ).all()


def by_id(registration_id: int) -> Registration | None:
    """A registration with its session and Dialogue."""
    return next(iter(by_ids([registration_id])), None)


def latest_language_of(participant_id: int) -> str:
    """The language of the page on which a person registered last; English where they never did."""
    language = db.session.scalar(
        select(Registration.language)
        .where(Registration.participant_id == participant_id)
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(1)
    )
    return language or "en"


def all_of_person(participant_id: int) -> Sequence[Registration]:
    """Every registration of a person, cancelled ones too, by the start of the session.

    With sessions and Dialogues, in the same number of statements however many there are.
    """
    return db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .where(Registration.participant_id == participant_id)
        .options(
            contains_eager(Registration.session).joinedload(
                DialogueSession.dialogue, innerjoin=True
            )
        )
        .order_by(DialogueSession.starts_at, Registration.id)
    ).all()


def all_in_dialogue(participant_id: int, dialogue_id: int) -> Sequence[Registration]:
    """A person's registrations in a Dialogue as they are now, cancelled ones too, with sessions."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .where(
            Registration.participant_id == participant_id,
            DialogueSession.dialogue_id == dialogue_id,
        )
        .options(contains_eager(Registration.session))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def active_in_twins(session: DialogueSession, at: dt.datetime) -> Sequence[Registration]:
    """What people of a session have in others of its Dialogue not over at ``at``.

    With their sessions. Seats, and places in a queue or before approval.
    """
    here = select(Registration.participant_id).where(
        Registration.session_id == session.id,
        Registration.status != RegistrationStatus.CANCELLED,
    )
    return db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .where(
            DialogueSession.dialogue_id == session.dialogue_id,
            DialogueSession.id != session.id,
            DialogueSession.status == Status.PUBLISHED,
            DialogueSession.ends_at > at,
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.participant_id.in_(here),
        )
        .options(contains_eager(Registration.session))
    ).all()


def active_of(session_id: int, participant_ids: Iterable[int]) -> Sequence[Registration]:
    """What people have in a session: a seat, or a place in its queue or before approval."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.session_id == session_id,
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.participant_id.in_(list(participant_ids)),
        )
        .order_by(Registration.id)
    ).all()


def erased_of(session_id: int) -> Sequence[Registration]:
    """What people had in a session, and have for the counts alone: they were erased."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.session_id == session_id,
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.erased_at.is_not(None),
        )
        .order_by(Registration.id)
    ).all()


def read_again(registrations: Sequence[Registration]) -> None:
    """Have registrations be as they are in the database now, in few statements."""
    ids = [one.id for one in registrations]
    for some in (ids[first : first + _CHUNK] for first in range(0, len(ids), _CHUNK)):
        db.session.scalars(
            select(Registration)
            .where(Registration.id.in_(some))
            .execution_options(populate_existing=True)
        ).all()


def listeners(session_id: int) -> list[tuple[str, str, int]]:
    """How many people of a session have each zone and listening language.

    Those who have a seat or wait, for a seat or for approval: who is told of its changes.
    """
    zone, language = Registration.zone, Registration.listening_language
    rows = db.session.execute(
        select(zone, language, func.count())
        .where(
            Registration.session_id == session_id,
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.erased_at.is_(None),
        )
        .group_by(zone, language)
    )
    return [(str(zone), str(language), int(count)) for zone, language, count in rows]


def seats_in_both(session_id: int, others: Iterable[int]) -> dict[int, int]:
    """How many people have a seat in a session and in another, by the other's id."""
    wanted = list(others)
    here = select(Registration.participant_id).where(
        Registration.session_id == session_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    rows = db.session.execute(
        select(Registration.session_id, func.count())
        .where(
            Registration.session_id.in_(wanted),
            Registration.status == RegistrationStatus.CONFIRMED,
            # Not a join: SQLite would walk through one session for each person of the other.
            Registration.participant_id.in_(here),
        )
        .group_by(Registration.session_id)
    )
    return dict.fromkeys(wanted, 0) | {row.session_id: row[1] for row in rows}


def _dialogue_of(public_id: str | BindParameter[str]) -> Select[int]:
    return select(DialogueSession.dialogue_id).where(DialogueSession.public_id == public_id)
