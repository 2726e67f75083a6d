"""A person's own page while they have no seat, and what it refuses: in sentences."""

import re

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import Admission
from dialogues.registration import admission_service, service
from dialogues.registration.links import JOIN, join_token
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.queries import by_public_id
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import registered
from tests.registration.test_manage import manage_page

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
PENDING, CANCELLED = RegistrationStatus.PENDING, RegistrationStatus.CANCELLED


def now(registration: Registration) -> Registration:
    db.session.expire_all()
    found = by_public_id(registration.public_id)
    assert found is not None
    return found


def said_wrong(page: str) -> list[str]:
    summary = page.partition('id="error-summary"')[2].partition("</div>")[0]
    return re.findall(r"<li>(.*?)</li>", summary)


@pytest.fixture
def waiting(client: FlaskClient) -> Registration:
    """The second in the queue of a session with one seat."""
    session = a_session(a_dialogue(), capacity=1)
    registered(session, email="first@example.org")
    registered(session, email="second@example.org")
    return registered(session, email="third@example.org", name="The Third")


def test_who_waits_sees_the_place_and_moves_up(client: FlaskClient, waiting: Registration) -> None:
    page = manage_page(waiting)
    shown = client.get(page).text
    assert "The Third, you are on the waiting list. Your place in it: 2." in shown
    assert ".ics" not in shown
    first = db.session.query(Registration).order_by(Registration.id).first()
    assert first is not None
    service.cancel(first)
    assert "Your place in it: 1." in client.get(page).text
    second = db.session.query(Registration).filter_by(status=CONFIRMED).one()
    service.cancel(second)
    assert "The Third, you have a seat in this session" in client.get(page).text


def test_who_waits_leaves_with_one_press_and_one_confirmation(
    client: FlaskClient, waiting: Registration
) -> None:
    page = manage_page(waiting)
    assert "you join its end" in client.get(f"{page}/cancel").text
    done = client.post(f"{page}/cancel", follow_redirects=True).text
    assert "You have left the waiting list." in done
    assert "you join the end of the waiting list" in done  # before one comes back
    assert now(waiting).status is CANCELLED
    back = client.post(f"{page}/return", follow_redirects=True).text
    assert "You are at the end of the waiting list." in back
    assert now(waiting).status is WAITLISTED


def test_who_waits_moves_to_a_twin_with_room_and_has_a_seat(
    client: FlaskClient, waiting: Registration
) -> None:
    twin = a_session(waiting.session.dialogue, hour=16, capacity=1)
    swap = f"{manage_page(waiting)}/swap/{twin.public_id}"
    assert twin.public_id in client.get(manage_page(waiting)).text
    assert "have a seat in this one at once" in client.get(swap).text
    client.post(swap)
    assert (now(waiting).session_id, now(waiting).status) == (twin.id, CONFIRMED)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"capacity": 0}, "Every seat in this session is taken."),
        (
            {"admission": Admission.APPROVAL},
            "Registrations for that session are approved one by one, so you cannot move to it. "
            "Your present registration stays as it is.",
        ),
        (
            {"admission": Admission.INVITATION},
            "This session is by invitation. Please use the personal link in the mail that "
            "invited you.",
        ),
        (
            {"categories": ("un_agency",)},
            "This session is not for people who take part in this capacity.",
        ),
        ({"registration_open": False}, "Registration for this session is not open."),
    ],
)
def test_no_seat_is_lost_by_a_swap_to_where_one_cannot_have_one(
    client: FlaskClient, what: dict[str, object], sentence: str
) -> None:
    registration = registered(a_session(a_dialogue(), capacity=1))
    twin = a_session(registration.session.dialogue, hour=16, **what)  # type: ignore[arg-type]
    page = manage_page(registration)
    swap = f"{page}/swap/{twin.public_id}"
    assert twin.public_id not in client.get(page).text
    for answer in (client.get(swap), client.post(swap)):
        assert answer.status_code in (409, 422)
        assert said_wrong(answer.text) == [sentence]
        assert "you have a seat in this session" in answer.text
    assert now(registration).session_id != twin.id
    assert now(registration).status is CONFIRMED


