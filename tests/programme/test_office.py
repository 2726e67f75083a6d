"""The desk and the form of a new Dialogue: what works, what is refused, who is kept out."""

import datetime as dt
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme.models import Dialogue, DialogueSession, Status
from tests.builders import a_dialogue, a_session
from tests.programme.office_forms import (
    FORM,
    NEW,
    REPEATED,
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_desk_lists_what_comes_what_is_a_draft_and_what_is_over(
    staff_client: FlaskClient, language: str
) -> None:
    a_session(a_dialogue("Coming"))
    a_session(a_dialogue("Being written", status=Status.DRAFT), status=Status.DRAFT)
    a_session(a_dialogue("Held"), days=-30)
    a_session(a_dialogue("Called off", status=Status.CANCELLED), status=Status.CANCELLED)
    page = staff_client.get(f"/{language}/office/").text
    titles = ["Coming", "Being written", "Called off", "Held"]
    assert sorted(titles, key=page.index) == titles


def test_an_empty_desk_says_what_fills_it(staff_client: FlaskClient) -> None:
    page = staff_client.get("/en/office/").text
    assert "Nothing is coming. A Dialogue appears here once it is published" in page


def test_the_desk_is_paged(staff_client: FlaskClient) -> None:
    for number in range(21):
        a_session(a_dialogue(f"Held {number}."), days=-30 - number)
    assert "Held 20." not in staff_client.get("/en/office/").text
    assert "Held 20." in staff_client.get("/en/office/?page=2").text


@pytest.mark.parametrize(
    ("methods", "path"),
    [
        (["GET"], "/"),
        (["GET", "POST"], "/dialogues/new"),
        (["GET"], "/dialogues/{dialogue}"),
        (["GET", "POST"], "/dialogues/{dialogue}/texts"),
        (["GET", "POST"], "/dialogues/{dialogue}/sessions/new"),
        (["GET", "POST"], "/dialogues/{dialogue}/publish"),
        (["GET", "POST"], "/dialogues/{dialogue}/cancel"),
        (["GET", "POST"], "/sessions/{session}/edit"),
        (["GET", "POST"], "/sessions/{session}/cancel"),
        (["POST"], "/sessions/{session}/registration"),
        (["GET", "POST"], "/import"),
    ],
)
def test_strangers_are_led_to_the_sign_in_page(
    client: FlaskClient, methods: list[str], path: str
) -> None:
    session = a_public_session()
    address = path.format(dialogue=session.dialogue.public_id, session=session.public_id)
    for method in methods:
        data = {"action": "confirm", "open": "0"} if method == "POST" else None
        answer = client.open(f"/en/office{address}", method=method, data=data)
        assert answer.status_code == 302
        assert answer.location.startswith("/en/office/sign-in")
    assert (stored(session).status, session.registration_open) == (Status.PUBLISHED, True)


def test_what_does_not_exist_is_not_found(staff_client: FlaskClient) -> None:
    assert staff_client.get("/en/office/dialogues/nothing").status_code == 404
    assert staff_client.get("/en/office/sessions/nothing/edit").status_code == 404


def test_the_form_starts_with_the_hub_s_habits(staff_client: FlaskClient) -> None:
    page = staff_client.get(NEW).text
    assert re.findall(r'name="(?:first|second)-start"[^>]*value="([^"]*)"', page) == [
        "08:00",
        "16:00",
    ]
    checked = r'<input checked id="(first|second)-interpretation-\d" [^>]*value="(\w+)"'
    assert re.findall(checked, page) == [
        ("first", "ar"),
        ("first", "zh"),
        ("first", "ru"),
        ("second", "fr"),
        ("second", "es"),
    ]


def test_the_form_starts_with_the_habits_of_the_last_dialogue(staff_client: FlaskClient) -> None:
    a_session(zone="Africa/Nairobi", minutes=75, hour=11)
    page = staff_client.get(NEW).text
    assert 'value="Africa/Nairobi"' in page
    assert re.findall(r'name="(?:first|second)-start"[^>]*value="([^"]*)"', page) == ["11:00", ""]


def test_two_identical_sessions_are_one_form(staff_client: FlaskClient) -> None:
    answer = staff_client.post(NEW, data={**FORM, "action": "draft"})
    dialogue = db.session.scalars(db.select(Dialogue)).one()
    assert answer.status_code == 303
    assert answer.location == f"/en/office/dialogues/{dialogue.public_id}"
    assert dialogue.status is Status.DRAFT
    assert dialogue.texts["en"].description == "First.\n\nSecond."
    assert dialogue.texts["fr"].title == "Gouvernance"
    assert set(dialogue.texts) == {"en", "fr"}
    morning, afternoon = dialogue.sessions
    assert (morning.short_link, afternoon.short_link) == ("28julyAM", "28JulyPM")
    assert (morning.capacity, afternoon.capacity) == (None, 300)
    assert morning.interpretation == ("zh", "ru", "ar")
    page = staff_client.get(answer.location).text
    assert "http://127.0.0.1:8000/28julyAM" in page
    assert "The draft is saved. Nobody but the organisers sees it." in page


def test_who_did_it_is_in_the_history(staff_client: FlaskClient) -> None:
    answer = staff_client.post(NEW, data={**FORM, "action": "draft"})
    changes = db.session.scalars(db.select(Change)).all()
    assert {change.actor for change in changes} == {f"staff:{staff_client.staff_id}"}  # type: ignore[attr-defined]
    assert "An Organiser" in staff_client.get(answer.location).text


def test_publishing_shows_first_what_will_happen(staff_client: FlaskClient) -> None:
    look = staff_client.post(NEW, data={**FORM, "action": "publish"})
    assert look.status_code == 200
    assert "2 sessions appear on the public programme" in text(look.text)
    assert "http://127.0.0.1:8000/28julyAM" in look.text
    assert count(Dialogue) == 0
    back = staff_client.post(NEW, data={**carried(look.text), "action": "edit"})
    assert 'value="Governance, policies and institutions"' in back.text
    staff_client.post(NEW, data={**carried(look.text), "action": "confirm"})
    dialogue = db.session.scalars(db.select(Dialogue)).one()
    assert dialogue.status is Status.PUBLISHED
    assert [session.status for session in dialogue.sessions] == [Status.PUBLISHED] * 2
    assert dialogue.texts["en"].description == "First.\n\nSecond."


def test_one_session_is_enough(staff_client: FlaskClient) -> None:
    staff_client.post(NEW, data={**FORM, "second-start": "", "action": "draft"})
    assert count(DialogueSession) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_en": ""}, "Give a title."),
        ({"date": ""}, "Give the date."),
        ({"date": "28 July"}, "Give a date, such as 2026-07-27."),
        (
            {"date": "0001-01-01", "zone": "Pacific/Auckland"},
            "Give a date between the years 2000 and 2037.",
        ),
        (
            {"date": "9999-12-31", "zone": "America/New_York", "first-start": "23:30"},
            "Give a date between the years 2000 and 2037.",
        ),
        ({"minutes": ""}, "Give the length in minutes."),
        ({"minutes": "ninety"}, "Give the length in minutes as a whole number."),
        ({"minutes": "3"}, "A session lasts between 5 and 1440 minutes."),
        ({"zone": ""}, "Give the time zone, such as Europe/Rome."),
        ({"zone": "Rom"}, "“Rom” is not a time zone. Did you mean Europe/Rome"),
        ({"first-start": ""}, "Give the time at which the session starts."),
        ({"first-start": "8"}, "Give a time as hours and minutes, such as 16:00."),
        ({"second-start": "25:00"}, "Give a time as hours and minutes, such as 16:00."),
        ({"second-floor_language": "de"}, "“de” is not one of the languages"),
        ({"second-interpretation": ["en"]}, "The floor language cannot be an interpretation"),
        (
            {"second-capacity": "lots"},
            "Give the number of seats as a whole number, or leave it empty.",
        ),
        ({"second-short_link": "office"}, "“office” is the address of a page of this site."),
        ({"second-short_link": "28julyam", "first-short_link": "28JulyAM"}, "belongs to another"),
        ({"second-join_url": "javascript:alert(1)"}, "A join link is a whole web address"),
        (
            {"date": "2027-03-28", "first-start": "02:30"},
            "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
            "Choose 01:30 or 03:30.",
        ),
        (REPEATED, "at 00:30 UTC and at 01:30 UTC. Choose the first or the second."),
    ],
)
def test_a_refused_field_keeps_what_was_typed(
    staff_client: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    answer = staff_client.post(NEW, data={**FORM, **changes, "action": "draft"})
    assert answer.status_code == 422
    assert text(answer.text).count(sentence) == 2  # in the summary and beside the field
    assert 'value="Gouvernance"' in answer.text
    assert count(Dialogue) == 0


def test_a_repeated_time_is_chosen(staff_client: FlaskClient) -> None:
    page = staff_client.post(NEW, data={**FORM, **REPEATED, "action": "draft"}).text
    assert "The first, at 00:30 UTC" in page
    assert "The second, at 01:30 UTC" in page
    staff_client.post(NEW, data={**FORM, **REPEATED, "first-again": "1", "action": "draft"})
    session = db.session.scalars(db.select(DialogueSession)).first()
    assert session is not None
    assert session.starts_at == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)
    edit = staff_client.get(f"/en/office/sessions/{session.public_id}/edit").text
    assert re.search(r'<input checked id="sitting-again-1"', edit)


