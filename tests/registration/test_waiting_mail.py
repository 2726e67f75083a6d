"""What people are mailed who have no seat: each mail says what is true when it leaves."""

from email.message import EmailMessage

import pytest

from dialogues.database import db
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import Admission
from dialogues.registration import admission_service, service
from dialogues.registration.links import manage_token
from dialogues.registration.models import Ending
from tests.builders import a_dialogue, a_session
from tests.invites.mailed import first_line, in_dakar, letters, method_of, paragraphs, text_of
from tests.registration.registering import an_application, registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

FREE = (
    "Every seat that becomes free goes to who has waited longest. When that is you, it is yours at "
    "once, and the invitation comes by mail. Until then your calendar shows nothing, and you need "
    "do nothing."
)
NO_SEAT = (
    "You have no seat yet. As soon as the organisers have decided, you get a mail: the invitation, "
    "or what they say instead."
)


def to(address: str) -> list[EmailMessage]:
    return [letter for letter in letters() if letter["To"] == address]


def place(number: int) -> str:
    return (
        "Every seat in this session is taken. You are on the waiting list; your place in it is "
        f"{number}."
    )


def test_a_mail_about_waiting_says_the_place_as_of_sending() -> None:
    session = a_session(capacity=0)
    first = registered(session, email="first@example.org")
    registered(session, email="second@example.org")
    service.cancel(first)
    (told,) = to("second@example.org")
    assert paragraphs(told) == [place(1), FREE]
    assert told["Subject"].startswith("On the waiting list: ")
    assert method_of(told) is None


def test_a_mail_about_waiting_leads_to_a_twin_with_seats() -> None:
    dialogue = a_dialogue()
    full = a_session(dialogue, capacity=0)
    twin = a_session(dialogue, hour=16, interpretation=("fr",))
    registration = registered(full, needed_language="fr", zone="Africa/Dakar")
    (told,) = letters()
    assert paragraphs(told) == [
        place(1),
        FREE,
        f"The other session of this Dialogue has seats: {in_dakar(twin)}. You can move there by "
        "the link below.",
        "There you can listen in French, which this session does not offer.",
    ]
    assert f"/manage/{manage_token(registration)}/swap/{twin.public_id}" in text_of(told)


def test_who_is_promoted_before_the_mail_left_hears_of_the_seat_alone() -> None:
    session = a_session(capacity=1)
    first = registered(session, email="first@example.org")
    registered(session, email="second@example.org")
    service.cancel(first)
    (told,) = to("second@example.org")
    assert told["Subject"].startswith("You have a seat now: ")
    assert method_of(told) == "REQUEST"


def test_a_second_name_is_told_that_the_place_is_held_for_the_first() -> None:
    session = a_session(capacity=0)
    registered(session, name="The Minister")
    registered(session, name="The Assistant")
    assert "Somebody also asked for a seat for The Assistant" in text_of(letters()[-1])
    assert "it is held for The Minister" in text_of(letters()[-1])


def test_what_awaits_approval_is_said_and_then_what_was_decided() -> None:
    session = a_session(admission=Admission.APPROVAL, capacity=1)
    registrations = [registered(session, email=f"{n}@example.org") for n in ("one", "two", "no")]
    assert {first_line(letter) for letter in letters()} == {
        "We have your registration. It awaits approval by the organisers."
    }
    admission_service.approve(registrations[:2])
    admission_service.decline(registrations[2:], "There are 50 seats for 80 teams.")
    one, two, no = letters()[3:]
    assert first_line(one) == (
        "The organisers have approved your registration. Your seat is confirmed."
    )
    assert paragraphs(two) == ["The organisers have approved your registration.", place(1), FREE]
    assert paragraphs(no) == [
        "The organisers have not approved your registration.",
        "The organisers wrote: “There are 50 seats for 80 teams.”",
    ]
    assert "/manage/" not in text_of(no)
    admission_service.withdraw_approval(registrations[1], "We looked again.")
    (again,) = letters()[6:]
    assert paragraphs(again) == [
        "The organisers have taken back the approval of your registration.",
        "The organisers wrote: “We looked again.”",
        NO_SEAT,
    ]


