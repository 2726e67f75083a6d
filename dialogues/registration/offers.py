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
    """A session, whether it takes registrations, and the twins that do and have room."""

    session: DialogueSession
    state: StateOfRegistration
    twins: Sequence[DialogueSession]

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
        return self.session.admission is Admission.INVITATION

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
    twins = [one for one in sessions if one is not session and _has_room(one, states[one.id])]
    return Offer(session, states[session.id], twins_first_in(language, twins))


def open_sessions() -> list[DialogueSession]:
    """The next sessions of any Dialogue that take registrations and have room."""
    sessions = [
        session
        for dialogue in programme.upcoming_dialogues(clock.now())
        for session in dialogue.sessions
    ]
    states = seats.states_now(sessions)
    return [one for one in sessions if _has_room(one, states[one.id])][:_OPEN_SHOWN]


def is_draft(session: DialogueSession) -> bool:
    """Whether the public has yet to see the session."""
    return Status.DRAFT in (session.status, session.dialogue.status)


def _has_room(session: DialogueSession, state: StateOfRegistration) -> bool:
    is_by_invitation = session.admission is Admission.INVITATION
    return state is StateOfRegistration.OPEN and not is_by_invitation
