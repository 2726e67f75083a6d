import datetime as dt
import gzip

import icalendar
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event

from dialogues.database import db
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.support import clock
from dialogues.web import caching
from tests import builders

TITLE = "Understanding food systems transformation: governance, policies and institutions"
JOIN_URL = "https://meet.example.org/a-room-that-is-not-public"


def a_planned_dialogue(**fields: object) -> Dialogue:
    return builders.a_dialogue(
        TITLE, texts={"fr": ("Comprendre la transformation", "Gouvernance.")}, **fields
    )


def a_planned_session(dialogue: Dialogue | None = None, **fields: object) -> DialogueSession:
    start = dt.datetime(2022, 7, 27, 8)
    return builders.a_session(
        dialogue or a_planned_dialogue(),
        **{"local_start": start, "join_url": JOIN_URL, "sequence": 3, **fields},
    )


def cancelled(days_ago: int) -> dict[str, object]:
    return {
        "status": Status.CANCELLED,
        "updated_at": clock.now() - dt.timedelta(days=days_ago),
    }


def events_in(body: bytes) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(body)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def paths(session: DialogueSession) -> dict[str, str]:
    return {
        "session": f"/sessions/{session.public_id}.ics",
        "dialogue": f"/dialogues/{session.dialogue.public_id}.ics",
        "feed": "/calendar.ics",
    }


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
def test_a_file_holds_the_session_as_it_is_stored(client: FlaskClient, file: str) -> None:
    session = a_planned_session()

    response = client.get(paths(session)[file])

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    written = events_in(response.data)[session.uid]
    assert written.start == session.starts_at
    assert written.end == session.ends_at
    assert b"DTSTART;TZID=Europe/Rome:20220727T080000\r\n" in response.data
    assert written["SEQUENCE"] == 3
    assert str(written["SUMMARY"]) == TITLE
    assert written["STATUS"] == "CONFIRMED"
    page = f"http://127.0.0.1:8000/en/dialogues/{session.dialogue.public_id}"
    assert str(written["URL"]) == page
    assert str(written["DESCRIPTION"]) == (
        "Languages: English, with interpretation into: Chinese, Russian and Arabic\n"
        f"About the Dialogue, and how to register: {page}\n\n"
        "Governance, policies and institutions."
    )


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
def test_a_public_file_names_nobody_and_holds_no_join_link(client: FlaskClient, file: str) -> None:
    session = a_planned_session()
    builders.a_registration(session, email="awa@example.org")

    body = client.get(paths(session)[file]).data

    for secret in (b"METHOD", b"ATTENDEE", b"ORGANIZER", b"awa@", JOIN_URL[:30].encode()):
        assert secret not in body.replace(b"\r\n ", b"")


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
def test_dtstamp_is_the_last_change_of_the_session_or_its_text(
    client: FlaskClient, file: str
) -> None:
    changed_at = dt.datetime(2022, 7, 1, 9, tzinfo=dt.UTC)
    later = changed_at + dt.timedelta(hours=2)
    session = a_planned_session(a_planned_dialogue(updated_at=later), updated_at=changed_at)

    response = client.get(paths(session)[file])

    written = events_in(response.data)[session.uid]
    assert written["DTSTAMP"].dt == written["LAST-MODIFIED"].dt == later
    assert response.headers["Last-Modified"] == "Fri, 01 Jul 2022 11:00:00 GMT"


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
@pytest.mark.parametrize("is_kept", [True, False])
def test_an_unchanged_file_is_not_sent_again(client: FlaskClient, file: str, is_kept: bool) -> None:
    path = paths(a_planned_session())[file]
    first = client.get(path)
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        if not is_kept:
            caching.clear(client.application)

        again = client.get(path, headers=condition)

        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("file", ["dialogue", "feed"])
