"""Registering, changing, swapping, cancelling: on both databases."""

from email import message_from_bytes, policy

import pytest

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service as programme
from dialogues.registration import service
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.queries import place_in_queue
from dialogues.registration.refusals import (
    AnotherSeatIsHeld,
    LanguageIsNotOffered,
    RegistrationIsNotOpen,
    SessionIsFull,
)
from dialogues.registration.service import Outcome
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import an_application, registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def mails() -> list[tuple[str, str | None, int | None, str | None]]:
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.kind, row.method, row.sequence, row.payload.get("reason")) for row in rows]


def test_a_registration_takes_a_seat_and_owes_one_invite() -> None:
    session = a_session(capacity=2)
    outcome = service.register(session.public_id, an_application())
    registration = db.session.scalars(db.select(Registration)).one()
    entry = db.session.scalars(db.select(Entry)).one()
    assert outcome is Outcome.CONFIRMED
    assert registration.status is RegistrationStatus.CONFIRMED
    assert (entry.uid, entry.sequence, entry.attendee) == (session.uid, 0, "minister@example.org")
    assert mails() == [("invite", "REQUEST", 0, "registered")]


def test_the_same_address_again_gets_its_mail_again_and_the_second_name_is_told() -> None:
    session = a_session()
    registered(session, name="The Minister")
    registered(session, name="The Assistant")
    row = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert db.session.query(Registration).count() == 1
    assert db.session.scalars(db.select(Registration)).one().name == "The Minister"
    assert mails()[1:] == [("invite", "REQUEST", 0, "repeated")]
    assert row.payload["other_name"] == "The Assistant"


def test_a_stranger_who_types_an_address_a_hundred_times_causes_one_repeat_an_hour() -> None:
    session = a_session()
    for _ in range(5):
        registered(session)
    assert len(mails()) == 2


def test_an_address_in_the_twin_keeps_its_seat_there_and_is_told() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(morning)
    assert service.register(afternoon.public_id, an_application()) is Outcome.CONFIRMED
    assert db.session.query(Registration).count() == 1
    assert registration.session_id == morning.id
    assert mails()[1:] == [("registered_for_twin", None, None, None)]


def test_who_comes_to_a_full_session_waits_in_order_and_is_in_no_calendar() -> None:
    session = a_session(capacity=1)
    registered(session)
    for address in ("second@example.org", "third@example.org"):
        outcome = service.register(session.public_id, an_application(address))
        assert outcome is Outcome.WAITLISTED
    waiting = db.session.scalars(
        db.select(Registration).filter_by(status=RegistrationStatus.WAITLISTED)
    ).all()
    assert [(one.participant.email, place_in_queue(one)) for one in waiting] == [
        ("second@example.org", 1),
        ("third@example.org", 2),
    ]
    assert mails()[1:] == [("waitlisted", None, None, None)] * 2
    assert db.session.query(Entry).count() == 1


def test_whoever_is_registered_gets_the_same_answer_as_a_stranger_when_it_is_full() -> None:
    session = a_session(capacity=1)
    registered(session)
    assert service.register(session.public_id, an_application()) is Outcome.WAITLISTED
    assert mails()[1:] == [("invite", "REQUEST", 0, "repeated")]
    assert db.session.scalars(db.select(Registration)).one().status is RegistrationStatus.CONFIRMED


def test_a_cancelled_registration_frees_its_seat_and_takes_the_entry_out() -> None:
    session = a_session(capacity=1)
    service.cancel(registered(session))
    assert (
        service.register(session.public_id, an_application("next@example.org")) is Outcome.CONFIRMED
    )
    assert mails()[1] == ("withdrawal", "CANCEL", 1, "cancelled")


def test_cancelling_twice_mails_once() -> None:
    registration = registered(a_session())
    service.cancel(registration)
    service.cancel(registration)
    assert len(mails()) == 2


def test_coming_back_raises_the_sequence_of_the_same_entry() -> None:
    registration = registered(a_session())
    service.cancel(registration)
    service.take_back(registration)
    entry = db.session.scalars(db.select(Entry)).one()
    assert (entry.method, entry.sequence) == (Method.REQUEST, 2)
    assert mails()[2] == ("invite", "REQUEST", 2, "returned")


def test_registering_anew_after_cancelling_overwrites_nothing() -> None:
    session = a_session()
    first = registered(session, name="One")
    service.cancel(first)
    second = registered(session, name="Two")
    assert (first.name, second.name) == ("One", "Two")
    assert db.session.query(Entry).count() == 1
    assert mails()[2] == ("invite", "REQUEST", 2, "returned")


def test_one_cannot_come_back_by_an_old_link_while_another_seat_is_held() -> None:
    session = a_session()
    first = registered(session)
    service.cancel(first)
    registered(session)
    with pytest.raises(AnotherSeatIsHeld):
        service.take_back(first)


