"""Texts, one more session, publishing and cancelling a Dialogue by organisers' pages."""

import datetime as dt
import re

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.snapshots import dialogue_plan
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_registration, a_session, an_entry
from tests.programme.office_forms import (
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)


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


def test_texts_are_changed_and_nobody_is_mailed_unless_asked(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Old title")
    an_entry(a_registration(a_session(dialogue)))
    address = f"/en/office/dialogues/{dialogue.public_id}/texts"
    page = staff_client.get(address).text
    assert 'value="Old title"' in page
    assert re.search(r'<input [^>]*id="tell"', page)
    assert not re.search(r'<input [^>]*checked[^>]* id="tell"', page)
    texts = {"source_language": "en", "title_en": "New title", "title_zh": "治理"}
    page = staff_client.post(address, data=texts, follow_redirects=True).text
    assert "New title" in page
    assert "The texts are saved. Nobody gets a mail about it." in text(page)
    assert count(OutboxMail) == 0
    assert staff_client.post(address, data={"source_language": "fr"}).status_code == 422


def test_everybody_is_mailed_of_new_texts_after_a_look(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Old title", texts={"fr": ("Titre", "")})
    for _ in range(2):
        an_entry(a_registration(a_session(dialogue)))
    address = f"/en/office/dialogues/{dialogue.public_id}/texts"
    texts = {"source_language": "en", "title_en": "New title", "title_zh": "治理", "tell": "y"}
    look = staff_client.post(address, data=texts)
    assert "2 calendars change" in text(look.text)
    assert count(OutboxMail) == 0
    assert 'value="Old title"' in staff_client.get(address).text
    back = staff_client.post(address, data={**carried(look.text), "action": "edit"}).text
    assert re.search(r'<input [^>]*checked[^>]* id="tell"', back)
    done = staff_client.post(address, data={**carried(look.text), "action": "confirm"})
    page = text(staff_client.get(done.location).text)
    assert "The texts are saved. 2 people get a mail." in page
    assert count(OutboxMail) == 2
    again = staff_client.post(address, data=texts, follow_redirects=True).text
    assert "Nothing was changed." in again
    assert count(OutboxMail) == 2


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
    assert "1 session is cancelled." in text(look.text)
    assert "1 calendar changes" in text(look.text)
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(f"{address}/cancel", data={"action": "confirm"})
    assert (stored(session).status, count(OutboxMail)) == (Status.CANCELLED, 1)


def test_publishing_says_what_lacks(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue(status=Status.DRAFT, texts={"fr": ("Titre", ""), "ar": ("عنوان", "")})
    a_session(dialogue, status=Status.DRAFT, capacity=40, join_url=None)
    a_session(dialogue, status=Status.DRAFT)
    page = staff_client.post(f"/en/office/dialogues/{dialogue.public_id}/publish").text
    said = text(page)
    assert "There is no text yet in: Chinese, Russian and Spanish." in said
    assert "Seats 40 Join link Missing." in said
    assert "Seats No limit Join link https://meet.example.org/room" in said


def test_publishing_and_adding_point_out_a_time_that_is_past(staff_client: FlaskClient) -> None:
    warning = "This time is past. Please check the date and the year."
    dialogue = a_dialogue(status=Status.DRAFT)
    a_session(dialogue, status=Status.DRAFT)
    address = f"/en/office/dialogues/{dialogue.public_id}"
    assert warning not in staff_client.post(f"{address}/publish").text
    a_session(dialogue, status=Status.DRAFT, days=-3)
    assert text(staff_client.post(f"{address}/publish").text).count(warning) == 1
    for year, times in (("2017", 1), ("2027", 0)):
        form = {**edit_form(date=f"{year}-07-28"), "action": "publish"}
        look = staff_client.post(f"{address}/sessions/new", data=form).text
        assert text(look).count(warning) == times


def test_a_change_of_texts_is_undone_by_the_page_that_confirms_it(
    staff_client: FlaskClient,
) -> None:
    dialogue = a_dialogue("Old title", texts={"fr": ("Titre", "Un.\n\nDeux.")})
    an_entry(a_registration(a_session(dialogue)))
    address = f"/en/office/dialogues/{dialogue.public_id}"
    texts = {"source_language": "en", "title_en": "New title", "title_zh": "治理"}
    page = staff_client.post(f"{address}/texts", data=texts, follow_redirects=True).text
    [change] = re.findall(r'name="change" value="(\d+)"', page)
    look = staff_client.post(f"{address}/texts/undo", data={"change": change}).text
    said = text(look)
    assert "Title (English) New title Old title" in said
    assert "Title (中文) 治理 –" in said
    assert "Nobody gets a mail about it." in said
    assert "New title" in staff_client.get(address).text
    back = staff_client.post(f"{address}/texts", data={**carried(look), "action": "edit"}).text
    assert re.search(r'name="title_en"[^>]* value="Old title"', back)
    assert re.search(r'<input [^>]*id="tell"', back)
    done = {**carried(look), "action": "confirm"}
    page = staff_client.post(f"{address}/texts", data=done, follow_redirects=True).text
    assert "The texts are saved. Nobody gets a mail about it." in text(page)
    db.session.expire_all()
    assert dialogue_plan(dialogue).texts == {
        "en": ("Old title", "Governance, policies and institutions."),
        "fr": ("Titre", "Un.\n\nDeux."),
    }
    assert count(OutboxMail) == 0
    [undoing] = re.findall(r'name="change" value="(\d+)"', page)
    assert undoing != change


def test_texts_that_were_changed_again_are_not_undone(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Old title")
    address = f"/en/office/dialogues/{dialogue.public_id}"
    pages = [
        staff_client.post(
            f"{address}/texts",
            data={"source_language": "en", "title_en": title},
            follow_redirects=True,
        ).text
        for title in ("Second", "Third")
    ]
    [first] = re.findall(r'name="change" value="(\d+)"', pages[0])
    for change in ({"change": first}, {"change": "x"}, {}):
        refused = staff_client.post(f"{address}/texts/undo", data=change)
        assert refused.status_code == 409
        assert "These texts have been changed again since" in refused.text
    late = {"change": first, "csrf_token": "old"}
    page = staff_client.post(f"{address}/texts/undo", data=late, follow_redirects=True).text
    assert "The page was open for too long." in page


def test_the_texts_of_a_cancelled_dialogue_are_not_offered_to_be_undone(
    staff_client: FlaskClient,
) -> None:
    dialogue = a_dialogue("Old title")
    address = f"/en/office/dialogues/{dialogue.public_id}"
    staff_client.post(f"{address}/texts", data={"source_language": "en", "title_en": "New"})
    assert "/texts/undo" in staff_client.get(address).text
    dialogue.status = Status.CANCELLED
    assert "/texts/undo" not in staff_client.get(address).text


def test_a_dialogue_all_of_whose_sessions_are_cancelled_is_shown_as_cancelled(
    staff_client: FlaskClient,
) -> None:
    dialogue = a_dialogue()
    a_session(dialogue, status=Status.CANCELLED)
    for path in ("", f"dialogues/{dialogue.public_id}"):
        page = staff_client.get(f"/en/office/{path}").text
        assert re.search(r'tag--danger">Cancelled<', page)
        assert ">Published<" not in page


def test_the_desk_lists_sessions_whose_hour_the_clocks_now_skip(staff_client: FlaskClient) -> None:
    """As the chore leaves them: with the instants of the rules that they were planned by."""
    spring = dt.datetime(dt.datetime.now(dt.UTC).year + 1, 3, 31, 2, 30)
    while spring.weekday() != 6:
        spring -= dt.timedelta(days=1)
    planned = {"local_start": spring + dt.timedelta(hours=2), "zone_version": ""}
    skipped = a_session(a_dialogue("Skipped"), **planned)
    a_session(a_dialogue("Not yet derived"), **planned)
    cancelled = a_session(a_dialogue("Cancelled"), **planned, status=Status.CANCELLED)
    for session in (skipped, cancelled):
        session.local_start = spring
    db.session.commit()
    page = staff_client.get("/en/office/").text
    listed = page[page.index("these sessions need a new time") : page.index("</section>")]
    assert re.findall(r"<bdi[^>]*>([^<]+)<", listed) == ["Skipped"]
    assert f'href="/en/office/sessions/{skipped.public_id}/edit"' in listed
    assert "02:30 does not exist in Europe/Rome on that date" in listed
    assert "need a new time" not in staff_client.get("/en/office/?page=2").text


def test_registration_is_closed_and_opened(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/registration"
    staff_client.post(address, data={"open": "0"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1", "csrf_token": "forged"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1"})
    assert stored(session).registration_open


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