def test_a_feed_that_a_cancelled_session_leaves_is_sent_again_to_who_asks_by_date(
    client: FlaskClient, file: str
) -> None:
    session = a_planned_session()
    gone = a_planned_session(dialogue=session.dialogue, **cancelled(days_ago=29))
    path = paths(session)[file]
    with time_machine.travel(clock.now(), tick=False) as traveller:
        before = client.get(path).headers["Last-Modified"]
        traveller.shift(dt.timedelta(days=2))
        caching.clear(client.application)
        again = client.get(path, headers={"If-Modified-Since": before})
    assert again.status_code == 200
    assert gone.uid not in events_in(again.data)


def test_a_changed_feed_is_sent_again(client: FlaskClient) -> None:
    session = a_planned_session()
    etag = client.get("/calendar.ics").headers["ETag"]
    session.sequence += 1
    db.session.commit()

    again = client.get("/calendar.ics", headers={"If-None-Match": etag})

    assert again.status_code == 200
    assert events_in(again.data)[session.uid]["SEQUENCE"] == 4


def test_files_are_in_the_language_of_their_address(client: FlaskClient) -> None:
    session = a_planned_session()

    for path in paths(session).values():
        french = events_in(client.get(f"/fr{path}").data)[session.uid]
        chinese = events_in(client.get(f"/zh{path}").data)[session.uid]

        assert str(french["SUMMARY"]) == "Comprendre la transformation"
        assert french["SUMMARY"].params["LANGUAGE"] == "fr"
        assert "/fr/dialogues/" in french["URL"]
        # Without a title of its own, in the language that it was written in.
        assert str(chinese["SUMMARY"]) == TITLE
        assert chinese["SUMMARY"].params["LANGUAGE"] == "en"


def test_downloads_have_names_in_ascii_and_the_feed_has_none(client: FlaskClient) -> None:
    session = a_planned_session()

    names = {
        file: client.get(f"/ar{path}").headers.get("Content-Disposition")
        for file, path in paths(session).items()
    }

    assert names == {
        "session": "attachment; filename=session-2022-07-27-0800.ics",
        "dialogue": "attachment; filename=dialogue-2022-07-27.ics",
        "feed": None,
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/calendar.ics", "Food Systems Solutions Dialogues"),
        ("/zh/calendar.ics", "粮食系统解决方案对话"),
        ("/dialogues/{}.ics", TITLE),
        ("/fr/dialogues/{}.ics", "Comprendre la transformation"),
    ],
)
def test_a_feed_says_its_name_and_how_often_to_look(
    client: FlaskClient, path: str, name: str
) -> None:
    body = client.get(path.format(a_planned_session().dialogue.public_id)).data
    lines = body.replace(b"\r\n ", b"").decode().split("\r\n")

    written = name.replace(",", "\\,")
    assert lines[4:6] == [f"NAME:{written}", f"X-WR-CALNAME:{written}"]
    assert lines[6:8] == ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]


def test_a_single_session_is_no_feed(client: FlaskClient) -> None:
    body = client.get(paths(a_planned_session())["session"]).data

    assert b"X-WR-CALNAME" not in body
    assert b"REFRESH-INTERVAL" not in body


def test_a_feed_by_language_holds_what_is_heard_in_it_floor_included(client: FlaskClient) -> None:
    morning = a_planned_session(interpretation=("zh", "ru", "ar"))
    afternoon = a_planned_session(morning.dialogue, interpretation=("fr", "es"))
    french = a_planned_session(floor_language="fr", interpretation=())

    def heard(language: str) -> set[str]:
        return set(events_in(client.get(f"/calendar.ics?interpretation={language}").data))

    assert heard("zh") == heard("ru") == heard("ar") == {morning.uid}
    assert heard("en") == {morning.uid, afternoon.uid}
    assert heard("fr") == {afternoon.uid, french.uid}
    assert heard("") == {morning.uid, afternoon.uid, french.uid}


def test_a_feed_by_language_bears_its_own_name_in_every_language(client: FlaskClient) -> None:
    for language, name in (("zh", "中文"), ("ar", "العربية"), ("fr", "Français")):
        for prefix in ("", "/ru"):
            path = f"{prefix}/calendar.ics?interpretation={language}"
            (calendar,) = icalendar.Calendar.from_ical(client.get(path).data, multiple=True)
            assert str(calendar["NAME"]).endswith(name)