def test_a_swap_moves_the_seat_and_mails_both_calendars() -> None:
    dialogue = a_dialogue()
    morning = a_session(dialogue, interpretation=("zh",))
    afternoon = a_session(dialogue, hour=16, interpretation=("fr",))
    registration = registered(morning, listening_language="zh", language="fr")
    service.swap(registration, afternoon)
    assert registration.session_id == afternoon.id
    assert registration.listening_language == "fr"
    assert mails()[1:] == [
        ("withdrawal", "CANCEL", 1, "swapped"),
        ("invite", "REQUEST", 0, "swapped"),
    ]


def test_swapping_back_raises_the_sequence_above_the_cancel() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(morning)
    service.swap(registration, afternoon)
    service.swap(registration, morning)
    assert mails()[3:] == [
        ("withdrawal", "CANCEL", 1, "swapped"),
        ("invite", "REQUEST", 2, "swapped"),
    ]


def test_a_full_twin_refuses_a_swap() -> None:
    dialogue = a_dialogue()
    registration = registered(a_session(dialogue))
    twin = a_session(dialogue, hour=16, capacity=1)
    a_registration(twin)
    with pytest.raises(SessionIsFull):
        service.swap(registration, twin)


def test_one_cannot_swap_into_another_dialogue() -> None:
    registration = registered(a_session())
    with pytest.raises(RegistrationIsNotOpen):
        service.swap(registration, a_session())


def test_another_listening_language_is_a_change_of_text() -> None:
    registration = registered(a_session(interpretation=("zh",)))
    before = db.session.scalars(db.select(Entry)).one().dtstamp
    service.change_listening_language(registration, "zh")
    entry = db.session.scalars(db.select(Entry)).one()
    assert entry.sequence == 0
    assert entry.dtstamp > before
    assert mails()[1:] == [("invite", "REQUEST", 0, "language_changed")]


def test_a_language_that_is_not_offered_is_refused() -> None:
    session = a_session(interpretation=("zh",))
    with pytest.raises(LanguageIsNotOffered):
        service.register(session.public_id, an_application(listening_language="fr"))
    registration = registered(session)
    with pytest.raises(LanguageIsNotOffered):
        service.change_listening_language(registration, "fr")


@pytest.mark.parametrize(
    "what", [{"registration_open": False}, {"status": "cancelled"}, {"days": -2}]
)
def test_a_closed_cancelled_or_past_session_takes_nobody(what: dict[str, object]) -> None:
    session = a_session(**what)  # type: ignore[arg-type]
    with pytest.raises(RegistrationIsNotOpen):
        service.register(session.public_id, an_application())


def test_links_are_mailed_to_who_ever_registered_and_to_nobody_else() -> None:
    a_registration(a_session(days=-3), email="minister@example.org")
    registered(a_session(), email="coming@example.org")
    for address in ("minister@example.org", "nobody@example.org", "coming@example.org"):
        service.ask_for_links(address, "en")
    db.session.commit()
    drain()
    left = db.session.scalars(db.select(OutboxMail).filter_by(kind="manage_links", state="sent"))
    assert {mail.recipient for mail in left} == {"minister@example.org", "coming@example.org"}


def test_whose_session_was_cancelled_can_come_to_the_twin_by_form_and_by_link() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    by_link = registered(morning, email="link@example.org")
    registered(morning, email="form@example.org")
    programme.cancel_session(morning)
    service.swap(by_link, afternoon)
    registered(afternoon, email="form@example.org")
    assert mails()[4:] == [
        ("invite", "REQUEST", 0, "swapped"),
        ("invite", "REQUEST", 0, "returned"),
    ]


def test_a_second_name_is_told_even_within_the_hour_of_a_repeat() -> None:
    session = a_session()
    for name in ("The Minister", "The Minister", "The Assistant", "The Assistant"):
        registered(session, name=name)
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [row.payload.get("other_name") for row in rows] == [None, None, "The Assistant"]


def test_a_second_name_for_the_twin_is_told_that_one_address_holds_one_seat() -> None:
    dialogue = a_dialogue()
    registered(a_session(dialogue), name="The Minister")
    registered(a_session(dialogue, hour=16), name="The Assistant")
    db.session.commit()
    drain()
    mail = db.session.scalars(db.select(OutboxMail).filter_by(kind="registered_for_twin")).one()
    message = message_from_bytes(mail.body, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    assert "Somebody also asked for a seat for The Assistant" in text


def test_a_swap_takes_the_language_that_was_chosen_for_it() -> None:
    dialogue = a_dialogue()
    registration = registered(a_session(dialogue))
    twin = a_session(dialogue, hour=16, interpretation=("fr", "es"))
    with pytest.raises(LanguageIsNotOffered):
        service.swap(registration, twin, "zh")
    service.swap(registration, twin, "es")
    assert registration.listening_language == "es"
