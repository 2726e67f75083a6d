"""A Dialogue's page with what it left behind, and home with what Dialogues agreed on."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from flask.testing import FlaskClient

from dialogues.action_items.models import ItemStatus
from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.models import Dialogue, Status
from dialogues.summaries import publishing_service
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.queries import note_of_dialogue
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.summaries.translating_service import declare_done
from dialogues.support import clock
from tests import builders
from tests.pdf_ua import faults
from tests.programme.agendas import an_item
from tests.programme.office_forms import text

WORDS = {"en": ("Welcome", "The Hub"), "ar": ("كلمة ترحيب", "المركز"), "zh": ("开场", "协调中心")}


def a_twin_dialogue(day: dt.datetime = dt.datetime(2031, 7, 30), **fields: Any) -> Dialogue:
    dialogue = builders.a_dialogue("Governance", texts={"ar": ("الحوكمة", "")}, **fields)
    builders.a_session(dialogue, local_start=day.replace(hour=8))
    builders.a_session(dialogue, local_start=day.replace(hour=16), interpretation=("fr", "es"))
    set_agenda(
        dialogue,
        [
            an_item(0, 15, texts=WORDS),
            an_item(15, 30, "Seeds", kind="breakout", link="https://example.org/seeds"),
            an_item(15, 30, "Soils", kind="breakout"),
        ],
    )
    db.session.commit()
    return dialogue


def a_held_dialogue() -> Dialogue:
    dialogue = a_twin_dialogue(dt.datetime(2022, 6, 29), themes=("food-prices",))
    publish_in(builders.a_note(dialogue), "en", None)
    db.session.commit()
    return dialogue


def page_of(client: FlaskClient, dialogue: Dialogue, query: str = "", language: str = "en") -> str:
    return client.get(f"/{language}/dialogues/{dialogue.public_id}{query}").text


def times_on(page: str) -> list[str]:
    return re.findall(r'agenda__time"><time datetime="[^"]+">([^<]+)<', page)


def test_each_session_has_its_own_times_on_the_agenda(client: FlaskClient) -> None:
    page = page_of(client, a_twin_dialogue())
    assert times_on(page) == ["08:00", "16:00", "08:15", "16:15", "08:15", "16:15"]
    assert "Session 1: Wednesday, 30 July 2031, Rome (Italy), UTC+2" in text(page)


def test_the_agenda_is_on_the_viewer_s_clocks_and_says_so(client: FlaskClient) -> None:
    page = page_of(client, a_twin_dialogue(), "?zone=Pacific/Auckland")
    assert times_on(page)[:2] == ["18:00", "02:00"]
    assert "Session 2: Thursday, 31 July 2031, Auckland (New Zealand), UTC+12" in text(page)


def test_an_item_after_midnight_says_its_date(client: FlaskClient) -> None:
    page = page_of(client, a_twin_dialogue(dt.datetime(2031, 7, 30)), "?zone=Pacific/Tongatapu")
    assert "Thursday, 31 July 2031" in page
    late = builders.a_session(local_start=dt.datetime(2031, 7, 30, 23, 55)).dialogue
    set_agenda(late, [an_item(), an_item(10)])
    db.session.commit()
    times = text(page_of(client, late))
    assert "00:05 Thursday, 31 July 2031 Welcome" in times


def test_an_item_is_read_in_the_page_s_language_or_else_as_it_was_written(
    client: FlaskClient,
) -> None:
    page = page_of(client, a_twin_dialogue(), language="ar")
    assert '<strong lang="ar" dir="rtl">كلمة ترحيب</strong>' in page
    assert '<strong lang="en" dir="ltr">Seeds</strong>' in page
    assert page.count('<td class="agenda__item">') == 3
    assert page.count('<span><span class="tag tag--sentence">') == 2  # not yet translated


def test_a_cancelled_session_has_no_times_on_the_agenda(client: FlaskClient) -> None:
    dialogue = a_twin_dialogue()
    dialogue.sessions[0].status, dialogue.sessions[0].sequence = Status.CANCELLED, 1
    db.session.commit()
    assert times_on(page_of(client, dialogue)) == ["16:00", "16:15", "16:15"]


def test_times_and_register_come_first_while_one_can(client: FlaskClient) -> None:
    page = page_of(client, a_twin_dialogue())
    assert page.index("/register") < page.index('id="agenda"') < page.index('id="share"')
    assert 'href="/en/dialogues/' in page
    assert "Read the note" not in page


def test_once_held_the_note_comes_first_then_agenda_sessions_and_what_was_agreed(
    client: FlaskClient,
) -> None:
    dialogue = a_held_dialogue()
    builders.an_action_item(dialogue, text="Keep a list.")
    page = page_of(client, dialogue)
    parts = ("Read the note", 'id="agenda"', 'id="session-', 'id="items"', 'id="files"', 'id="th')
    assert sorted(parts, key=page.index) == list(parts)
    assert f'href="/en/dialogues/{dialogue.public_id}/summary"' in page
    assert f'href="/en/dialogues/{dialogue.public_id}/summary.docx"' in page
    assert 'href="/en/themes/food-prices"' in page


def test_a_note_in_other_languages_only_is_offered_by_their_own_names(
    client: FlaskClient,
) -> None:
    dialogue = a_held_dialogue()
    page = page_of(client, dialogue, language="ar")
    assert f'href="/en/dialogues/{dialogue.public_id}/summary" hreflang="en"' in page
    assert "summary.pdf" not in page


def test_a_note_that_was_withdrawn_is_not_offered(client: FlaskClient) -> None:
    dialogue = builders.a_session(days=-30).dialogue
    note = builders.a_note(dialogue)
    publish_in(note, "en", None)
    publishing_service.withdraw(note, "en", "Wrong.", builders.a_member_of_staff().id)
    db.session.commit()
    page = page_of(client, dialogue)
    assert "Its summary note is not published yet." in page
    assert "Read the note" not in page


def test_open_items_come_onto_the_next_dialogue_and_closing_one_closes_it_there(
    client: FlaskClient,
) -> None:
    owner = builders.an_owner("The Hub")
    item = builders.an_action_item(a_held_dialogue(), text="Keep a list.", owner=owner, days=-3)
    page = page_of(client, a_twin_dialogue())
    assert page.index('<h2 id="agenda">') < page.index('href="#carried"')
    assert page.index('href="#carried"') < page.index('<h2 id="carried">')
    page = text(page)
    carried = page[page.rindex("Open from earlier Dialogues") :]
    assert "Not started Overdue Keep a list. Owner: The Hub Due: " in carried
    assert "These stand on the agenda of this Dialogue until they are done." in carried
    later = db.session.scalars(db.select(Dialogue).order_by(Dialogue.id.desc())).first()
    item.status, item.closed_at = ItemStatus.DONE, clock.now()
    db.session.commit()
    assert later is not None
    assert "Keep a list." not in page_of(client, later)


def test_where_the_note_lacks_the_pages_language_the_one_it_was_written_in_comes_first(
    client: FlaskClient,
) -> None:
    dialogue = a_held_dialogue()
    note = note_of_dialogue(dialogue.id)
    assert note is not None
    for section in note.sections:
        save(section, "ar", Words("عنوان", "نص"), 0, None)
        declare_done(section, "ar", 1, 1)
    publish_in(note, "ar", None)
    db.session.commit()
    assert 'summary" hreflang="en">' in page_of(client, dialogue, language="ru")


def test_a_held_dialogue_says_that_what_it_found_open_shows_how_far_it_is_today(
    client: FlaskClient,
) -> None:
    earlier, later = (builders.a_session(days=days).dialogue for days in (-60, -20))
    builders.an_action_item(earlier, status=ItemStatus.DONE, closed_at=clock.now())
    page = text(page_of(client, later))
    carried = page[page.rindex("Open from earlier Dialogues") :]
    assert "Each shows how far it is today. Action item Completed" in carried
    assert "until they are done" not in carried


def test_home_says_in_which_languages_notes_can_be_read_and_how_far_what_was_agreed_is(
    client: FlaskClient,
) -> None:
    dialogue = a_held_dialogue()
    builders.an_action_item(dialogue, days=-40)
    builders.an_action_item(dialogue, status=ItemStatus.DONE, closed_at=clock.now())
    page = client.get("/en/").text
    past = page[page.index('id="past"') :]
    assert f'<a href="/en/dialogues/{dialogue.public_id}/summary" lang="en"' in past
    assert re.findall(r"<dt>(\w[^<]*)</dt>\s*<dd><a href=\"([^\"]+)\">(\d+)", past) == [
        ("Not started", "/en/action-items/?status=open", "1"),
        ("In progress", "/en/action-items/?status=in_progress", "0"),
        ("Completed", "/en/action-items/?status=done", "1"),
        ("Overdue", "/en/action-items/?overdue=yes", "1"),
    ]


def test_before_anything_was_agreed_home_says_nothing_of_it(client: FlaskClient) -> None:
    a_twin_dialogue()
    assert 'id="agreed"' not in client.get("/en/").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_agenda_is_a_tagged_pdf_in_each_language(client: FlaskClient, language: str) -> None:
    builders.an_action_item(a_held_dialogue(), text="Keep a list.")
    dialogue = a_twin_dialogue()
    answer = client.get(f"/{language}/dialogues/{dialogue.public_id}/agenda.pdf")
    assert faults(answer.data) == []
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    catalogue: Any = reader.root_object

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="agenda-2031-07-30-{language}.pdf"'
    )
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in str(catalogue["/Metadata"].get_object().get_data())
    words = " ".join(page.extract_text() for page in reader.pages)
    for said in ("16:15", "Seeds", "Keep a list."):
        assert said in words


def test_an_agenda_that_no_pdf_can_show_is_read_on_its_page(client: FlaskClient) -> None:
    session = builders.a_session(builders.a_dialogue("Seeds \N{SEEDLING}"))
    set_agenda(session.dialogue, [an_item()])
    db.session.commit()
    path = f"/en/dialogues/{session.dialogue.public_id}"
    answer = client.get(f"{path}/agenda.pdf")
    assert (answer.status_code, answer.location) == (302, f"{path}#agenda")
    assert 'id="agenda"' in client.get(path).text


def test_an_agenda_that_is_empty_or_of_a_draft_is_no_file(client: FlaskClient) -> None:
    empty = builders.a_session().dialogue
    draft = builders.a_session(builders.a_dialogue(status=Status.DRAFT)).dialogue
    set_agenda(draft, [an_item()])
    db.session.commit()
    for dialogue in (empty, draft):
        path = f"/en/dialogues/{dialogue.public_id}/agenda.pdf"
        assert client.get(path).status_code == 404


def test_of_very_many_open_items_the_rest_is_left_to_the_ledger(client: FlaskClient) -> None:
    earlier, coming = builders.a_session(days=-20).dialogue, a_twin_dialogue()
    for _each in range(53):
        builders.an_action_item(earlier)
    page = page_of(client, coming)
    assert page.count('<li class="promise">') == 50
    more = '<a href="/en/action-items/?status=to_do">3 more are in the list of all action items'
    assert more in page
    assert "in the list of all action items" not in page_of(client, earlier)


def test_pages_take_as_many_statements_for_ten_as_for_a_hundred(
    client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    held, coming = a_held_dialogue(), a_twin_dialogue()
    paths = ["/en/", *(f"/en/dialogues/{one.public_id}" for one in (held, coming))]

    def grown(number: int) -> list[int]:
        for _each in range(number):
            dialogue = builders.a_session(days=-20).dialogue
            publish_in(builders.a_note(dialogue), "en", None)
            builders.an_action_item(dialogue)
            builders.an_action_item(held)
        set_agenda(held, [an_item(each, 1) for each in range(number)])
        db.session.commit()
        return [count_statements(lambda path=path: client.get(path)) for path in paths]  # type: ignore[misc]

    assert grown(10) == grown(40)
