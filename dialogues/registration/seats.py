"""Seats: who has one, who waits, and the one verb that promotes.

All of it wants the sessions of the Dialogue locked, in ascending order.
"""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import assert_never

from dialogues.database import db
from dialogues.history.service import SYSTEM, record, record_many
from dialogues.programme.facts import (
    CapacityChanged,
    RegistrationOpened,
    SessionReinstated,
    SessionRevised,
)
from dialogues.programme.models import Admission, DialogueSession
from dialogues.programme.rules import StateOfRegistration, state_of
from dialogues.registration import queries
from dialogues.registration.facts import (
    ApprovalWithdrawn,
    Confirmation,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPending,
    RegistrationSwapped,
    RegistrationWaitlisted,
    SeatsYielded,
)
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.refusals import RegistrationIsNotOpen
from dialogues.support import clock
from dialogues.support.events import announce

_VERBS = {
    Ending.PERSON: "cancel",
    Ending.REPLY: "decline",
    Ending.ORGANISER: "remove",
    Ending.DECLINED: "not_approve",
    Ending.TWIN: "yield",
    Ending.ERASED: "erase",
}


def lock(session: DialogueSession) -> DialogueSession:
    """A session as it is now, all of its Dialogue locked in ascending order."""
    locked = queries.locked_session(session.public_id)
    assert locked is not None  # sessions are never deleted
    return locked


def state_now(session: DialogueSession) -> StateOfRegistration:
    """Whether one can register for ``session`` at this moment."""
    return states_now([session])[session.id]


def states_now(sessions: Sequence[DialogueSession]) -> dict[int, StateOfRegistration]:
    """Whether one can register for each of ``sessions`` at this moment, by id."""
    limited = [session.id for session in sessions if session.capacity is not None]
    taken = queries.confirmed_counts(limited) if limited else {}
    return {session.id: _state(session, taken.get(session.id, 0)) for session in sessions}


def takes_registrations(session: DialogueSession) -> bool:
    """Whether one can register for ``session`` at this moment, for a seat or to wait for one."""
    return _state(session, taken=None) is StateOfRegistration.OPEN


def _state(session: DialogueSession, taken: int | None) -> StateOfRegistration:
    return state_of(
        session.status,
        session.dialogue.status,
        session.registration_open,
        session.ends_at,
        clock.now(),
        None if taken is None else session.capacity,
        taken or 0,
        session.registration_opens_at,
        session.registration_closes_at,
    )


def arrival(session: DialogueSession, is_approved: bool) -> RegistrationStatus:
    """What a registration becomes that comes to ``session`` now.

    Raises :class:`RegistrationIsNotOpen`.
    """
    if not takes_registrations(session):
        raise RegistrationIsNotOpen
    if session.admission is Admission.APPROVAL and not is_approved:
        return RegistrationStatus.PENDING
    return admitted(session)


def admitted(session: DialogueSession) -> RegistrationStatus:
    """What somebody becomes who may come to ``session``: nobody passes those who wait already."""
    return next(admissions(session))


def admissions(session: DialogueSession) -> Iterator[RegistrationStatus]:
    """What those become who may come to ``session``, one after the other, without end."""
    if session.capacity is None:
        yield from repeat(RegistrationStatus.CONFIRMED)
        return
    confirmed, waiting = queries.confirmed_and_waiting(session.id)
    if waiting and confirmed < session.capacity:
        promote(session)
        confirmed, waiting = queries.confirmed_and_waiting(session.id)
    if not waiting:
        yield from repeat(RegistrationStatus.CONFIRMED, max(0, session.capacity - confirmed))
    yield from repeat(RegistrationStatus.WAITLISTED)


def seat(
    registration: Registration, status: RegistrationStatus, numbers: Iterator[int] | None = None
) -> None:
    """Make an active registration ``status``, at the end of the queue if that is to wait.

    The caller who seats many gives the next numbers of the queue.
    """
    registration.status, registration.updated_at = status, clock.now()
    if status is not RegistrationStatus.WAITLISTED:
        registration.queue_number = None
    elif numbers is None:
        registration.queue_number = queries.next_queue_number(registration.session_id)
    else:
        registration.queue_number = next(numbers)