@pytest.mark.parametrize(
    ("by", "sentence", "has_way_back"),
    [
        (Ending.PERSON, "You have left the waiting list. Your place in it is gone.", True),
        (Ending.ORGANISER, "The organisers have taken you off the waiting list.", False),
        (Ending.TWIN, "You are registered for the other session of this Dialogue.", False),
        (Ending.ERASED, "Your data are erased, and your registration with them.", False),
    ],
)
def test_the_end_of_waiting_says_who_ended_it(
    by: Ending, sentence: str, has_way_back: bool
) -> None:
    registration = registered(a_session(capacity=0))
    letters()
    service.cancel(registration, by)
    (told,) = letters()[1:]
    assert first_line(told) == sentence
    assert ("/manage/" in text_of(told)) is has_way_back
    assert method_of(told) is None


def test_nobody_is_mailed_of_an_end_that_was_taken_back() -> None:
    registration = registered(a_session(capacity=0))
    letters()
    service.cancel(registration)
    service.take_back(registration)
    (told,) = letters()[1:]
    assert first_line(told) == place(1)
    states = db.session.scalars(db.select(OutboxMail.state).order_by(OutboxMail.id)).all()
    assert states == [MailState.SENT, MailState.SUPERSEDED, MailState.SENT]


@pytest.mark.parametrize(
    ("here", "subject", "held"),
    [
        (
            {"capacity": 0},
            "You are waiting for the other session: ",
            "You are on the waiting list of the session below.",
        ),
        (
            {"admission": Admission.APPROVAL},
            "You asked for the other session: ",
            "Your registration for the session below awaits approval.",
        ),
        ({}, "Your seat is in the other session: ", "Your seat is in the session below."),
    ],
)
def test_who_asks_for_the_twin_is_told_what_they_have_and_can_swap(
    here: dict[str, object], subject: str, held: str
) -> None:
    dialogue = a_dialogue()
    first = a_session(dialogue, **here)  # type: ignore[arg-type]
    twin = a_session(dialogue, hour=16)
    registered(first)
    letters()
    service.register(twin.public_id, an_application())
    (told,) = letters()[1:]
    assert told["Subject"].startswith(subject)
    assert paragraphs(told)[1] == held
    assert "you can swap" in paragraphs(told)[2]
    assert f"/swap/{twin.public_id}" in text_of(told)


def test_who_asks_for_a_full_twin_keeps_the_seat_and_is_told_so() -> None:
    dialogue = a_dialogue()
    registered(a_session(dialogue))
    letters()
    twin = a_session(dialogue, hour=16, capacity=0)
    outcome = service.register(twin.public_id, an_application())
    (told,) = letters()[1:]
    assert outcome is service.Outcome.WAITLISTED
    assert paragraphs(told)[2] == (
        "You cannot move to the other one at the moment, so you keep what you have here."
    )
    assert "/swap/" not in text_of(told)


def test_links_are_mailed_for_what_waits_too() -> None:
    registered(a_session(capacity=0))
    registered(a_session(admission=Admission.APPROVAL))
    service.ask_for_links("minister@example.org", "en")
    told = text_of(letters()[-1])
    assert "(on the waiting list)" in told
    assert "(awaits approval)" in told


def test_where_several_may_be_taken_a_second_name_hears_of_one_seat_in_a_session() -> None:
    session = a_session(a_dialogue(allows_several=True))
    registered(session, name="The Minister")
    registered(session, name="The Assistant")
    assert "One address holds one seat in a session" in " ".join(paragraphs(letters()[-1]))


def test_the_page_tells_nobody_that_a_mail_has_another_outcome() -> None:
    session = a_session(capacity=1)
    registered(session, email="minister@example.org")
    stranger = service.register(session.public_id, an_application("nobody@example.org"))
    owner = service.register(session.public_id, an_application())
    assert stranger is owner is service.Outcome.WAITLISTED
    rows = db.session.scalars(db.select(OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert rows == ["invite", "waitlisted", "invite"]


def test_who_moved_in_the_queue_and_registers_again_hears_of_the_new_place_at_once() -> None:
    session = a_session(capacity=0)
    first = registered(session, email="first@example.org")
    registered(session, email="second@example.org")
    for _ in range(2):
        registered(session, email="second@example.org")
    assert len(to("second@example.org")) == 2
    service.cancel(first)
    for _ in range(2):
        registered(session, email="second@example.org")
    told = to("second@example.org")[2:]
    assert [paragraphs(mail)[0] for mail in told] == [place(1)]