def test_what_awaits_approval_says_so_and_can_be_withdrawn(client: FlaskClient) -> None:
    registration = registered(a_session(admission=Admission.APPROVAL))
    page = manage_page(registration)
    assert "A Person, your registration awaits approval by the organisers." in client.get(page).text
    done = client.post(f"{page}/cancel", follow_redirects=True).text
    assert "You have withdrawn your registration." in done
    assert "If you come back, the organisers decide anew." in done
    back = client.post(f"{page}/return", follow_redirects=True).text
    assert "Your registration awaits approval again." in back
    assert now(registration).status is PENDING


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        (Ending.ORGANISER, "A Person, the organisers have removed your registration."),
        (Ending.DECLINED, "A Person, the organisers have not approved your registration."),
    ],
)
def test_what_organisers_ended_says_so_with_their_sentence_and_offers_no_return(
    client: FlaskClient, by: Ending, sentence: str
) -> None:
    session = a_session(a_dialogue())
    twin = a_session(session.dialogue, hour=16)
    ended = a_registration(
        session, status=CANCELLED, ended_by=by, ended_because="Please come <next> time."
    )
    page = manage_page(ended)
    shown = client.get(page).text
    assert sentence in shown
    assert "Please come &lt;next&gt; time.</blockquote>" in shown
    assert "/return" not in shown
    assert twin.public_id not in shown
    refused = client.post(f"{page}/return")
    assert refused.status_code == 409
    assert said_wrong(refused.text) == [
        "The organisers ended this registration. Please write to them."
    ]


def test_who_cancelled_cannot_come_back_to_what_is_by_invitation_by_now(
    client: FlaskClient,
) -> None:
    registration = registered(a_session())
    service.cancel(registration)
    registration.session.admission = Admission.INVITATION
    page = manage_page(registration)
    assert "This session is by invitation now." in client.get(page).text
    assert client.post(f"{page}/return").status_code == 409
    assert now(registration).status is CANCELLED


def test_cancelling_a_full_session_says_before_that_one_would_wait(client: FlaskClient) -> None:
    registration = registered(a_session(capacity=1))
    page = manage_page(registration)
    assert "if you come back, you join the end of the waiting list" in (
        client.get(f"{page}/cancel").text
    )
    assert now(registration).status is CONFIRMED


def test_who_has_no_seat_cannot_join_and_is_told_so(
    client: FlaskClient, waiting: Registration
) -> None:
    answer = client.get(f"/en/{JOIN}/{join_token(waiting)}").text
    assert "You have no seat in this session yet, so you cannot join." in answer
    assert "cancelled" not in answer


def test_where_several_may_be_taken_one_moves_to_no_session_that_one_has(
    client: FlaskClient,
) -> None:
    dialogue = a_dialogue(allows_several=True)
    morning, noon, evening = (a_session(dialogue, hour=hour) for hour in (8, 12, 18))
    first = registered(morning)
    second = registered(noon)
    page = manage_page(first)
    shown = client.get(page).text
    assert noon.public_id not in shown
    assert f"/swap/{evening.public_id}" in shown
    assert "Register for the session on" in shown
    assert "already have a seat" not in shown
    answer = client.post(f"{page}/swap/{noon.public_id}")
    assert answer.status_code == 409
    assert (now(first).session_id, now(second).session_id) == (morning.id, noon.id)


@pytest.mark.databases
def test_an_approval_holds_in_a_twin_that_approves_too(app: object) -> None:
    dialogue = a_dialogue()
    morning = a_session(dialogue, admission=Admission.APPROVAL)
    afternoon = a_session(dialogue, hour=16, admission=Admission.APPROVAL)
    pending, approved = registered(morning, email="a@example.org"), registered(morning)
    service.swap(pending, afternoon)
    assert (pending.session_id, pending.status) == (afternoon.id, PENDING)
    admission_service.approve([approved])
    service.swap(approved, afternoon)
    assert (approved.session_id, approved.status) == (afternoon.id, CONFIRMED)
