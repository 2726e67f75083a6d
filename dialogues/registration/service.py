"""What people do with their registrations. Each first locks the Dialogue's sessions."""

from collections.abc import Sequence
from enum import Enum, auto

from sqlalchemy import update

from dialogues.database import changed_rows, db, insert_row
from dialogues.interpretation.rules import is_offered, language_after_swap
from dialogues.people.models import Participant
from dialogues.people.participant_queries import participant_kept
from dialogues.people.participants import new_participant
from dialogues.programme.models import DialogueSession
from dialogues.registration import queries
from dialogues.registration.admission import refusal_to_come, refusal_to_move
from dialogues.registration.application import Application
from dialogues.registration.applying import applied
from dialogues.registration.facts import (
    Confirmation,
    LinksAsked,
    ListeningLanguageChanged,
    RegisteredAgain,
    RegisteredForTwin,
    RegistrationSwapped,
)
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.refusals import (
    AlreadyCancelled,
    AnotherSeatIsHeld,
    EndedByOrganisers,
    LanguageIsNotOffered,
    RegistrationIsNotOpen,
    SessionIsFull,
)
from dialogues.registration.seats import (
    arrival,
    end,
    facts,
    lock,
    note_change,
    seat,
    state_now,
    tell,
)
from dialogues.registration.upcoming_queries import upcoming_of
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.events import announce
from dialogues.support.refusals import Refusal


class Outcome(Enum):
    """What the person is told, whoever else they are: it depends on the session alone."""

    CONFIRMED = auto()
    WAITLISTED = auto()
    PENDING = auto()


def register(public_id: str, application: Application, *, is_invited: bool = False) -> Outcome:
    """Register a person, or have the mail say what already holds for the address.

    One address has one seat in a Dialogue, unless that allows several. The outcome is what an
    unknown address would get (DESIGN 8): who registers for a full session waits, whoever they are.
    ``is_invited`` says that organisers have put the address on the session's list. Raises what
    ``applied`` does.
    """
    session, application, status = applied(public_id, application, is_invited)
    person, is_new = person_of(application.email)
    earlier = () if is_new else queries.all_in_dialogue(person.id, session.dialogue_id)
    held = _held(session, earlier)
    if held and held.session_id == session.id:
        announce(RegisteredAgain(held, application.name))
    elif held:
        announce(RegisteredForTwin(held, session, application.name))
    else:
        registration = new_registration(session, person, application, status, is_invited)
        tell(registration, Confirmation.RETURNED if earlier else Confirmation.REGISTERED)
    return Outcome[status.name]


def new_registration(
    session: DialogueSession,
    person: Participant,
    application: Application,
    status: RegistrationStatus,
    is_approved: bool = False,
    verb: str = "register",
) -> Registration:
    """Store a registration and record it as ``verb``; announcing it is the caller's.

    Wants the session locked.
    """
    at = clock.now()
    typed = dict(vars(application))
    del typed["email"]
    is_waiting = status is RegistrationStatus.WAITLISTED
    registration = insert_row(
        Registration,
        public_id=opaque_id(16),
        participant_id=person.id,
        session_id=session.id,
        status=status,
        queue_number=queries.next_queue_number(session.id) if is_waiting else None,
        approved_at=at if is_approved else None,
        searchable=Registration.found_by(
            application.name, application.organisation, application.email
        ),
        manage_version=1,
        join_version=1,
        created_at=at,
        updated_at=at,
        **typed,
    )
    note_change(registration, verb, {})
    return registration


def person_of(email: str) -> tuple[Participant, bool]:
    """The person of an address (trimmed and case-folded), and whether nobody knew it before.

    Whom it names is not erased before the transaction ends.
    """
    if new := new_participant(email):
        return new, True
    known = participant_kept(email)
    # It stood in the way; if it does no more, it was erased meanwhile.
    return (known, False) if known else person_of(email)


def change_listening_language(registration: Registration, language: str) -> None:
    """Let a person listen in another language that their session offers."""
    lock(registration.session)
    _require_active(registration)
    if not is_offered(language, registration.session):
        raise LanguageIsNotOffered
    if language == registration.listening_language:
        return
    before = facts(registration)
    _listen(registration, language)
    registration.updated_at = clock.now()
    note_change(registration, "change_listening_language", before)
    if registration.status is RegistrationStatus.CONFIRMED:
        announce(ListeningLanguageChanged(registration))


