"""What organisers' verbs do to seats, to the queue, and to what people are told."""

from typing import Any

import pytest
import time_machine
from flask import g

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.people.rules import Category
from dialogues.programme import service as programme
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import admission_service, service
from dialogues.registration.admission_service import Details
from dialogues.registration.application import Application
from dialogues.registration.facts import Confirmation
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
from dialogues.registration.seats import tell
from dialogues.support import clock
from tests.builders import a_registration, a_session

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
PENDING, CANCELLED = RegistrationStatus.PENDING, RegistrationStatus.CANCELLED


def by_approval(capacity: int | None = None) -> DialogueSession:
    return a_session(capacity=capacity, admission=Admission.APPROVAL)


def seated(session: DialogueSession, name: str = "Seated", **fields: Any) -> Registration:
    registration = a_registration(session, name=name, approved_at=clock.now(), **fields)
    tell(registration, Confirmation.REGISTERED)
    return registration


def waiting(session: DialogueSession, number: int, **fields: Any) -> Registration:
    name = f"Waits {number}"
    return a_registration(session, name=name, status=WAITLISTED, queue_number=number, **fields)


def an_application(email: str = "new@example.org", **fields: Any) -> Application:
    values = {
        "name": "Somebody New",
        "email": email,
        "country": "SN",
        "category": Category.OTHER,
        "listening_language": "en",
        "language": "fr",
        "zone": "Africa/Dakar",
        **fields,
    }
    return Application(**values)


def verbs() -> list[str]:
    return list(db.session.scalars(db.select(Change.verb).order_by(Change.id)))


def mails_of(registration: Registration) -> list[tuple[str, str | None]]:
    db.session.flush()
    rows = db.session.scalars(
        db.select(OutboxMail)
        .filter_by(recipient=registration.participant.email)
        .order_by(OutboxMail.id)
    )
    return [(row.kind, row.payload.get("reason")) for row in rows]


def capacity_of(session: DialogueSession) -> int | None:
    db.session.flush()
    return db.session.get_one(DialogueSession, session.id).capacity


def test_approving_into_a_full_session_puts_at_the_end_of_the_queue() -> None:
    session = by_approval(capacity=2)
    seated(session)
    pending = [a_registration(session, name=name, status=PENDING) for name in "AB"]
    assert admission_service.approve(pending) == 1
    assert [(one.status, one.queue_number) for one in pending] == [
        (CONFIRMED, None),
        (WAITLISTED, 1),
    ]
    assert all(one.approved_at for one in pending)
    assert mails_of(pending[0]) == [("invite", "approved")]
    assert mails_of(pending[1]) == [("waitlisted", None)]
    with pytest.raises(NotPending):
        admission_service.approve(pending)


def test_declining_ends_what_is_pending_and_frees_nobodys_seat() -> None:
    session = by_approval(capacity=1)
    seated(session)
    first, pending = waiting(session, 1), a_registration(session, status=PENDING)
    admission_service.decline([pending], "Not this time.")
    assert (pending.status, pending.ended_by) == (CANCELLED, Ending.DECLINED)
    assert pending.ended_because == "Not this time."
    assert mails_of(pending) == [("ended_without_seat", None)]
    assert first.status is WAITLISTED
    with pytest.raises(NotPending):
        admission_service.decline([pending], None)


def test_taking_an_approval_back_gives_the_seat_to_who_is_next() -> None:
    session = by_approval(capacity=1)
    person = seated(session)
    first, second = waiting(session, 1), waiting(session, 2)
    admission_service.withdraw_approval(person, "We must ask first.")
    assert (person.status, person.approved_at) == (PENDING, None)
    assert (first.status, second.status) == (CONFIRMED, WAITLISTED)
    assert mails_of(person)[-1] == ("withdrawal", "approval_withdrawn")
    assert mails_of(first) == [("invite", "promoted")]
    assert verbs() == ["withdraw_approval", "promote"]
    with pytest.raises(NotApproved):
        admission_service.withdraw_approval(person, None)