def test_a_feed_in_no_language_of_ours_is_refused_with_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/fr/calendar.ics?interpretation=de")

    assert answer.status_code == 404
    assert "calendar.ics" not in client.get("/en/calendar.ics?interpretation=%00").headers
    english = client.get("/calendar.ics?interpretation=de").text
    assert "There is no calendar for this language." in english


def test_a_session_that_loses_a_language_changes_the_feed_it_leaves(client: FlaskClient) -> None:
    path = "/calendar.ics?interpretation=ru"
    at = dt.datetime(2022, 7, 1, 9, tzinfo=dt.UTC)
    session = a_planned_session(a_planned_dialogue(updated_at=at), updated_at=at)
    stays = a_planned_session(session.dialogue, updated_at=at)
    seen = client.get(path).headers["Last-Modified"]
    session.interpretation = ("zh", "ar")
    session.updated_at += dt.timedelta(hours=1)

    answer = client.get(path, headers={"If-Modified-Since": seen})

    assert answer.status_code == 200
    assert set(events_in(answer.data)) == {stays.uid}


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
def test_a_file_answers_head_and_zips(client: FlaskClient, file: str) -> None:
    path = paths(a_planned_session())[file]
    got = client.get(path)
    caching.clear(client.application)
    head = client.head(path)
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})

    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(got.headers)
    assert head.headers["Content-Length"] == str(len(got.data))
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == got.data


@pytest.mark.parametrize("file", ["session", "dialogue", "feed"])
def test_a_session_cancelled_lately_is_shown_as_cancelled(client: FlaskClient, file: str) -> None:
    session = a_planned_session(**cancelled(days_ago=29))

    written = events_in(client.get(paths(session)[file]).data)[session.uid]

    assert written["STATUS"] == "CANCELLED"
    assert written["DESCRIPTION"].startswith("The organisers have cancelled this session.\n")
    assert "register" not in written["DESCRIPTION"]


def test_a_session_cancelled_long_ago_is_gone(client: FlaskClient) -> None:
    session = a_planned_session(**cancelled(days_ago=31))

    assert client.get(paths(session)["session"]).status_code == 404
    assert client.get(paths(session)["dialogue"]).status_code == 404
    assert events_in(client.get("/calendar.ics").data) == {}


@pytest.mark.parametrize(
    ("of_dialogue", "of_session", "sequence"),
    [
        (Status.DRAFT, Status.PUBLISHED, 0),
        (Status.PUBLISHED, Status.DRAFT, 0),
        (Status.PUBLISHED, Status.CANCELLED, 0),  # cancelled as a draft
    ],
)
def test_what_was_never_published_is_in_no_file(
    client: FlaskClient, of_dialogue: Status, of_session: Status, sequence: int
) -> None:
    dialogue = a_planned_dialogue(status=of_dialogue)
    session = a_planned_session(dialogue, status=of_session, sequence=sequence)

    assert client.get(paths(session)["session"]).status_code == 404
    assert client.get(paths(session)["dialogue"]).status_code == 404
    assert events_in(client.get("/calendar.ics").data) == {}


def test_unknown_files_are_not_found(client: FlaskClient) -> None:
    assert client.get("/sessions/nothing.ics").status_code == 404
    assert client.get("/fr/dialogues/nothing.ics").status_code == 404


def test_the_feed_makes_the_same_number_of_queries_at_any_size(client: FlaskClient) -> None:
    counts = []
    for more in (1, 25):
        for _number in range(more):
            a_planned_session()
        caching.clear(client.application)
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)  # noqa: B023 - removed before the next round

        event.listen(db.engine, "before_cursor_execute", note)
        client.get("/calendar.ics")
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(sum(each.startswith("SELECT") for each in statements))
    assert counts[0] == counts[1]
