"""Named reads of guest lists."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from dialogues.database import Page, db, page_of
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.rules import INVITATION, State
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support.texts import folded

PAGE_LENGTH = 50


def by_public_id(public_id: str) -> Invitation | None:
    """An invitation with its session, Dialogue, and whom it stands in for."""
    return db.session.scalar(_whole().where(Invitation.public_id == public_id))


def by_id(invitation_id: int) -> Invitation | None:
    """An invitation with its session, Dialogue, and whom it stands in for."""
    return db.session.scalar(_whole().where(Invitation.id == invitation_id))


def of_address(session_id: int, email: str) -> Invitation | None:
    """The invitation of an address (trimmed and case-folded) to a session, in whatever state."""
    return db.session.scalar(
        select(Invitation).where(Invitation.session_id == session_id, Invitation.email == email)
    )


def open_of(email: str, at: dt.datetime) -> Sequence[Invitation]:
    """The open invitations of an address to sessions that have not ended, by their start."""
    return db.session.scalars(
        _whole()
        .join(Invitation.session)
        .where(
            Invitation.email == email,
            Invitation.used_at.is_(None),
            Invitation.passed_at.is_(None),
            Invitation.revoked_at.is_(None),
            DialogueSession.ends_at > at,
        )
        .order_by(DialogueSession.starts_at)
    ).all()


def invited_addresses(session_id: int) -> dict[str, bool]:
    """Every address of a session's list, and whether its invitation is revoked."""
    rows = db.session.execute(
        select(Invitation.email, Invitation.revoked_at.is_not(None)).where(
            Invitation.session_id == session_id
        )
    )
    return {email: bool(is_revoked) for email, is_revoked in rows}


def ids_by_address(session_id: int) -> dict[str, int]:
    """The ids of a session's invitations, in whatever state, by address."""
    rows = db.session.execute(
        select(Invitation.email, Invitation.id).where(Invitation.session_id == session_id)
    )
    return {row.email: row.id for row in rows}


def registered_addresses(session_id: int) -> set[str]:
    """The addresses of all who have a seat in a session, or wait for one or for approval."""
    return set(
        db.session.scalars(
            select(Participant.email)
            .join(Registration, Registration.participant_id == Participant.id)
            .where(
                Registration.session_id == session_id,
                Registration.status != RegistrationStatus.CANCELLED,
            )
        )
    )


def page_of_guests(session_id: int, state: State | None, q: str, number: int) -> Page[Invitation]:
    """A page of a session's list: those in a state, or all, whom every word of ``q`` finds.

    In the order of their addresses' invitations; with whom they stand in for.
    """
    wanted = (
        _with_registration(select(Invitation), session_id, q)
        .options(joinedload(Invitation.stand_in_for))
        .order_by(Invitation.id)
    )
    if state is not None:
        wanted = wanted.where(_STATE.in_([state.value]))
    return page_of(wanted, PAGE_LENGTH, number)


def counts_by_state(session_id: int, q: str) -> dict[State, int]:
    """How many of a session's list that ``q`` finds are in each state."""
    counted = _with_registration(select(_STATE, func.count()), session_id, q).group_by(_STATE)
    return {State(state): int(count) for state, count in db.session.execute(counted)}


def states_of(session_id: int, invitations: Iterable[Invitation]) -> dict[int, State]:
    """The state of each of some invitations to a session, by id."""
    ids = [one.id for one in invitations]
    rows = db.session.execute(
        _with_registration(select(Invitation.id, _STATE), session_id).where(Invitation.id.in_(ids))
    )
    return {number: State(state) for number, state in rows}


def stand_ins_of(invitations: Iterable[Invitation]) -> dict[int, Invitation]:
    """Who stands in for whom of some, by the id of the invitation that was passed on."""
    ids = [one.id for one in invitations]
    found = db.session.scalars(select(Invitation).where(Invitation.stand_in_for_id.in_(ids)))
    return {one.stand_in_for_id: one for one in found if one.stand_in_for_id is not None}


def _whole() -> Select[Invitation]:
    return select(Invitation).options(
        joinedload(Invitation.session, innerjoin=True).joinedload(
            DialogueSession.dialogue, innerjoin=True
        ),
        joinedload(Invitation.stand_in_for),
    )


_registration = aliased(Registration)


def _with_registration(wanted: Select[*tuple[object, ...]], session_id: int, q: str = "") -> Select:  # type: ignore[type-arg]
    return (
        wanted.select_from(Invitation)
        .outerjoin(_registration, _registration.id == Invitation.registration_id)
        .where(
            Invitation.session_id == session_id,
            *(Invitation.searchable.contains(word, autoescape=True) for word in folded(q).split()),
        )
    )


def _came_back() -> ColumnElement[bool]:
    failed = exists().where(
        OutboxMail.kind == INVITATION,
        OutboxMail.subject_id == Invitation.id,
        OutboxMail.state == MailState.FAILED,
    )
    unreachable = exists().where(
        Participant.email == Invitation.email, Participant.undeliverable_at.is_not(None)
    )
    return or_(failed, unreachable)


_used = Invitation.used_at.is_not(None)
_STATE = case(
    (Invitation.revoked_at.is_not(None), State.REVOKED.value),
    (Invitation.passed_at.is_not(None), State.PASSED.value),
    (
        and_(_used, _registration.status == RegistrationStatus.CONFIRMED),
        State.REGISTERED.value,
    ),
    (
        and_(_used, _registration.status != RegistrationStatus.CANCELLED),
        State.WAITING.value,
    ),
    (_used, State.CANCELLED.value),
    (_came_back(), State.RETURNED.value),
    else_=State.INVITED.value,
)