def test_taking_back_the_approval_of_who_waits_promotes_nobody() -> None:
    session = by_approval(capacity=1)
    seated(session)
    first = waiting(session, 1, approved_at=clock.now())
    second = waiting(session, 2, approved_at=clock.now())
    admission_service.withdraw_approval(first, None)
    assert (first.status, first.queue_number) == (PENDING, None)
    assert second.status is WAITLISTED
    assert mails_of(first) == [("pending", None)]


def test_adding_into_a_full_session_waits_or_raises_the_seats_in_the_same_press() -> None:
    session = a_session(capacity=1)
    seated(session)
    one = admission_service.add(session.public_id, an_application())
    assert (one.status, one.queue_number, capacity_of(session)) == (WAITLISTED, 1, 1)
    assert mails_of(one) == [("waitlisted", None)]
    other = admission_service.add(
        session.public_id, an_application("other@example.org"), raises_capacity=True
    )
    assert (other.status, capacity_of(session)) == (CONFIRMED, 2)
    assert mails_of(other) == [("invite", "added")]
    assert one.status is WAITLISTED
    assert verbs() == ["add", "add", "revised"]


def test_adding_where_there_is_room_leaves_the_seats_as_they_are() -> None:
    session = a_session(capacity=5)
    admission_service.add(session.public_id, an_application(), raises_capacity=True)
    assert capacity_of(session) == 5
    unlimited = a_session(capacity=None)
    admission_service.add(unlimited.public_id, an_application(), raises_capacity=True)
    assert capacity_of(unlimited) is None


def test_what_cannot_be_added_is_refused() -> None:
    session = a_session()
    held = seated(a_session(session.dialogue, hour=16))
    with pytest.raises(AddressIsRegistered) as refusal:
        admission_service.add(session.public_id, an_application(held.participant.email))
    assert refusal.value.values["public_id"] == held.public_id
    with pytest.raises(LanguageIsNotOffered):
        admission_service.add(session.public_id, an_application(listening_language="es"))
    for over in (a_session(days=-2).public_id, "nothing"):
        with pytest.raises(RegistrationIsNotOpen):
            admission_service.add(over, an_application())


def test_removing_promotes_the_next_and_counts_once() -> None:
    session = a_session(capacity=1)
    person, first, second = seated(session), waiting(session, 1), waiting(session, 2)
    assert admission_service.remove(person, "You asked us to.")
    assert not admission_service.remove(person, "Again.")
    assert (person.status, person.ended_by) == (CANCELLED, Ending.ORGANISER)
    assert person.ended_because == "You asked us to."
    assert (first.status, second.status) == (CONFIRMED, WAITLISTED)
    assert mails_of(person)[-1] == ("withdrawal", "removed")
    assert verbs() == ["remove", "promote"]


def test_who_frees_a_seat_is_not_said_to_have_promoted_the_next() -> None:
    session = a_session(capacity=1)
    person, _next = seated(session), waiting(session, 1)
    g.actor = "registrant"
    service.cancel(person)
    actors = db.session.execute(db.select(Change.verb, Change.actor).order_by(Change.id))
    assert [tuple(row) for row in actors] == [("cancel", "registrant"), ("promote", "system")]


def test_removing_who_waits_promotes_nobody_and_tells_them() -> None:
    session = a_session(capacity=1)
    seated(session)
    first, second = waiting(session, 1), waiting(session, 2)
    admission_service.remove(first, None)
    assert (first.queue_number, second.status) == (None, WAITLISTED)
    assert mails_of(first) == [("ended_without_seat", None)]


def test_moving_gives_the_seat_to_who_is_next_and_never_passes_a_full_twin() -> None:
    here = a_session(capacity=1, interpretation=("zh",))
    there = a_session(here.dialogue, hour=16, capacity=1, interpretation=("fr",))
    person, first = seated(here, listening_language="zh"), waiting(here, 1)
    seated(there)
    with pytest.raises(SessionIsFull):
        admission_service.move_to(person, there)
    assert (person.session_id, person.status) == (here.id, CONFIRMED)
    admission_service.move_to(person, there, raises_capacity=True)
    assert (person.session_id, person.status, capacity_of(there)) == (there.id, CONFIRMED, 2)
    assert person.listening_language == "en"
    assert first.status is CONFIRMED
    assert mails_of(person)[-2:] == [("withdrawal", "moved"), ("invite", "moved")]


