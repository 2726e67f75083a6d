"""The organisers' pages of the programme: what works, what is refused, who is kept out."""

import datetime as dt
import html
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.programme import sheet_parcel, sheet_rows, sheets
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_registration, a_session, an_entry
from tests.programme.sheet_files import AFTERNOON, MORNING, a_csv, an_xlsx

NEW = "/en/office/dialogues/new"
IMPORT = "/en/office/import"
FORM: dict[str, Any] = {
    "source_language": "en",
    "title_en": "Governance, policies and institutions",
    "description_en": "First.\r\n\r\nSecond.",
    "title_fr": "Gouvernance",
    "date": "2027-07-28",
    "zone": "Europe/Rome",
    "minutes": "90",
    "first-start": "08:00",
    "first-floor_language": "en",
    "first-interpretation": ["ar", "zh", "ru"],  # as a browser sends boxes
    "second-start": "16:00",
    "second-floor_language": "en",
    "second-interpretation": ["fr", "es"],
    "second-capacity": "300",
    "second-short_link": "28JulyPM",
}
REPEATED = {"date": "2027-10-31", "first-start": "02:30"}


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


def stored(session: DialogueSession) -> DialogueSession:
    db.session.rollback()
    db.session.refresh(session)
    return session


def text(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def carried(page: str) -> dict[str, Any]:
    """The hidden fields of the form that confirms."""
    form = page[page.rindex('<form method="post"') :]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        fields.setdefault(name, []).append(html.unescape(value))
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n?([^<]*)</textarea>', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return dict(fields)


def edit_form(**changes: Any) -> dict[str, Any]:
    return {
        "date": "2027-07-28",
        "zone": "Europe/Rome",
        "minutes": "90",
        "sitting-start": "08:00",
        "sitting-floor_language": "en",
        "sitting-interpretation": ["ar", "zh", "ru"],  # as a browser sends boxes
        "sitting-join_url": "https://meet.example.org/room",
        "sitting-short_link": "28julyAM",
        **{name.replace("sitting_", "sitting-"): value for name, value in changes.items()},
    }


def a_public_session(**fields: Any) -> DialogueSession:
    session = a_session(local_start=dt.datetime(2027, 7, 28, 8), short_link="28julyAM", **fields)
    assert isinstance(session, DialogueSession)
    return session


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


def test_a_reschedule_shows_before_after_and_how_many_calendars_change(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    for _ in range(2):
        an_entry(a_registration(session))
    address = f"/en/office/sessions/{session.public_id}/edit"
    look = staff_client.post(address, data=edit_form(sitting_start="10:00"))
    assert look.status_code == 200
    said = text(look.text)
    assert "2 calendars change" in said
    assert "Starts at 2027-07-28 08:00 2027-07-28 10:00" in said
    assert (count(OutboxMail), stored(session).sequence) == (0, 0)
    done = staff_client.post(address, data={**carried(look.text), "action": "confirm"})
    assert done.status_code == 303
    assert (count(OutboxMail), stored(session).sequence) == (2, 1)
    assert session.starts_at == dt.datetime(2027, 7, 28, 8, tzinfo=dt.UTC)


def test_saving_without_a_change_changes_nothing(staff_client: FlaskClient) -> None:
    session = a_public_session()
    before = session.updated_at
    address = f"/en/office/sessions/{session.public_id}/edit"
    assert session.interpretation == ("zh", "ru", "ar")
    page = staff_client.post(address, data=edit_form(), follow_redirects=True).text
    assert "Nothing was changed." in page
    assert stored(session).updated_at == before


def test_a_session_is_not_moved_to_a_time_that_does_not_exist(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/edit"
    answer = staff_client.post(address, data=edit_form(date="2027-03-28", sitting_start="02:30"))
    assert answer.status_code == 422
    assert "Choose 01:30 or 03:30." in answer.text


def test_a_session_is_added_to_a_dialogue(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/dialogues/{session.dialogue.public_id}/sessions/new"
    assert staff_client.get(address).status_code == 200
    form = edit_form(sitting_start="16:00", sitting_short_link="")
    assert staff_client.post(address, data={**form, "action": "draft"}).status_code == 303
    look = staff_client.post(address, data={**form, "action": "publish"}).text
    assert count(DialogueSession) == 2
    staff_client.post(address, data={**carried(look), "action": "confirm"})
    db.session.refresh(session.dialogue)
    assert [one.status for one in session.dialogue.sessions] == [
        Status.PUBLISHED,
        Status.DRAFT,
        Status.PUBLISHED,
    ]


def test_texts_are_changed(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Old title")
    address = f"/en/office/dialogues/{dialogue.public_id}/texts"
    assert 'value="Old title"' in staff_client.get(address).text
    texts = {"source_language": "en", "title_en": "New title", "title_zh": "治理"}
    page = staff_client.post(address, data=texts, follow_redirects=True).text
    assert "New title" in page
    assert staff_client.post(address, data={"source_language": "fr"}).status_code == 422


def test_publishing_and_cancelling_are_confirmed_in_numbers(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue(status=Status.DRAFT)
    session = a_session(dialogue, status=Status.DRAFT, short_link="later")
    address = f"/en/office/dialogues/{dialogue.public_id}"
    look = staff_client.post(f"{address}/publish")
    assert "1 session appears on the public programme" in text(look.text)
    assert stored(session).status is Status.DRAFT
    staff_client.post(f"{address}/publish", data={"action": "confirm"})
    assert stored(session).status is Status.PUBLISHED
    an_entry(a_registration(session))
    look = staff_client.post(f"{address}/cancel")
    assert "1 session is cancelled for good." in text(look.text)
    assert "1 calendar changes" in text(look.text)
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(f"{address}/cancel", data={"action": "confirm"})
    assert (stored(session).status, count(OutboxMail)) == (Status.CANCELLED, 1)


def test_one_session_is_cancelled(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/cancel"
    assert staff_client.post(address).status_code == 200
    assert staff_client.get(address).status_code == 303
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(address, data={"action": "confirm", "csrf_token": "forged"})
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(address, data={"action": "confirm"})
    assert stored(session).status is Status.CANCELLED


def test_a_cancelled_session_cannot_be_changed(staff_client: FlaskClient) -> None:
    session = a_public_session(status=Status.CANCELLED)
    address = f"/en/office/sessions/{session.public_id}/edit"
    answer = staff_client.post(address, data=edit_form(minutes="60"))
    assert answer.status_code == 409
    assert "A cancelled session cannot be changed." in answer.text


def test_registration_is_closed_and_opened(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/registration"
    staff_client.post(address, data={"open": "0"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1", "csrf_token": "forged"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1"})
    assert stored(session).registration_open


@pytest.mark.parametrize("make", [a_csv, an_xlsx])
def test_a_spreadsheet_is_looked_at_and_then_imported(staff_client: FlaskClient, make: Any) -> None:
    file = (io.BytesIO(make(MORNING, AFTERNOON)), "programme")
    look = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert look.status_code == 200
    assert "Sessions added: 2" in look.text
    assert count(Dialogue) == 0
    rows = carried(look.text.replace(' enctype="multipart/form-data"', ""))["rows"]
    done = staff_client.post(IMPORT, data={"rows": rows}, follow_redirects=True)
    assert "The spreadsheet is on the programme." in done.text
    assert count(DialogueSession) == 2


def test_a_preview_that_was_open_for_too_long_is_shown_again(staff_client: FlaskClient) -> None:
    rows = sheet_parcel.pack(sheets.read(a_csv(MORNING, AFTERNOON)))
    stale = staff_client.post(IMPORT, data={"rows": rows, "csrf_token": "old"})
    assert stale.status_code == 422
    assert "This page was open for a long time." in stale.text
    assert "Sessions added: 2" in stale.text
    assert count(DialogueSession) == 0
    fields = carried(stale.text.replace(' enctype="multipart/form-data"', ""))
    assert fields["rows"] == [rows]
    fresh = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', stale.text)[-1]
    done = staff_client.post(IMPORT, data={"rows": rows, "csrf_token": fresh})
    assert done.status_code == 303
    assert count(DialogueSession) == 2


def test_a_sheet_is_read_before_the_database_is_asked(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    for module, name in ((sheets, "read"), (sheet_rows, "_meaning"), (sheet_parcel, "pack")):
        real = getattr(module, name)

        def seen(*arguments: Any, real: Any = real) -> Any:
            asked.append(db.session().in_transaction())
            return real(*arguments)

        monkeypatch.setattr(module, name, seen)
    file = (io.BytesIO(a_csv(MORNING)), "programme.csv")
    look = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert look.status_code == 200
    assert asked == [False] * 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            a_csv({**MORNING, "zone": "Mars"}, {**AFTERNOON, "start": "=A1"}),
            "Line 2, column zone: “Mars” is not a time zone. Write one such as Europe/Rome.",
        ),
        (
            an_xlsx({**MORNING, "start": "=A1"}),
            "Line 2, column start: This cell holds a formula. Put its value there.",
        ),
        (b"\xff\xfe\x00", "This file is not text in UTF-8."),
    ],
)
def test_a_bad_spreadsheet_is_refused(
    staff_client: FlaskClient, content: bytes, sentence: str
) -> None:
    file = (io.BytesIO(content), "programme.csv")
    answer = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert sentence in text(answer.text)
    assert count(Dialogue) == 0


def test_an_import_without_a_file_or_with_a_broken_parcel_is_refused(
    staff_client: FlaskClient,
) -> None:
    assert "Choose a file." in staff_client.post(IMPORT).text
    answer = staff_client.post(IMPORT, data={"rows": "broken"})
    assert answer.status_code == 422
    assert "The rows of the spreadsheet were lost on the way." in answer.text


def test_the_pages_need_as_many_statements_for_few_sessions_as_for_many(
    app: DialoguesApp, staff_client: FlaskClient
) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    dialogue = a_dialogue()
    a_session(dialogue, short_link="one-1")

    def statements(path: str) -> int:
        db.session.commit()
        seen.clear()
        assert staff_client.get(path).status_code == 200
        return len(seen)

    paths = ("/en/office/", f"/en/office/dialogues/{dialogue.public_id}")
    few = [statements(path) for path in paths]
    for number in range(8):
        a_session(dialogue, short_link=f"more-{number}")
        a_session(a_dialogue(), short_link=f"other-{number}")
    assert [statements(path) for path in paths] == few
