"""What a visitor finds at a session: whether it takes registrations, and what else does."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.interpretation.rules import twin_with, twins_first_in
from dialogues.people.rules import Category
from dialogues.programme import queries as programme
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import queries, seats
from dialogues.registration.admission import TAKES_REGISTRATIONS, is_open_to
from dialogues.support import clock

_OPEN_SHOWN = 4


@dataclass(frozen=True)
class Offer:
    """A session, whether it takes registrations, and its twins that do."""

    session: DialogueSession
    state: StateOfRegistration
    twins: Sequence[DialogueSession]
    """Those that have room."""
    full_twins: Sequence[DialogueSession]
    """Those in which one can wait for a seat."""

    @property
    def is_open(self) -> bool:
        """Whether anybody can register, for a seat or to wait for one."""
        return self.state in TAKES_REGISTRATIONS and not self.is_by_invitation

    @property
    def is_full(self) -> bool:
        """Whether who registers waits for a seat."""
        return self.state is StateOfRegistration.FULL

    @property
    def is_by_invitation(self) -> bool:
        """Whether only who is on the session's list may come."""
        return _is_by_invitation(self.session)

    @property
    def needs_approval(self) -> bool:
        """Whether who registers waits for what organisers decide."""
        return self.session.admission is Admission.APPROVAL

    @property
    def categories(self) -> Sequence[Category]:
        """Those that may come."""
        return [one for one in Category if is_open_to(self.session, one)]

    @property
    def twins_for_others(self) -> Sequence[DialogueSession]:
        """The twins that are open to categories which may not come here."""
        others = [one for one in Category if one not in self.categories]
        return [twin for twin in self.twins if any(is_open_to(twin, one) for one in others)]

    def better(self, *own: str | None) -> tuple[str, DialogueSession] | None:
        """The first of a person's own languages that this session lacks and a twin has, and it."""
        return twin_with([one for one in own if one], self.session, self.twins)


def offer_of(public_id: str, language: str) -> Offer | None:
    """What a visitor who reads ``language`` finds, or None where the public sees no session.

    Two statements, however many sessions the Dialogue has, and one for the seats taken.
    """
    sessions = queries.sessions_beside(public_id)
    session = next((one for one in sessions if one.public_id == public_id), None)
    if session is None or is_draft(session):
        return None
    states = seats.states_now(sessions)
    others = [one for one in sessions if one is not session and not _is_by_invitation(one)]

    def twins(state: StateOfRegistration) -> Sequence[DialogueSession]:
        found = [one for one in others if states[one.id] is state]
        return twins_first_in(language, found)

    return Offer(
        session,
        states[session.id],
        twins=twins(StateOfRegistration.OPEN),
        full_twins=twins(StateOfRegistration.FULL),
    )


def open_sessions() -> list[DialogueSession]:
    """The next sessions of any Dialogue that take registrations and have room."""
    sessions = [
        session
        for dialogue in programme.upcoming_dialogues(clock.now())
        for session in dialogue.sessions
    ]
    states = seats.states_now(sessions)
    free = [one for one in sessions if states[one.id] is StateOfRegistration.OPEN]
    return [one for one in free if not _is_by_invitation(one)][:_OPEN_SHOWN]


def is_draft(session: DialogueSession) -> bool:
    """Whether the public has yet to see the session."""
    return Status.DRAFT in (session.status, session.dialogue.status)


def _is_by_invitation(session: DialogueSession) -> bool:
    return session.admission is Admission.INVITATION
