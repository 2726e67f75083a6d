"""What organisers do with registrations. What is about seats first locks the Dialogue's sessions.

Approving, adding and moving ask neither for the session's times nor for its categories: they are
what these rules leave to organisers. Whatever frees a seat promotes (``seats.promote``).
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogues.database import db
from dialogues.history.service import record
from dialogues.interpretation.rules import is_offered, language_after_swap
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.programme.opening_service import set_capacity
from dialogues.registration import queries
from dialogues.registration.application import Application
from dialogues.registration.facts import (
    ApprovalWithdrawn,
    Confirmation,
    CopyAsked,
    ListeningLanguageChanged,
)
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.refusals import (
    AddressIsRegistered,
    AlreadyCancelled,
    HasNoSeat,
    LanguageIsNotOffered,
    NotApproved,
    NotPending,
    RegistrationIsNotOpen,
    SessionIsFull,
)
from dialogues.registration.seats import (
    admissions,
    admitted,
    end,
    end_many,
    facts,
    lock,
    note_change,
    note_changes,
    seat,
    tell,
)
from dialogues.registration.service import (
    held_beside,
    move,
    new_registration,
    person_of,
)
from dialogues.support import clock
from dialogues.support.events import announce


@dataclass(frozen=True)
class Details:
    """What organisers may correct of a registration; codes are known ones."""

    name: str
    country: str
    category: Category
    listening_language: str
    language: str
    zone: str
    organisation: str | None
    needed_language: str | None


def add(public_id: str, application: Application, *, raises_capacity: bool = False) -> Registration:
    """Register somebody by hand; into a full session as one who waits, or with a seat more.

    Raises :class:`RegistrationIsNotOpen` for a session that does not take place any more,
    :class:`AddressIsRegistered` and :class:`LanguageIsNotOffered`.
    """
    session = queries.locked_session(public_id)
    if session is None or not session.takes_place(clock.now()):
        raise RegistrationIsNotOpen
    application = application.settled_for(session)
    if not is_offered(application.listening_language, session):
        raise LanguageIsNotOffered
    person, _is_new = person_of(application.email)
    if held := held_beside(session, person.id):
        raise _is_registered(person.email, held)
    status = RegistrationStatus.CONFIRMED if raises_capacity else admitted(session)
    registration = new_registration(
        session, person, application, status, is_approved=True, verb="add"
    )
    tell(registration, Confirmation.ADDED)
    if raises_capacity:
        _make_room(session)
    return registration


def approve(registrations: Iterable[Registration]) -> int:
    """Let people come whose registrations are pending; say how many of them get seats.

    In their order, the others into the queue. Raises :class:`NotPending` for one that is not, and
    :class:`RegistrationIsNotOpen` for a session that does not take place any more.
    """
    seated = 0
    for session, pending in _pending(registrations):
        if not session.takes_place(clock.now()):
            raise RegistrationIsNotOpen
        before = [facts(one) for one in pending]
        numbers = itertools.count(queries.next_queue_number(session.id))
        for one, status in zip(pending, admissions(session), strict=False):
            one.approved_at, one.ended_because = clock.now(), None
            seat(one, status, numbers)
            seated += status is RegistrationStatus.CONFIRMED
        note_changes(pending, "approve", before)
        for one in pending:
            tell(one, Confirmation.APPROVED)
    return seated


def decline(registrations: Iterable[Registration], sentence: str | None) -> None:
    """Turn pending registrations down, with a sentence for the people.

    Raises :class:`NotPending` for one that is not.
    """
    for _session, pending in _pending(registrations):
        end_many(pending, Ending.DECLINED, sentence)


def withdraw_approval(registration: Registration, sentence: str | None) -> None:
    """Make an approved registration pending again, with a sentence for the person."""
    _locked(registration)
    was = registration.status
    is_admitted = was in (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)
    if not is_admitted or registration.approved_at is None:
        raise NotApproved
    before = facts(registration)
    registration.approved_at = None
    seat(registration, RegistrationStatus.PENDING)
    note_change(registration, "withdraw_approval", before)
    announce(ApprovalWithdrawn(registration, was, sentence))


def remove(registration: Registration, because: str | None) -> bool:
    """End somebody's registration, with a sentence for the person; say whether it was active."""
    return end(registration, Ending.ORGANISER, because)