@pytest.mark.parametrize("path", ["sessions/{session}/edit", "dialogues/{dialogue}/sessions/new"])
def test_a_repeated_time_is_chosen_on_the_pages_of_one_session_too(
    staff_client: FlaskClient, path: str
) -> None:
    session = a_public_session()
    address = "/en/office/" + path.format(
        session=session.public_id, dialogue=session.dialogue.public_id
    )
    repeated = {"date": "2027-10-31", "sitting_start": "02:30", "sitting_short_link": "31october"}
    answer = staff_client.post(address, data={**edit_form(**repeated), "action": "draft"})
    assert answer.status_code == 422
    assert "The first, at 00:30 UTC" in answer.text
    assert "The second, at 01:30 UTC" in answer.text
    assert text(answer.text).count("at 00:30 UTC and at 01:30 UTC. Choose the first") == 2
    chosen = {**edit_form(**repeated, sitting_again="1"), "action": "draft"}
    assert staff_client.post(address, data=chosen).status_code in (200, 303)


@pytest.mark.parametrize(
    ("date", "sitting_start", "zone"),
    [
        ("0001-01-01", "08:00", "Pacific/Auckland"),
        ("9999-12-31", "23:30", "America/New_York"),
    ],
)
@pytest.mark.parametrize("path", ["sessions/{session}/edit", "dialogues/{dialogue}/sessions/new"])
def test_a_session_is_not_moved_to_the_ends_of_time(
    staff_client: FlaskClient, path: str, date: str, sitting_start: str, zone: str
) -> None:
    session = a_public_session()
    address = "/en/office/" + path.format(
        session=session.public_id, dialogue=session.dialogue.public_id
    )
    form = edit_form(date=date, sitting_start=sitting_start, zone=zone)
    answer = staff_client.post(address, data=form)
    assert answer.status_code == 422
    assert "Give a date between the years 2000 and 2037." in answer.text


def test_a_short_link_in_use_is_refused_beside_its_field(staff_client: FlaskClient) -> None:
    a_public_session()
    answer = staff_client.post(NEW, data={**FORM, "first-short_link": "28JULYam"})
    assert answer.status_code == 422
    assert 'href="#first-short_link"' in answer.text


def test_a_stale_form_keeps_what_was_typed(staff_client: FlaskClient) -> None:
    answer = staff_client.post(NEW, data={**FORM, "csrf_token": "old", "action": "draft"})
    assert answer.status_code == 422
    assert "What you typed is still here" in answer.text
    assert 'value="Gouvernance"' in answer.text
