"""A session's room: what an organiser sees first, finds, filters and presses on the day."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_participant, a_registration, a_session
from tests.programme.office_forms import text

WAITLISTED, PENDING = RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING
CANCELLED = RegistrationStatus.CANCELLED


def room(session: DialogueSession, query: str = "", language: str = "en") -> str:
    return f"/{language}/office/sessions/{session.public_id}{query}"


def listed(page: str) -> list[str]:
    """The names of the list, in its order."""
    return re.findall(r'person__name"><a [^>]*>([^<]*)</a>', page)


def test_the_figures_come_first(staff_client: FlaskClient) -> None:
    session = a_session(capacity=3, reminders=("1h",))
    for status, count in (("confirmed", 3), ("waitlisted", 2), ("pending", 1), ("cancelled", 4)):
        for number in range(count):
            attended_at = clock.now() if status == "confirmed" and number == 0 else None
            a_registration(
                session,
                status=RegistrationStatus(status),
                attended_at=attended_at,
                queue_number=number if status == "waitlisted" else None,
            )
    page = staff_client.get(room(session)).text
    figures = re.findall(r'class="figure">\s*<dt>(?:<a[^>]*>)?([^<]*).*?<dd>(\d+)', page, re.S)
    assert figures == [
        ("Registered", "3"),
        ("Waiting", "2"),
        ("Awaiting approval", "1"),
        ("Attended", "1"),
    ]
    assert "of 3 seats" in page
    assert "Next reminder by mail" in page
    tabs = re.findall(r"<bdi>\((\d+)\)</bdi>", page)
    assert tabs == ["3", "2", "1", "4", "10"]


def test_a_person_is_found_by_parts_of_name_and_organisation_without_accents(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    a_registration(session, name="Jean-Baptiste Ouédraogo", organisation="Ministère de la Santé")
    a_registration(session, name="Jeanne Dupont")
    page = staff_client.get(room(session, "?q=sante+OUEDRA")).text
    assert listed(page) == ["Jean-Baptiste Ouédraogo"]
    assert "Found by: sante OUEDRA" in page


def test_conditions_combine_and_each_can_be_taken_away(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, name="A", country="SN", listening_language="zh")
    a_registration(session, name="B", country="SN", listening_language="ru")
    a_registration(session, name="C", country="FR", listening_language="zh")
    page = staff_client.get(room(session, "?country=SN&listening=zh")).text
    assert listed(page) == ["A"]
    ways = re.findall(r'href="([^"]*)#list"><bdi>([^<]*)</bdi>', page)
    assert [(way.partition("?")[2], label) for way, label in ways] == [
        ("country=SN", "Listens in: Chinese"),
        ("listening=zh", "Senegal"),
    ]
    assert listed(staff_client.get(ways[0][0]).text) == ["A", "B"]


def test_an_address_of_nonsense_asks_for_nothing(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, name="A")
    query = "?country=XX&region=Mars&category=king&attended=2&sort=up&page=zz&status=&listening=%00"
    assert listed(staff_client.get(room(session, query)).text) == ["A"]


def test_who_waits_is_listed_in_queue_order_with_the_place(staff_client: FlaskClient) -> None:
    session = a_session(capacity=1)
    for name, number in (("Second", 9), ("First", 4), ("Third", 11)):
        a_registration(session, name=name, status=WAITLISTED, queue_number=number)
    page = staff_client.get(room(session, "?status=waitlisted")).text
    assert listed(page) == ["First", "Second", "Third"]
    assert re.findall(r"Place (\d+) in the queue", page) == ["1", "2", "3"]
    page = staff_client.get(room(session, "?status=waitlisted&q=third")).text
    assert re.findall(r"Place (\d+) in the queue", page) == ["3"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", ["Ärmel", "Bo", "Zoé"]), ("country", ["Bo", "Zoé", "Ärmel"])],
)
def test_the_list_is_sorted_as_readers_look_names_up(
    sort: str, order: list[str], staff_client: FlaskClient
) -> None:
    session = a_session()
    # In Chinese, the United States (美国) come before Senegal (塞内加尔), and that before China.
    for name, country in (("Zoé", "SN"), ("Ärmel", "CN"), ("Bo", "US")):
        a_registration(session, name=name, country=country)
    assert listed(staff_client.get(room(session, f"?sort={sort}", "zh")).text) == order


def test_a_list_has_pages_that_keep_the_conditions(staff_client: FlaskClient) -> None:
    session = a_session()
    for number in range(51):
        a_registration(session, name=f"Person {number:02}", country="SN")
    page = staff_client.get(room(session, "?country=SN&sort=name")).text
    assert len(listed(page)) == 50
    following = text(re.findall(r'rel="next" href="([^"]*)"', page)[0])
    assert listed(staff_client.get(following).text) == ["Person 50"]
    assert listed(staff_client.get(following.replace("page=2", "page=99")).text) == ["Person 50"]


def test_bars_lead_to_those_they_count(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, name="A", country="CN", category=Category.COALITION)
    a_registration(session, name="B", country="SN", category=Category.COALITION)
    page = staff_client.get(room(session)).text
    for label, names in (("Asia", ["A"]), ("Coalition of action", ["A", "B"]), ("Senegal", ["B"])):
        way = re.findall(rf'<th scope="row"><a href="([^"]*)">{label}</a>', page)[0]
        assert listed(staff_client.get(text(way)).text) == names


def checked_in(client: FlaskClient, registration: Registration, **data: Any) -> Any:
    sent = {"registration": registration.public_id, "here": "yes", **data}
    return client.post(room(registration.session, "/check-in"), data=sent)


def test_checking_in_leads_back_to_the_row_and_says_how_to_take_it_back(
    staff_client: FlaskClient,
) -> None:
    registration = a_registration(a_session(days=0, hour=0), name="Amina Diop")
    here = room(registration.session, "?country=SN&page=1")
    assert "Check in" in staff_client.get(here).text
    answer = checked_in(staff_client, registration, **{"return": here})
    assert answer.location == f"{here}#person-{registration.public_id}"
    page = staff_client.get(here).text
    assert "Amina Diop is checked in. “Undo” beside the name takes that back." in page
    assert db.session.get_one(Registration, registration.id).attended_at is not None
    checked_in(staff_client, registration, here="no")
    assert db.session.get_one(Registration, registration.id).attended_at is None
    verbs = db.session.scalars(db.select(Change.verb).filter_by(subject_kind="registration")).all()
    assert verbs == ["check_in", "undo_check_in"]


def test_who_has_no_seat_is_not_checked_in(staff_client: FlaskClient) -> None:
    registration = a_registration(a_session(days=0), status=WAITLISTED, queue_number=1)
    answer = checked_in(staff_client, registration)
    assert "Only who has a seat" in staff_client.get(answer.location.partition("#")[0]).text
    assert registration.attended_at is None


def test_a_way_back_never_leads_elsewhere(staff_client: FlaskClient) -> None:
    registration = a_registration(a_session(days=0))
    answer = checked_in(staff_client, registration, **{"return": "//evil.example.org/"})
    assert answer.location.startswith(room(registration.session))


def test_people_of_another_session_are_not_checked_in_here(staff_client: FlaskClient) -> None:
    registration, session = a_registration(), a_session()
    data = {"registration": registration.public_id}
    assert staff_client.post(room(session, "/check-in"), data=data).status_code == 404


def test_weeks_before_a_session_nobody_can_be_checked_in(staff_client: FlaskClient) -> None:
    registration = a_registration(a_session(days=20))
    assert "Check in" not in staff_client.get(room(registration.session)).text


def test_mail_that_comes_back_stands_beside_the_person(staff_client: FlaskClient) -> None:
    session = a_session()
    person = a_participant(undeliverable_at=clock.now(), undeliverable_reason="550 No such user")
    a_registration(session, participant=person, name="Gone")
    a_registration(session, name="There")
    page = staff_client.get(room(session, "?mail=back")).text
    assert listed(page) == ["Gone"]
    assert "550 No such user" in page


def test_a_persons_page_says_all_that_they_said(staff_client: FlaskClient) -> None:
    registration = a_registration(
        name="Amina Diop", question="Who pays?", needed_language="pt", accessibility="Captions"
    )
    page = staff_client.get(f"/en/office/registrations/{registration.public_id}").text
    for said in ("Amina Diop", "Who pays?", "Portuguese", "Captions", "Has a seat"):
        assert said in page


def test_strangers_see_no_room(client: FlaskClient) -> None:
    registration = a_registration(a_session(days=0))
    session = registration.session
    answers = [
        client.get(room(session)),
        client.get(f"/en/office/registrations/{registration.public_id}"),
        client.get(f"/en/office/dialogues/{session.dialogue.public_id}/demand"),
        client.get("/en/office/demand"),
        checked_in(client, registration),
    ]
    assert ["/office/sign-in" in answer.location for answer in answers] == [True] * 5
    decided = client.post(room(session, "/decide"), data={"decide": "approve all"})
    assert (decided.status_code, registration.public_id in decided.text) == (403, False)
    assert registration.attended_at is None
