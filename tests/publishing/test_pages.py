"""The public pages: what is next, when it is for me, where I register."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Admission, Dialogue, Status
from tests import builders


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def _next_dialogue() -> Dialogue:
    dialogue = builders.a_dialogue(
        "Governance",
        texts={"ar": ("الحوكمة", "نص"), "zh": ("治理", "文")},
    )
    day = dt.datetime(2031, 7, 30)
    builders.a_session(dialogue, local_start=day.replace(hour=8))
    builders.a_session(dialogue, local_start=day.replace(hour=16), interpretation=("fr", "es"))
    return dialogue


def test_the_root_leads_to_the_visitors_language(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "es-MX, es;q=0.9, en;q=0.5"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/es/")
    assert answer.headers["Cache-Control"] == "no-store"


def test_home_shows_the_next_dialogue_with_its_sessions(client: FlaskClient) -> None:
    dialogue = _next_dialogue()
    page = client.get("/en/?zone=Africa/Nairobi").text

    for session in dialogue.sessions:
        address = f"/en/sessions/{session.public_id}/register?zone=Africa/Nairobi"
        assert f'href="{address}"' in page
    assert "09:00–10:30</time>" in page  # Nairobi, large
    assert "08:00–09:30" in page  # Rome
    assert "06:00–07:30" in page  # UTC
    assert '<li lang="zh" dir="ltr">中文</li>' in page
    assert '<li lang="ar" dir="rtl">العربية</li>' in page


def test_without_a_zone_the_sessions_own_and_utc_are_shown(client: FlaskClient) -> None:
    _next_dialogue()
    page = client.get("/en/").text

    assert "08:00–09:30</time>" in page
    assert "06:00–07:30" in page


def test_a_date_is_said_wherever_it_differs(client: FlaskClient) -> None:
    _next_dialogue()
    page = client.get("/en/?zone=Pacific/Honolulu").text

    assert "Tuesday, 29 July 2031" in page
    assert page.count("times__other-date") == 2  # the morning's, in Rome and in UTC


def test_home_says_what_is_coming_and_what_was(client: FlaskClient) -> None:
    _next_dialogue()
    builders.a_session(builders.a_dialogue("Coming"), local_start=dt.datetime(2031, 9, 1, 8))
    builders.a_session(builders.a_dialogue("Held"), local_start=dt.datetime(2022, 6, 29, 8))
    builders.a_session(builders.a_dialogue("Drafted", status=Status.DRAFT))
    page = client.get("/en/").text

    assert page.index("Governance") < page.index(">Coming<") < page.index(">Held<")
    assert "Drafted" not in page


def test_an_empty_programme_says_what_will_fill_it(client: FlaskClient) -> None:
    page = client.get("/en/").text

    assert "No Dialogue is planned at the moment." in page
    assert 'href="/en/subscribe"' in page


def test_few_seats_are_said_without_their_number_and_many_are_not(client: FlaskClient) -> None:
    few = builders.a_session(days=3, capacity=11)
    builders.a_registration(few)
    builders.a_session(few.dialogue, days=3, hour=16, capacity=12)
    page = client.get("/en/").text

    assert page.count("Few seats left") == 1
    builders.a_registration(few)
    assert client.get("/en/").text == page  # nobody can see that one was taken


@pytest.mark.parametrize(
    ("fields", "said", "can_register"),
    [
        ({"capacity": 5}, "Register", True),
        ({"capacity": 1}, "All seats of this session are taken.", True),
        ({"capacity": 1}, "Join the waiting list", True),
        ({"admission": "approval"}, "Ask to take part", True),
        ({"registration_open": False}, "This session no longer takes registrations.", False),
        (
            {"status": Status.CANCELLED, "sequence": 1},
            "The organisers have cancelled this session.",
            False,
        ),
        ({"local_start": dt.datetime(2022, 7, 27, 8)}, "This Dialogue has been held.", False),
    ],
)
def test_a_dialogue_says_what_one_can_do(
    client: FlaskClient, fields: dict[str, object], said: str, can_register: bool
) -> None:
    session = builders.a_session(**fields)  # type: ignore[arg-type]
    builders.a_registration(session)
    page = client.get(f"/en/dialogues/{session.dialogue.public_id}").text

    assert said in page
    assert (f"/en/sessions/{session.public_id}/register" in page) is can_register


def test_a_dialogue_that_is_over_points_to_what_is_open(client: FlaskClient) -> None:
    held = builders.a_session(local_start=dt.datetime(2022, 7, 27, 8)).dialogue
    builders.a_session(builders.a_dialogue("Full"), capacity=0, days=2)
    following = builders.a_session(builders.a_dialogue("Its successor"), days=4).dialogue
    page = client.get(f"/en/dialogues/{held.public_id}").text

    assert "Its successor" in page
    assert f"/en/dialogues/{following.public_id}" in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_was_never_published_does_not_exist(client: FlaskClient, status: Status) -> None:
    dialogue = builders.a_dialogue(status=status)
    builders.a_session(dialogue, status=status)

    assert client.get(f"/en/dialogues/{dialogue.public_id}").status_code == 404
    assert client.get("/en/dialogues/unknown").status_code == 404


def test_a_cancelled_dialogue_says_so(client: FlaskClient) -> None:
    dialogue = builders.a_dialogue(status=Status.CANCELLED)
    builders.a_session(dialogue, status=Status.CANCELLED, sequence=2)
    page = client.get(f"/en/dialogues/{dialogue.public_id}").text

    assert "The organisers have cancelled this Dialogue." in page


def test_a_title_that_lacks_the_language_is_labelled(client: FlaskClient) -> None:
    dialogue = _next_dialogue()
    french = client.get(f"/fr/dialogues/{dialogue.public_id}").text
    arabic = client.get(f"/ar/dialogues/{dialogue.public_id}").text

    assert '<bdi lang="en" dir="ltr">Governance</bdi>' in french
    assert "anglais" in french
    assert '<bdi lang="ar" dir="rtl">الحوكمة</bdi>' in arabic


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_link_to_themselves_in_the_other_languages(
    client: FlaskClient, language: str
) -> None:
    dialogue = _next_dialogue()
    page = client.get(f"/{language}/dialogues/{dialogue.public_id}?zone=Africa/Cairo").text

    for other in LANGUAGES:
        path = f"/{other}/dialogues/{dialogue.public_id}"
        assert f'href="{path}?zone=Africa/Cairo"' in page
        assert f'hreflang="{other}" href="http://127.0.0.1:8000{path}"' in page


def test_a_link_previews_itself(client: FlaskClient) -> None:
    dialogue = _next_dialogue()
    page = client.get(f"/zh/dialogues/{dialogue.public_id}").text

    assert '<meta property="og:title" content="治理">' in page
    assert f'content="http://127.0.0.1:8000/zh/dialogues/{dialogue.public_id}"' in page


def test_copies_for_web_calendars_are_only_on_the_dialogue(client: FlaskClient) -> None:
    dialogue = _next_dialogue()
    page = client.get(f"/en/dialogues/{dialogue.public_id}").text

    assert "dates=20310730T060000Z%2F20310730T073000Z" in page
    assert "does not follow later changes" in page
    assert "calendar.google.com" not in client.get("/en/").text


def test_queries_stay_the_same_however_many_register(client: FlaskClient) -> None:
    dialogue = _next_dialogue()
    addresses = ["/en/", f"/en/dialogues/{dialogue.public_id}"]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with counted() as statements:
                assert client.get(address).status_code == 200
            counts.append(len(statements))
        return counts

    for session in dialogue.sessions:
        session.capacity = 100
        builders.a_registration(session)
    few = queries()
    for session in dialogue.sessions:
        for _number in range(20):
            builders.a_registration(session)
    for number in range(3):
        builders.a_session(builders.a_dialogue(f"Another {number}"), days=4000 + number, capacity=9)

    assert queries() == few
    assert max(few) <= 12


def test_past_dialogues_are_paged(client: FlaskClient) -> None:
    for number in range(1, 23):
        builders.a_session(
            builders.a_dialogue(f"Topic {number:02d}"), local_start=dt.datetime(2021, 1, number, 8)
        )
    first, second = client.get("/en/dialogues/").text, client.get("/en/dialogues/?page=2").text

    assert ("Topic 22" in first, "Topic 02" in first) == (True, False)
    assert ("Topic 02" in second, "Topic 22" in second) == (True, False)
    assert client.get("/en/dialogues/?page=-7").status_code == 200
    assert "/en/dialogues/" in client.get("/en/").text


@pytest.mark.parametrize("query", ["Nairobi", "نيروبي", "Кения", "肯尼亚"])
def test_the_picker_finds_a_city_and_leads_back(client: FlaskClient, query: str) -> None:
    page = client.get(
        "/fr/zones", query_string={"q": query, "return": "/en/dialogues/x?a=1&zone=UTC"}
    ).text

    assert 'href="/fr/dialogues/x?a=1&amp;zone=Africa/Nairobi"' in page


@pytest.mark.parametrize("way_back", ["https://example.org/", "//example.org", "/\\example.org"])
def test_the_picker_leads_nowhere_else(client: FlaskClient, way_back: str) -> None:
    page = client.get("/en/zones", query_string={"return": way_back}).text

    assert f'href="{way_back}' not in page
    assert '<input type="hidden" name="return" value="/en/">' in page
    assert 'href="/en/?zone=Africa/Nairobi"' in page


def test_the_picker_says_what_to_do_when_nothing_is_found(client: FlaskClient) -> None:
    page = client.get("/en/zones?q=<script>").text

    assert "&lt;script&gt;" in page
    assert "Please check the spelling" in page
    assert "Rome (Italy)" in page


def test_privacy_says_whom_to_ask_and_what_is_erased(client: FlaskClient) -> None:
    page = client.get("/en/privacy").text

    assert "dialogues@example.org" in page
    assert "30 days after the session" in page
    assert "24 months after the last action item of yours is closed" in page


def test_a_first_visit_is_light(client: FlaskClient) -> None:
    import re

    _next_dialogue()
    asked = {"Accept-Encoding": "gzip"}
    page = client.get("/en/?zone=Africa/Nairobi", headers=asked)
    text = client.get("/en/?zone=Africa/Nairobi").text
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    sizes = [len(client.get(part, headers=asked).data) for part in parts]

    assert len(page.data) + sum(sizes) < 45_000
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="https?://(?!127\.0\.0\.1)', text)


@pytest.mark.parametrize(
    ("admission", "is_said"), [(Admission.OPEN, True), (Admission.APPROVAL, False)]
)
def test_a_waiting_list_is_promised_only_where_anybody_can_join_one(
    client: FlaskClient, admission: Admission, is_said: bool
) -> None:
    dialogue = builders.a_dialogue()
    builders.a_session(dialogue, admission=Admission.INVITATION)
    builders.a_session(dialogue, hour=16, capacity=0, admission=admission)
    page = client.get(f"/en/dialogues/{dialogue.public_id}").text
    assert ("You can join a waiting list below." in page) is is_said
