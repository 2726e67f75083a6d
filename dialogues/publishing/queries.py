"""What the public pages show: Dialogues with their sessions, what one can do with each, seats left.

Every function makes the same number of statements, however many people have registered.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.database import Page
from dialogues.people.models import Participant
from dialogues.programme import queries as programme
from dialogues.programme.models import Admission, Dialogue, DialogueSession, Status
from dialogues.programme.rules import StateOfRegistration, state_of, was_published
from dialogues.registration import queries as registration
from dialogues.registration.admission import TAKES_REGISTRATIONS
from dialogues.registration.models import Registration, RegistrationStatus

FEW_SEATS = 10
PAST_ON_HOME = 6
PAST_ON_A_PAGE = 20
_OVER = (StateOfRegistration.CLOSED, StateOfRegistration.CANCELLED, StateOfRegistration.PAST)


@dataclass(frozen=True)
class Card:
    """A session, as visitors see it."""

    session: DialogueSession
    state: StateOfRegistration
    has_few_seats: bool
    """Whether few seats are left. Their number nobody learns: it would tell who has registered."""

    @property
    def is_open(self) -> bool:
        """Whether anybody can register and have a seat, at once or once approved."""
        return self.state is StateOfRegistration.OPEN and not self.is_by_invitation

    @property
    def can_wait(self) -> bool:
        """Whether anybody can wait for a seat."""
        return self.state is StateOfRegistration.FULL and not self.is_by_invitation

    @property
    def is_by_invitation(self) -> bool:
        """Whether only who is on the session's list may come, now or later."""
        to_come = (*TAKES_REGISTRATIONS, StateOfRegistration.NOT_YET)
        return self.session.admission is Admission.INVITATION and self.state in to_come


@dataclass(frozen=True)
class Shown:
    """A Dialogue with the sessions that visitors see, by start."""

    dialogue: Dialogue
    cards: Sequence[Card]

    @property
    def is_open(self) -> bool:
        """Whether one can register for any of its sessions."""
        return any(card.is_open for card in self.cards)

    @property
    def can_wait(self) -> bool:
        """Whether anybody can wait for a seat without being asked who they are first."""
        return any(
            card.can_wait and card.session.admission is Admission.OPEN for card in self.cards
        )

    @property
    def is_by_invitation(self) -> bool:
        """Whether all sessions that people may still come to are by invitation."""
        to_come = [card for card in self.cards if card.state not in _OVER]
        return bool(to_come) and all(card.is_by_invitation for card in to_come)

    @property
    def state(self) -> StateOfRegistration:
        """What the sessions have in common; open where one can still register for one of them."""
        to_all = [card.state for card in self.cards if not card.is_by_invitation]
        states = to_all or [card.state for card in self.cards]
        in_order = ("OPEN", "FULL", "NOT_YET", "CLOSED", "PAST")
        found = (StateOfRegistration[name] for name in in_order)
        return next((state for state in found if state in states), StateOfRegistration.CANCELLED)


@dataclass(frozen=True)
class Programme:
    """What the home page shows."""

    coming: Sequence[Shown]
    past: Sequence[Shown]
    has_more_past: bool


def programme_at(at: dt.datetime) -> Programme:
    """What is coming, the next first, and what was held lately, at the instant ``at``."""
    coming = programme.upcoming_dialogues(at)
    past = programme.past_dialogues(at, PAST_ON_HOME)
    shown = _shown([*coming, *past.items], at)
    return Programme(
        coming=shown[: len(coming)],
        past=shown[len(coming) :],
        has_more_past=past.has_more,
    )


def past_page(at: dt.datetime, number: int) -> Page[Shown]:
    """One page of the Dialogues that were held, latest first."""
    found = programme.past_dialogues(at, PAST_ON_A_PAGE, number)
    return Page(_shown(found.items, at), found.number, found.has_more)


def dialogue_at(public_id: str, at: dt.datetime) -> Shown | None:
    """A Dialogue that the public has seen, or None."""
    dialogue = programme.dialogue_by_public_id(public_id)
    if dialogue is None or dialogue.status is Status.DRAFT:
        return None
    shown = _shown([dialogue], at)[0]
    return shown if shown.cards else None


def open_instead(at: dt.datetime, dialogue: Dialogue) -> Shown | None:
    """The next other Dialogue that one can register for."""
    others = [other for other in programme.upcoming_dialogues(at) if other.id != dialogue.id]
    return next((shown for shown in _shown(others, at) if shown.is_open), None)


def changed_at(session: DialogueSession) -> dt.datetime:
    """When a session or its Dialogue, which it loads, changed last."""
    return max(session.updated_at, session.dialogue.updated_at)


def shown_otherwise_at(session: DialogueSession, at: dt.datetime) -> dt.datetime:
    """When, up to ``at``, what calendar files show of a session changed last.

    A cancelled one leaves them after 30 days, without changing itself.
    """
    leaves_at = session.updated_at + programme.CANCELLED_SHOWN_FOR
    has_left = session.status is Status.CANCELLED and leaves_at <= at
    return max(changed_at(session), leaves_at) if has_left else changed_at(session)


def is_in_calendars(session: DialogueSession, at: dt.datetime) -> bool:
    """Whether public calendar files hold a session at the instant ``at``.

    They hold those that the public has seen, and cancelled ones for 30 days after (DESIGN 6).
    Loads the session's Dialogue.
    """
    if session.dialogue.status is Status.DRAFT:
        return False
    is_recent = session.updated_at > at - programme.CANCELLED_SHOWN_FOR
    return was_published(session.status, session.sequence) and (
        session.status is not Status.CANCELLED or is_recent
    )


@dataclass(frozen=True)
class Seats:
    """What the calendar of one person is made of."""

    shown: Sequence[Registration]
    changed_at: dt.datetime | None
    """When anything about the person's registrations changed last, those they left included."""


def seats_in_calendar(person: Participant, at: dt.datetime) -> Seats:
    """The seats that a person has, or had in what was held or was cancelled within 30 days."""
    registrations = registration.all_of_person(person.id)
    return Seats(
        shown=[
            one
            for one in registrations
            if one.status is RegistrationStatus.CONFIRMED and is_in_calendars(one.session, at)
        ],
        changed_at=max(
            (max(one.updated_at, shown_otherwise_at(one.session, at)) for one in registrations),
            default=None,
        ),
    )


def _shown(dialogues: Sequence[Dialogue], at: dt.datetime) -> list[Shown]:
    visible = {
        dialogue.id: [
            session
            for session in dialogue.sessions
            if was_published(session.status, session.sequence)
        ]
        for dialogue in dialogues
    }
    coming = [
        session.id
        for sessions in visible.values()
        for session in sessions
        if session.ends_at > at and session.capacity is not None
    ]
    taken = registration.confirmed_counts(coming)
    return [
        Shown(
            dialogue,
            [_card(session, at, taken.get(session.id, 0)) for session in visible[dialogue.id]],
        )
        for dialogue in dialogues
    ]


def _card(session: DialogueSession, at: dt.datetime, taken: int) -> Card:
    state = state_of(
        session.status,
        session.dialogue.status,
        session.registration_open,
        session.ends_at,
        at,
        session.capacity,
        taken,
        session.registration_opens_at,
        session.registration_closes_at,
    )
    left = None if session.capacity is None else session.capacity - taken
    is_few = state is StateOfRegistration.OPEN and left is not None and left <= FEW_SEATS
    return Card(session, state, is_few)