def move_to(
    registration: Registration, target: DialogueSession, *, raises_capacity: bool = False
) -> None:
    """Move somebody to a twin; into a full one only with a seat more (:class:`SessionIsFull`)."""
    target = lock(target)
    db.session.refresh(registration)
    if not registration.is_active:
        raise AlreadyCancelled
    left = registration.session
    if target.dialogue_id != left.dialogue_id or not target.takes_place(clock.now()):
        raise RegistrationIsNotOpen
    if left.id == target.id:
        return
    if held := held_beside(target, registration.participant_id, but=registration):
        raise _is_registered(registration.participant.email, held)
    if not raises_capacity and admitted(target) is not RegistrationStatus.CONFIRMED:
        raise SessionIsFull
    language = language_after_swap(
        registration.listening_language, registration.own_languages, left, target
    )
    if registration.approved_at is None:
        registration.approved_at = clock.now()
    move(registration, target, language, RegistrationStatus.CONFIRMED, by_organiser=True)
    if raises_capacity:
        _make_room(target)


def edit(registration: Registration, details: Details) -> bool:
    """Correct what a person said of themselves; say whether that changed anything.

    Calendars hear of another channel of a session to come, and of no other.
    """
    session = _locked(registration)
    if details.listening_language != registration.listening_language and not is_offered(
        details.listening_language, session
    ):
        raise LanguageIsNotOffered
    before = _details(registration)
    has_new_channel = details.listening_language != registration.listening_language
    for name, value in vars(details).items():
        setattr(registration, name, value)
    registration.searchable = Registration.found_by(
        details.name, details.organisation, registration.participant.email
    )
    after = _details(registration)
    if after == before:
        return False
    registration.updated_at = clock.now()
    _record(registration, "edit", before, after)
    has_seat = registration.status is RegistrationStatus.CONFIRMED
    if has_new_channel and has_seat and session.takes_place(clock.now()):
        announce(ListeningLanguageChanged(registration))
    return True


def write_note(registration: Registration, note: str | None) -> None:
    """Keep what organisers write down about a registration, for themselves."""
    _set(registration, "write_note", note=note)


def group_question(registration: Registration, topic: str | None) -> None:
    """Put a registrant's question under a topic, for the moderator."""
    _set(registration, "group_question", question_topic=topic)


def send_again(registration: Registration) -> None:
    """Mail once more what a person was told last: the invite, or the notice of who waits.

    Not more often than once a minute. Raises :class:`AlreadyCancelled`, and
    :class:`RegistrationIsNotOpen` for a session that does not take place any more.
    """
    session = _locked(registration)
    if not registration.is_active:
        raise AlreadyCancelled
    if not session.takes_place(clock.now()):
        raise RegistrationIsNotOpen
    announce(CopyAsked(registration))


def check_in(registration: Registration, is_here: bool = True) -> None:
    """Record that a person is here, or take that back; only the first time counts.

    Raises :class:`HasNoSeat` for who has none.
    """
    _locked(registration)
    if registration.status is not RegistrationStatus.CONFIRMED:
        raise HasNoSeat
    if (registration.attended_at is not None) is is_here:
        return
    before = facts(registration)
    registration.attended_at = clock.now() if is_here else None
    note_change(registration, "check_in" if is_here else "undo_check_in", before)


def _pending(
    registrations: Iterable[Registration],
) -> Iterator[tuple[DialogueSession, list[Registration]]]:
    """Pending registrations as they are now, by session, which is locked; few statements."""
    for session_id, some in itertools.groupby(registrations, key=lambda one: one.session_id):
        pending = list(some)
        session = lock(pending[0].session)
        queries.read_again(pending)
        for one in pending:
            if one.status is not RegistrationStatus.PENDING or one.session_id != session_id:
                raise NotPending
        yield session, pending


def _is_registered(email: str, held: Registration) -> AddressIsRegistered:
    return AddressIsRegistered(email=email, name=held.name, public_id=held.public_id)


def _locked(registration: Registration) -> DialogueSession:
    session = lock(registration.session)
    db.session.refresh(registration)
    return session


def _make_room(session: DialogueSession) -> None:
    """Raise the capacity to the seats that are taken, where these are more."""
    taken = queries.confirmed_counts([session.id])[session.id]
    if session.capacity is not None and taken > session.capacity:
        set_capacity(session, taken)


def _set(registration: Registration, verb: str, **values: object) -> None:
    before = {name: getattr(registration, name) for name in values}
    if before == values:
        return
    for name, value in values.items():
        setattr(registration, name, value)
    _record(registration, verb, before, values)


def _details(registration: Registration) -> dict[str, object]:
    return {name: getattr(registration, name) for name in Details.__dataclass_fields__}


def _record(
    registration: Registration, verb: str, before: dict[str, object], after: dict[str, object]
) -> None:
    db.session.flush()
    record("registration", registration.id, verb, before, after)
