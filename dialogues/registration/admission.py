"""Who may come to a session: of their own accord, or from another session of the Dialogue."""

from dialogues.people.rules import Category
from dialogues.programme.models import Admission, DialogueSession
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.refusals import (
    CategoryIsNotAdmitted,
    RegistrationIsByInvitation,
    RegistrationIsNotOpen,
    RegistrationNeedsApproval,
    SessionIsFull,
)
from dialogues.support.refusals import Refusal

TAKES_REGISTRATIONS = (StateOfRegistration.OPEN, StateOfRegistration.FULL)
"""The states of sessions that take registrations, for a seat or to wait for one."""


def is_open_to(session: DialogueSession, category: Category) -> bool:
    """Whether the session is meant for people of a category."""
    return not session.categories or category in session.categories


def refusal_to_come(session: DialogueSession, category: Category) -> Refusal | None:
    """Why somebody of ``category`` may not come of their own accord, or None."""
    if session.admission is Admission.INVITATION:
        return RegistrationIsByInvitation()
    return None if is_open_to(session, category) else CategoryIsNotAdmitted()


def after_return(
    registration: Registration, state: StateOfRegistration
) -> RegistrationStatus | None:
    """What somebody becomes who comes back to a session in ``state``, or None for who cannot."""
    session, is_approved = registration.session, registration.approved_at is not None
    refusal = refusal_to_come(session, registration.category)
    if state not in TAKES_REGISTRATIONS or (refusal and not is_approved):
        return None
    if session.admission is Admission.APPROVAL and not is_approved:
        return RegistrationStatus.PENDING
    is_full = state is StateOfRegistration.FULL
    return RegistrationStatus.WAITLISTED if is_full else RegistrationStatus.CONFIRMED


def refusal_to_move(
    registration: Registration, target: DialogueSession, state: StateOfRegistration
) -> Refusal | None:
    """Why somebody cannot move to ``target``, which is in ``state``, or None.

    What they have is never given up for a place in a queue or before approval. An approval holds
    in all sessions that people come to in the same way.
    """
    if state not in TAKES_REGISTRATIONS:
        return RegistrationIsNotOpen()
    is_approved = registration.approved_at is not None
    is_alike = target.admission is registration.session.admission
    refusal = refusal_to_come(target, registration.category)
    if refusal and not (is_approved and is_alike):
        return refusal
    if target.admission is Admission.APPROVAL and not is_approved:
        is_pending = registration.status is RegistrationStatus.PENDING
        return None if is_pending else RegistrationNeedsApproval()
    return SessionIsFull() if state is StateOfRegistration.FULL else None
