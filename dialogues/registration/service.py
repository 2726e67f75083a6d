"""The verbs of registration. Every decision about seats first locks the Dialogue's sessions."""

import datetime as dt
from collections.abc import Sequence
from enum import Enum, auto

from sqlalchemy import update

from dialogues.database import changed_rows, db, insert_row
from dialogues.history.service import record, record_many
from dialogues.interpretation.rules import is_offered, language_after_swap
from dialogues.people.models import Participant
from dialogues.people.participants import new_participant
from dialogues.programme.facts import SessionReinstated, SessionRevised
from dialogues.programme.models import DialogueSession
from dialogues.programme.rules import StateOfRegistration, state_of
from dialogues.registration import queries
from dialogues.registration.application import Application
from dialogues.registration.facts import (
    LinksAsked,
    ListeningLanguageChanged,
    RegisteredAgain,
    RegisteredForTwin,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationSwapped,
    SeatsYielded,
)
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.refusals import (
    AlreadyCancelled,
    AnotherSeatIsHeld,
    LanguageIsNotOffered,
    RegistrationIsNotOpen,
    SessionIsFull,
)
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.events import announce

ACCESSIBILITY_KEPT = dt.timedelta(days=30)
"""How long after a session its registrants' accessibility needs are kept, as the form promises."""


class Outcome(Enum):
    """What the person is told, whoever else they are: it depends on the session alone."""

    CONFIRMED = auto()
    FULL = auto()


def state_now(session: DialogueSession) -> StateOfRegistration:
    """Whether one can register for ``session`` at this moment."""
    return states_now([session])[session.id]


def states_now(sessions: Sequence[DialogueSession]) -> dict[int, StateOfRegistration]:
    """Whether one can register for each of ``sessions`` at this moment, by id."""
    at = clock.now()
    limited = [session.id for session in sessions if session.capacity is not None]
    taken = queries.confirmed_counts(limited) if limited else {}
    return {
        session.id: state_of(
            session.status,
            session.dialogue.status,
            session.registration_open,
            session.ends_at,
            at,
            session.capacity,
            taken.get(session.id, 0),
        )
        for session in sessions
    }


def register(public_id: str, application: Application) -> Outcome:
    """Register a person, or have the mail say what already holds for the address.

    One address has one seat in a Dialogue. The outcome is what an unknown address would get
    (DESIGN 8): a full session is full for everybody, though the owner of the address gets mail.
    A session that does not take registrations, or does not exist, is
    :class:`RegistrationIsNotOpen`.
    """
    session = queries.locked_session(public_id)
    state = state_now(session) if session else None
    if session is None or state not in (StateOfRegistration.OPEN, StateOfRegistration.FULL):
        raise RegistrationIsNotOpen
    if not is_offered(application.listening_language, session):
        raise LanguageIsNotOffered
    outcome = Outcome.FULL if state is StateOfRegistration.FULL else Outcome.CONFIRMED
    person, is_new = _person(application.email, may_be_new=outcome is Outcome.CONFIRMED)
    known = None if is_new else person
    earlier = queries.all_in_dialogue(known.id, session.dialogue_id) if known else ()
    held = next((one for one in earlier if _holds_seat(one)), None)
    if held and held.session_id == session.id:
        announce(RegisteredAgain(held, application.name))
    elif held:
        announce(RegisteredForTwin(held, session, application.name))
    elif person and outcome is Outcome.CONFIRMED:
        _confirm(session, person, application, is_return=bool(earlier))
    return outcome


def change_listening_language(registration: Registration, language: str) -> None:
    """Let a person listen in another language that their session offers."""
    _lock(registration.session)
    _require_seat(registration)
    if not is_offered(language, registration.session):
        raise LanguageIsNotOffered
    if language == registration.listening_language:
        return
    before = _facts(registration)
    registration.listening_language = language
    registration.updated_at = clock.now()
    _record(registration, "change_listening_language", before)
    announce(ListeningLanguageChanged(registration))


def swap(registration: Registration, target: DialogueSession, language: str | None = None) -> None:
    """Move a person to another session of the same Dialogue, if it has room.

    A session that was cancelled can be left, too. ``language`` is the listening language there;
    without one, the nearest to what the person had.
    """
    target = _lock(target)
    db.session.refresh(registration)
    if registration.status is RegistrationStatus.CANCELLED:
        raise AlreadyCancelled
    if registration.session.ends_at <= clock.now():
        raise RegistrationIsNotOpen
    language = language or language_after_swap(
        registration.listening_language, registration.language, target
    )
    if not is_offered(language, target):
        raise LanguageIsNotOffered
    if target.dialogue_id != registration.session.dialogue_id:
        raise RegistrationIsNotOpen
    if registration.session_id == target.id:
        return
    if holds_another_seat(registration):
        raise AnotherSeatIsHeld
    _require_room(target)
    before = _facts(registration)
    left = registration.session
    registration.session = target
    registration.listening_language = language
    registration.attended_at = None  # it was the other session
    registration.updated_at = clock.now()
    _record(registration, "swap", before)
    announce(RegistrationSwapped(registration, left))


def cancel(registration: Registration, by_reply: bool = False) -> bool:
    """Give a seat back, and say whether it was held. Cancelling twice changes nothing.

    ``by_reply`` says that the person did so by declining the invite in a calendar.
    """
    _lock(registration.session)
    db.session.refresh(registration)
    if registration.status is RegistrationStatus.CANCELLED:
        return False
    before = _facts(registration)
    registration.status = RegistrationStatus.CANCELLED
    registration.updated_at = clock.now()
    _record(registration, "decline" if by_reply else "cancel", before)
    announce(RegistrationCancelled(registration, by_reply))
    return True


