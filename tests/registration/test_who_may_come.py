"""Full, approved, invited, limited, not open yet: what visitors find, and are told after."""

import datetime as dt

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import GOOD, form_of, only_registration
from tests.registration.test_pages import errors_in


def after(client: FlaskClient, session: DialogueSession, **changes: str) -> str:
    """The page that one sees after submitting the form."""
    answer = client.post(form_of(session), data={**GOOD, **changes})
    assert answer.status_code == 303
    return client.get(answer.location).text


def with_opening(opens: dt.datetime | None, closes: dt.datetime | None) -> DialogueSession:
    session: DialogueSession = a_session(
        registration_opens_at=opens, registration_closes_at=closes, days=30
    )
    return session


def test_a_full_session_says_before_and_after_that_one_waits(client: FlaskClient) -> None:
    full = a_session(capacity=0)
    page = client.get(form_of(full)).text
    assert "Every seat in this session is taken." in page
    assert "you join the end of the waiting list" in page
    assert ">Join the waiting list</button>" in page
    told = after(client, full)
    assert "<h1>You are on the waiting list</h1>" in told
    assert ".ics" not in told
    assert only_registration().status is RegistrationStatus.WAITLISTED


def test_a_full_session_offers_its_twin_if_that_has_room(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    full, twin = a_session(dialogue, capacity=0), a_session(dialogue, hour=16, capacity=1)
    page = client.get(f"{form_of(full)}?zone=Africa/Nairobi").text
    assert "The other session has seats: " in page
    assert "18:00–19:30, Nairobi (Kenya)" in page
    assert f'formaction="{form_of(twin)}?zone=Africa/Nairobi"' in page
    assert "The other session has seats: " in after(client, full)
    a_registration(twin)
    assert twin.public_id not in client.get(form_of(full)).text


def test_the_page_after_a_full_session_is_the_same_whoever_was_registered(
    client: FlaskClient,
) -> None:
    session = a_session(capacity=1)
    a_registration(session, email="person@example.org", name="Somebody Else")
    known = after(client, session)
    unknown = after(client, session, email="other@example.org")
    assert known == unknown.replace("other@example.org", "person@example.org")
    third = after(client, session, email="third@example.org")
    assert third == unknown.replace("other@example.org", "third@example.org")  # no place


def test_who_asks_to_take_part_is_told_before_and_after_that_organisers_decide(
    client: FlaskClient,
) -> None:
    session = a_session(admission=Admission.APPROVAL)
    page = client.get(form_of(session)).text
    assert "The organisers decide who takes part in this session" in page
    assert ">Ask to take part</button>" in page
    told = after(client, session)
    assert "<h1>Your registration awaits approval</h1>" in told
    assert only_registration().status is RegistrationStatus.PENDING


def test_a_session_by_invitation_says_where_the_personal_link_is(client: FlaskClient) -> None:
    session = a_session(admission=Admission.INVITATION, short_link="invited")
    other = a_session(a_dialogue("Another Dialogue"))
    found = client.get("/invited", follow_redirects=True)
    for answer in (found, client.post(form_of(session), data=GOOD)):
        assert answer.status_code == 200
        assert "<h1>This session is by invitation</h1>" in answer.text
        assert 'href="/en/my-registration"' in answer.text
        assert form_of(other) in answer.text
    assert form_of(session) not in client.get("/nowhere").text
    assert db.session.query(Registration).count() == 0


def test_only_the_categories_that_may_come_are_offered_and_taken(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, categories=("national_convenor", "convenor_team"))
    twin = a_session(dialogue, hour=16)
    page = client.get(form_of(session)).text
    assert "This session is for people who take part as:" in page
    assert 'value="convenor_team"' in page
    assert 'value="un_agency"' not in page
    assert "If you take part as something else, the other session is open: " in page
    answer = client.post(form_of(session), data=GOOD)
    assert answer.status_code == 422
    assert errors_in(answer.text) == [
        "This session is not for people who take part in this capacity."
    ]
    assert 'value="A Person"' in answer.text
    assert db.session.query(Registration).count() == 0
    assert "is for people" not in client.get(form_of(twin)).text
    after(client, session, category="convenor_team")
    assert only_registration().category == "convenor_team"


def test_a_session_opens_and_closes_by_itself_and_says_when(client: FlaskClient) -> None:
    now = clock.now().replace(microsecond=0)
    opens, closes = now + dt.timedelta(days=1), now + dt.timedelta(days=2)
    session = with_opening(opens, closes)
    dialogue = f"/en/dialogues/{session.dialogue.public_id}"
    path = f"{form_of(session)}?zone=Asia/Kathmandu"
    early = client.get(path).text
    assert "<h1>Registration for this session is not open yet</h1>" in early
    local = opens + dt.timedelta(hours=5, minutes=45)
    for said in (f"{local:%H:%M}, Kathmandu (Nepal)", ", Rome (Italy), ", f"{opens:%H:%M}, UTC"):
        assert said in early
    assert "Registration opens:" in client.get(dialogue).text
    assert client.post(path, data=GOOD).status_code == 200
    with time_machine.travel(opens + dt.timedelta(seconds=3), tick=False):
        assert "Registration closes:" in client.get(path).text
        client.application.extensions["page_cache"].clear()  # what two seconds do
        assert f'href="{form_of(session)}"' in client.get(dialogue).text
    with time_machine.travel(closes, tick=False):
        late = client.get(path).text
        assert "<h1>Registration for this session is closed</h1>" in late
        assert f"{closes:%H:%M}, UTC" in late
        client.application.extensions["page_cache"].clear()
        assert f'href="{form_of(session)}"' not in client.get(dialogue).text
    assert db.session.query(Registration).count() == 0


def test_a_page_is_kept_no_longer_than_what_it_shows_may_be_wrong(client: FlaskClient) -> None:
    from dialogues.web.caching import SECONDS

    answer = client.get(f"/en/dialogues/{a_session().dialogue.public_id}")
    assert answer.headers["Cache-Control"] == f"public, max-age={SECONDS:.0f}"
    assert SECONDS <= 2


def test_where_several_may_be_taken_nobody_is_told_of_one_seat(client: FlaskClient) -> None:
    dialogue = a_dialogue(allows_several=True)
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    assert (
        "Choose one of the sessions, or several"
        in client.get(f"/en/dialogues/{dialogue.public_id}").text
    )
    told = after(client, morning)
    assert "You can come to the other session, too: " in told
    assert form_of(afternoon) in told
    assert "rather" not in told
    after(client, afternoon)
    assert db.session.query(Registration).count() == 2


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"capacity": 0}, {"capacity": 0}, "You can join a waiting list below."),
        (
            {"admission": "invitation"},
            {"registration_open": False},
            "This Dialogue is by invitation.",
        ),
        ({"admission": "invitation"}, {"capacity": 0}, "All seats of this Dialogue are taken."),
    ],
)
def test_a_dialogue_that_has_no_seat_for_all_says_why_and_what_is_open(
    client: FlaskClient, first: dict[str, object], second: dict[str, object], said: str
) -> None:
    dialogue = a_dialogue()
    a_session(dialogue, **first)  # type: ignore[arg-type]
    a_session(dialogue, hour=16, **second)  # type: ignore[arg-type]
    a_session(a_dialogue("Another Dialogue"))
    page = client.get(f"/en/dialogues/{dialogue.public_id}").text
    assert said in page
    assert "Open for registration now:" in page
    assert ">Register</a>" not in page