def tell(registration: Registration, how: Confirmation) -> None:
    """Announce what a registration has become."""
    match registration.status:
        case RegistrationStatus.CONFIRMED:
            announce(RegistrationConfirmed(registration, how))
        case RegistrationStatus.WAITLISTED:
            announce(RegistrationWaitlisted(registration, how))
        case RegistrationStatus.PENDING:
            announce(RegistrationPending(registration))
        case RegistrationStatus.CANCELLED:
            raise AssertionError("what is cancelled is told by its ending")
        case _ as never:
            assert_never(never)


def end(registration: Registration, by: Ending, because: str | None = None) -> bool:
    """End a registration, and say whether it was active. Ending it twice changes nothing."""
    lock(registration.session)
    db.session.refresh(registration)
    if not registration.is_active:
        return False
    end_many([registration], by, because)
    return True


def end_many(registrations: Sequence[Registration], by: Ending, because: str | None) -> None:
    """End active registrations, as they are now, of a session that is locked."""
    before = [one.status for one in registrations]
    end_untold(registrations, by, because)
    for one, was in zip(registrations, before, strict=True):
        announce(RegistrationCancelled(one, was, by, because))


def end_untold(
    registrations: Sequence[Registration], by: Ending, because: str | None = None
) -> None:
    """As :func:`end_many`; what is to be told of it, if anything, is the caller's."""
    before = [facts(one) for one in registrations]
    for one in registrations:
        seat(one, RegistrationStatus.CANCELLED)
        one.ended_by, one.ended_because = by, because
    note_changes(registrations, _VERBS[by], before)


def promote(session: DialogueSession) -> None:
    """Give every free seat to who waits, strictly in order; the one verb that promotes.

    Nobody is promoted once the session is cancelled or over, or while it takes no registrations.
    The system does it, whoever freed the seat.
    """
    if state_now(session) is not StateOfRegistration.OPEN:
        return
    promoted = queries.waiting(session.id, queries.free_seats(session))
    if not promoted:
        return
    before = [facts(registration) for registration in promoted]
    for registration in promoted:
        seat(registration, RegistrationStatus.CONFIRMED)
    note_changes(promoted, "promote", before, actor=SYSTEM)
    for registration in promoted:
        announce(RegistrationConfirmed(registration, Confirmation.PROMOTED))


def promote_after(
    fact: RegistrationCancelled
    | ApprovalWithdrawn
    | CapacityChanged
    | RegistrationOpened
    | SeatsYielded
    | SessionReinstated
    | SessionRevised,
) -> None:
    """Promote in the session in which something happened that may have freed seats."""
    if isinstance(fact, RegistrationCancelled) and fact.was is not RegistrationStatus.CONFIRMED:
        return
    in_it = isinstance(fact, RegistrationCancelled | ApprovalWithdrawn)
    promote(fact.registration.session if in_it else fact.session)  # type: ignore[union-attr]


def promote_after_swap(fact: RegistrationSwapped) -> None:
    """Promote in the session that somebody left."""
    promote(fact.left)


def facts(registration: Registration) -> dict[str, object]:
    """What the history keeps of a registration; nothing that identifies the person."""
    attended_at, ended_by = registration.attended_at, registration.ended_by
    return {
        "session": registration.session.public_id,
        "status": registration.status.value,
        "listening_language": registration.listening_language,
        "queue_number": registration.queue_number,
        "attended_at": attended_at.isoformat(timespec="seconds") if attended_at else None,
        "ended_by": ended_by.value if ended_by else None,
    }


def note_change(registration: Registration, verb: str, before: dict[str, object]) -> None:
    """Store a change of a registration, and record it."""
    db.session.flush()
    record("registration", registration.id, verb, before, facts(registration))


def note_changes(
    registrations: Sequence[Registration],
    verb: str,
    before: Sequence[dict[str, object]],
    actor: str | None = None,
) -> None:
    """Store changes of registrations, one or more, and record them, in few statements.

    Of who acts, or of ``actor``.
    """
    db.session.flush()
    pairs = zip(registrations, before, strict=True)
    changes = [(one.id, was, facts(one)) for one, was in pairs]
    record_many("registration", verb, changes, actor)