def test_who_waits_or_is_pending_has_a_seat_after_a_move() -> None:
    here = a_session(capacity=1, admission=Admission.APPROVAL)
    there = a_session(here.dialogue, hour=16)
    seated(here)
    for person in (waiting(here, 1), a_registration(here, status=PENDING)):
        admission_service.move_to(person, there)
        assert (person.session_id, person.status) == (there.id, CONFIRMED)
        assert (person.queue_number, bool(person.approved_at)) == (None, True)


def test_what_cannot_be_moved_is_refused() -> None:
    here = a_session()
    there = a_session(here.dialogue, hour=16)
    with pytest.raises(AlreadyCancelled):
        admission_service.move_to(a_registration(here, status=CANCELLED), there)
    for target in (a_session(), a_session(here.dialogue, days=-2)):
        with pytest.raises(RegistrationIsNotOpen):
            admission_service.move_to(seated(here), target)
    here.dialogue.allows_several = True
    person = seated(here)
    a_registration(there, participant=person.participant)
    with pytest.raises(AddressIsRegistered):
        admission_service.move_to(person, there)


def test_details_are_corrected_found_by_and_told_where_calendars_show_them() -> None:
    person = seated(a_session(interpretation=("fr",)), organisation="Ministry")
    stored = {name: getattr(person, name) for name in Details.__dataclass_fields__}
    assert not admission_service.edit(person, Details(**stored))
    assert verbs() == []
    assert admission_service.edit(
        person, Details(**{**stored, "name": "Zoë", "listening_language": "fr"})
    )
    assert "zoe" in person.searchable
    assert mails_of(person)[-1] == ("invite", "language_changed")
    with pytest.raises(LanguageIsNotOffered):
        admission_service.edit(person, Details(**{**stored, "listening_language": "es"}))


@pytest.mark.parametrize("is_over", [True, False])
def test_nobody_is_mailed_of_a_session_that_does_not_take_place(is_over: bool) -> None:
    session = a_session(interpretation=("fr",))
    person = seated(session)
    if not is_over:
        programme.cancel_session(session)
    before = mails_of(person)
    details = {name: getattr(person, name) for name in Details.__dataclass_fields__}
    with time_machine.travel(session.ends_at if is_over else clock.now(), tick=False):
        assert admission_service.edit(person, Details(**{**details, "listening_language": "fr"}))
        with pytest.raises(RegistrationIsNotOpen):
            admission_service.send_again(person)
    assert mails_of(person) == before


def test_only_who_has_a_seat_is_checked_in_and_only_the_first_time_counts() -> None:
    session = a_session(capacity=1)
    person = seated(session)
    moments = []
    for is_here in (True, True, False, False):
        admission_service.check_in(person, is_here)
        moments.append(person.attended_at)
    assert moments[0]
    assert moments == [moments[0], moments[0], None, None]
    assert verbs() == ["check_in", "undo_check_in"]
    with pytest.raises(HasNoSeat):
        admission_service.check_in(waiting(session, 1))


def test_a_note_that_says_the_same_is_no_change() -> None:
    person = seated(a_session())
    admission_service.write_note(person, "Calls often.")
    admission_service.write_note(person, "Calls often.")
    assert verbs() == ["write_note"]
    assert mails_of(person) == [("invite", "registered")]


def test_a_copy_leaves_once_a_minute_and_not_to_who_is_gone() -> None:
    person = waiting(a_session(capacity=1), 1)
    admission_service.send_again(person)
    admission_service.send_again(person)
    assert mails_of(person) == [("waitlisted", None)]
    with pytest.raises(AlreadyCancelled):
        admission_service.send_again(a_registration(status=CANCELLED))