def swap(registration: Registration, target: DialogueSession, language: str | None = None) -> None:
    """Move a person to another session of the same Dialogue, if it has room.

    A session that was cancelled can be left, too. ``language`` is the listening language there;
    without one, the nearest to what the person had. Raises what ``refusal_to_move`` says, and
    :class:`AnotherSeatIsHeld`.
    """
    target = lock(target)
    db.session.refresh(registration)
    if not registration.is_active:
        raise AlreadyCancelled
    left = registration.session
    if left.ends_at <= clock.now() or target.dialogue_id != left.dialogue_id:
        raise RegistrationIsNotOpen
    if left.id == target.id:
        return
    language = _language_there(registration, target, language)
    if held_beside(target, registration.participant_id, but=registration):
        raise AnotherSeatIsHeld
    _raise(refusal_to_move(registration, target, state_now(target)))
    status = arrival(target, is_approved=registration.approved_at is not None)
    if status is RegistrationStatus.WAITLISTED:  # seats are free, but there are who wait
        raise SessionIsFull
    move(registration, target, language, status)


def move(
    registration: Registration,
    target: DialogueSession,
    language: str,
    status: RegistrationStatus,
    by_organiser: bool = False,
) -> None:
    """Have a registration be ``status`` in another session. Wants both locked."""
    before, was, left = facts(registration), registration.status, registration.session
    registration.session = target
    _listen(registration, language)
    registration.attended_at = None  # it was the other session
    seat(registration, status)
    note_change(registration, "move" if by_organiser else "swap", before)
    if status is RegistrationStatus.CONFIRMED:
        announce(RegistrationSwapped(registration, left, was, by_organiser))
    else:
        tell(registration, Confirmation.REGISTERED)


def cancel(registration: Registration, by: Ending = Ending.PERSON) -> bool:
    """Give up a seat, or a place in the queue, and say whether there was one.

    Cancelling twice changes nothing.
    """
    return end(registration, by)


def take_back(registration: Registration) -> None:
    """Return to the session after cancelling: to a seat, or to the end of the queue.

    What organisers ended is :class:`EndedByOrganisers`.
    """
    session = lock(registration.session)
    db.session.refresh(registration)
    if registration.is_active:
        return
    if registration.ended_by in (Ending.ORGANISER, Ending.DECLINED):
        raise EndedByOrganisers
    if holds_another_seat(registration):
        raise AnotherSeatIsHeld
    is_approved = registration.approved_at is not None
    if not is_approved:
        _raise(refusal_to_come(session, registration.category))
    status = arrival(session, is_approved)
    before = facts(registration)
    registration.ended_by = registration.ended_because = None
    seat(registration, status)
    note_change(registration, "take_back", before)
    tell(registration, Confirmation.RETURNED)


def holds_another_seat(registration: Registration) -> bool:
    """Whether the person has what counts as the Dialogue's one seat by another registration."""
    session = registration.session
    return held_beside(session, registration.participant_id, but=registration) is not None


def held_beside(
    session: DialogueSession, participant_id: int, but: Registration | None = None
) -> Registration | None:
    """What a person has that leaves no place in ``session``, apart from ``but``."""
    theirs = queries.all_in_dialogue(participant_id, session.dialogue_id)
    return _held(session, [one for one in theirs if one is not but])


def attend(registration: Registration) -> None:
    """Record that a person went into the meeting; only the first time counts.

    Locks no session, so that a thousand people can go in at once.
    """
    before = facts(registration)
    first = update(Registration).where(
        Registration.id == registration.id, Registration.attended_at.is_(None)
    )
    if changed_rows(first.values(attended_at=clock.now())):
        db.session.refresh(registration)
        note_change(registration, "attend", before)


def ask_for_links(email: str, language: str) -> None:
    """Have its links mailed to an address; nothing leaves where nobody registered with it."""
    announce(LinksAsked(email, language, tuple(upcoming_of(email, clock.now()))))


def _held(session: DialogueSession, theirs: Sequence[Registration]) -> Registration | None:
    """What counts as a person's one seat: what they have in what still takes place."""
    at = clock.now()
    active = [one for one in theirs if one.is_active and one.session.takes_place(at)]
    if session.dialogue.allows_several:
        active = [one for one in active if one.session_id == session.id]
    return next(iter(active), None)


def _require_active(registration: Registration) -> None:
    db.session.refresh(registration)
    if not registration.is_active:
        raise AlreadyCancelled
    if not registration.session.takes_place(clock.now()):
        raise RegistrationIsNotOpen


def _raise(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal


def _listen(registration: Registration, language: str) -> None:
    registration.listening_language = language
    if language == registration.needed_language:
        registration.needed_language = None


def _language_there(registration: Registration, target: DialogueSession, wanted: str | None) -> str:
    language = wanted or language_after_swap(
        registration.listening_language, registration.own_languages, registration.session, target
    )
    if not is_offered(language, target):
        raise LanguageIsNotOffered
    return language
