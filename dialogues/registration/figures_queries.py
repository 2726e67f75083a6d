"""How many have seats in sessions, wait for one, or wait for approval: counts for organisers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus


@dataclass(frozen=True)
class Standing:
    """How many registrations of a session are what."""

    confirmed: int = 0
    waitlisted: int = 0
    pending: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not (self.confirmed or self.waitlisted or self.pending)


def figures_of(session_ids: Iterable[int]) -> dict[int, Standing]:
    """The figures of sessions, by id; one statement for all."""
    wanted = list(session_ids)
    rows = db.session.execute(
        select(Registration.session_id, Registration.status, func.count())
        .where(
            Registration.session_id.in_(wanted),
            Registration.status != RegistrationStatus.CANCELLED,
        )
        .group_by(Registration.session_id, Registration.status)
    )
    counts: dict[int, dict[str, int]] = {session_id: {} for session_id in wanted}
    for session_id, status, count in rows:
        counts[session_id][status.value] = count
    return {session_id: Standing(**found) for session_id, found in counts.items()}


def sessions_with(status: RegistrationStatus, at: dt.datetime) -> Sequence[DialogueSession]:
    """What takes place and is not over at ``at``, with such registrations; the next one first."""
    return db.session.scalars(
        select(DialogueSession)
        .join(DialogueSession.dialogue)
        .where(*_takes_place(at), _has(status))
        .options(joinedload(DialogueSession.dialogue, innerjoin=True))
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    ).all()


def sessions_to_promote_in(at: dt.datetime) -> Sequence[str]:
    """The public ids of what takes registrations at ``at`` and has both room and people waiting."""
    confirmed = (
        select(func.count())
        .where(
            Registration.session_id == DialogueSession.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .correlate(DialogueSession)
        .scalar_subquery()
    )
    opens_at, closes_at = (
        DialogueSession.registration_opens_at,
        DialogueSession.registration_closes_at,
    )
    return db.session.scalars(
        select(DialogueSession.public_id)
        .join(DialogueSession.dialogue)
        .where(
            *_takes_place(at),
            DialogueSession.registration_open,
            or_(opens_at.is_(None), opens_at <= at),
            or_(closes_at.is_(None), closes_at > at),
            _has(RegistrationStatus.WAITLISTED),
            or_(DialogueSession.capacity.is_(None), DialogueSession.capacity > confirmed),
        )
        .order_by(DialogueSession.id)
    ).all()


def people_with_several(dialogue_id: int, at: dt.datetime) -> int:
    """How many people have a place in more than one session of a Dialogue not over at ``at``.

    A seat, or one in the queue or before approval.
    """
    several = (
        select(Registration.participant_id)
        .join(Registration.session)
        .join(DialogueSession.dialogue)
        .where(
            *_takes_place(at),
            DialogueSession.dialogue_id == dialogue_id,
            Registration.status != RegistrationStatus.CANCELLED,
        )
        .group_by(Registration.participant_id)
        .having(func.count() > 1)
        .subquery()
    )
    return db.session.scalars(select(func.count()).select_from(several)).one()


def last_change() -> int:
    """The number of the latest change of anything in the history; 0 where there is none."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def promotions_since(session_id: int, change: int) -> int:
    """How many were promoted in a session after a change of the history; wants it locked."""
    return db.session.scalars(
        select(func.count())
        .select_from(Change)
        .join(Registration, Registration.id == Change.subject_id)
        .where(
            Change.id > change,
            Change.subject_kind == "registration",
            Change.verb == "promote",
            Registration.session_id == session_id,
        )
    ).one()


def _takes_place(at: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        DialogueSession.status == Status.PUBLISHED,
        Dialogue.status == Status.PUBLISHED,
        DialogueSession.ends_at > at,
    )


def _has(status: RegistrationStatus) -> ColumnElement[bool]:
    return exists().where(
        Registration.session_id == DialogueSession.id, Registration.status == status
    )