def test_a_session_that_is_closed_leads_to_the_waiting_list_of_its_full_twin(
    client: FlaskClient,
) -> None:
    dialogue = a_dialogue()
    closed = a_session(dialogue, registration_open=False)
    full = a_session(dialogue, hour=16, capacity=0)
    page = client.get(form_of(closed)).text
    assert "Nothing else is open" not in page
    assert "All seats of this session are taken." in page
    assert f'href="{form_of(full)}">Join the waiting list</a>' in page
    elsewhere = a_session(days=40)
    assert f'href="{form_of(elsewhere)}">Register</a>' in client.get(form_of(closed)).text
    full.admission = Admission.INVITATION
    assert "Join the waiting list" not in client.get(form_of(closed)).text


def test_a_twin_with_the_language_that_a_full_session_lacks_is_offered_once(
    client: FlaskClient,
) -> None:
    dialogue = a_dialogue()
    full = a_session(dialogue, capacity=0, interpretation=())
    twin = a_session(dialogue, hour=16, interpretation=("fr",))
    needing = {**GOOD, "listening_language": "none", "needed_language": "fr"}
    page = client.post(form_of(full), data=needing).text
    assert "Every seat in this session is taken." in page
    assert "This session is not interpreted into French." in page
    assert page.count(f'formaction="{form_of(twin)}"') == 1