def take_back(registration: Registration) -> None:
    """Return to the session after cancelling, if it still has room."""
    session = _lock(registration.session)
    db.session.refresh(registration)
    if registration.status is not RegistrationStatus.CANCELLED:
        return
    if holds_another_seat(registration):
        raise AnotherSeatIsHeld
    _require_room(session)
    before = _facts(registration)
    registration.status = RegistrationStatus.CONFIRMED
    registration.updated_at = clock.now()
    _record(registration, "take_back", before)
    announce(RegistrationConfirmed(registration, is_return=True))


def holds_another_seat(registration: Registration) -> bool:
    """Whether the person has a seat in the Dialogue by another registration."""
    theirs = queries.all_in_dialogue(registration.participant_id, registration.session.dialogue_id)
    return any(_holds_seat(one) for one in theirs if one is not registration)


def yield_to_other_seats(fact: SessionReinstated | SessionRevised) -> None:
    """Give up the seats of all who hold another in the Dialogue: one address has one.

    They came to a twin while the session was cancelled or over; now that it takes place after
    all, the seat that they asked for last is theirs. Few statements, however many they are.
    """
    session, now = fact.session, clock.now()
    if not session.takes_place(now):
        return
    kept = {seat.participant_id: seat for seat in queries.seats_in_twins(session, now)}
    if not kept:
        return
    given_up = [one for one in queries.registrations_of(session.id) if one.participant_id in kept]
    before = [_facts(registration) for registration in given_up]
    for registration in given_up:
        registration.status, registration.updated_at = RegistrationStatus.CANCELLED, now
    db.session.flush()
    record_many(
        "registration",
        "yield",
        [(one.id, was, _facts(one)) for one, was in zip(given_up, before, strict=True)],
    )
    announce(SeatsYielded(session, {one.id: kept[one.participant_id] for one in given_up}))


def attend(registration: Registration) -> None:
    """Record that a person went into the meeting; only the first time counts.

    Locks no session, so that a thousand people can go in at once.
    """
    before = _facts(registration)
    first = update(Registration).where(
        Registration.id == registration.id, Registration.attended_at.is_(None)
    )
    if changed_rows(first.values(attended_at=clock.now())):
        db.session.refresh(registration)
        _record(registration, "attend", before)


def ask_for_links(email: str, language: str) -> None:
    """Have the manage links of an address mailed to it; without registrations nothing leaves."""
    announce(LinksAsked(email, language, tuple(queries.upcoming_of(email, clock.now()))))


def erase_accessibility_needs(at: dt.datetime) -> int:
    """Erase what people said of their needs for sessions over for 30 days; say for how many."""
    over = (
        db.select(DialogueSession.id)
        .where(DialogueSession.ends_at < at - ACCESSIBILITY_KEPT)
        .scalar_subquery()
    )
    return changed_rows(
        update(Registration)
        .where(Registration.accessibility.is_not(None), Registration.session_id.in_(over))
        .values(accessibility=None)
    )


def _lock(session: DialogueSession) -> DialogueSession:
    locked = queries.locked_session(session.public_id)
    assert locked is not None  # sessions are never deleted
    return locked


def _holds_seat(registration: Registration) -> bool:
    """Whether a registration is one in a session that still takes place."""
    is_cancelled = registration.status is RegistrationStatus.CANCELLED
    return not is_cancelled and registration.session.takes_place(clock.now())


def _require_seat(registration: Registration) -> None:
    db.session.refresh(registration)
    if registration.status is RegistrationStatus.CANCELLED:
        raise AlreadyCancelled
    if not registration.session.takes_place(clock.now()):
        raise RegistrationIsNotOpen


def _require_room(session: DialogueSession) -> None:
    state = state_now(session)
    if state is StateOfRegistration.FULL:
        raise SessionIsFull
    if state is not StateOfRegistration.OPEN:
        raise RegistrationIsNotOpen


def _confirm(
    session: DialogueSession, person: Participant, application: Application, is_return: bool
) -> None:
    at = clock.now()
    typed = dict(vars(application))
    del typed["email"]
    registration = insert_row(
        Registration,
        public_id=opaque_id(16),
        participant_id=person.id,
        session_id=session.id,
        status=RegistrationStatus.CONFIRMED,
        manage_version=1,
        join_version=1,
        created_at=at,
        updated_at=at,
        **typed,
    )
    _record(registration, "register", {})
    announce(RegistrationConfirmed(registration, is_return))


def _person(email: str, may_be_new: bool) -> tuple[Participant | None, bool]:
    """The person of an address, and whether nobody knew it before."""
    new = new_participant(email) if may_be_new else None
    return new or queries.participant_by_email(email), new is not None


def _facts(registration: Registration) -> dict[str, object]:
    attended_at = registration.attended_at
    return {
        "session": registration.session.public_id,
        "status": registration.status.value,
        "listening_language": registration.listening_language,
        "attended_at": attended_at.isoformat(timespec="seconds") if attended_at else None,
    }


def _record(registration: Registration, verb: str, before: dict[str, object]) -> None:
    db.session.flush()
    record("registration", registration.id, verb, before, _facts(registration))
