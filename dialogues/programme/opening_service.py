"""The verbs that say how many may come, to how many sessions, and whether one can register."""

from dialogues.programme import queries
from dialogues.programme.facts import CapacityChanged, RegistrationOpened, SeveralDisallowed
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.recording import record_dialogue, record_session, refuse_first
from dialogues.programme.refusals import SessionIsCancelled
from dialogues.programme.rules import capacity_problem
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.support.events import announce


def set_capacity(session: DialogueSession, capacity: int | None) -> None:
    """Set the number of seats of a session that is locked; nobody loses one that is taken."""
    refuse_first({"capacity": problem} if (problem := capacity_problem(capacity)) else {})
    if session.capacity == capacity:
        return
    before = session_record(session)
    session.capacity = capacity
    record_session(session, "revised", before)
    announce(CapacityChanged(session))


def close_registration(session: DialogueSession) -> None:
    """Take no more registrations; those that are confirmed stay."""
    _set_registration_open(session, False, "registration_closed")


def open_registration(session: DialogueSession) -> None:
    """Take registrations again, within the times that are set for them."""
    _set_registration_open(session, True, "registration_opened")


def allow_several(dialogue: Dialogue) -> None:
    """Let one person come to more than one of the sessions."""
    _set_several(dialogue, True, "several_allowed")


def disallow_several(dialogue: Dialogue) -> None:
    """Let one person come to one of the sessions.

    Raises :class:`~dialogues.programme.refusals.SeveralAreHeld` where some come to more.
    """
    _set_several(dialogue, False, "several_disallowed")
    announce(SeveralDisallowed(dialogue))


def _set_several(dialogue: Dialogue, allows: bool, verb: str) -> None:
    queries.lock_sessions(dialogue.id)
    if dialogue.allows_several is not allows:
        before = dialogue_record(dialogue)
        dialogue.allows_several = allows
        record_dialogue(dialogue, verb, before)


def _set_registration_open(session: DialogueSession, is_open: bool, verb: str) -> None:
    queries.lock_sessions(session.dialogue_id)
    if session.status is Status.CANCELLED:
        raise SessionIsCancelled()
    if session.registration_open is is_open:
        return
    before = session_record(session)
    session.registration_open = is_open
    record_session(session, verb, before)
    if is_open:
        announce(RegistrationOpened(session))
