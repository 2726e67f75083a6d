"""Importing a note as a page: choose a file, look, answer what is in doubt, take over."""

import datetime as dt
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogues.programme.models import Dialogue, DialogueText
from dialogues.summaries import queries, service
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.rules import Words
from tests.builders import a_dialogue, a_note, a_session
from tests.programme.office_forms import count, text
from tests.summaries.files_to_import import CHINESE, ENGLISH, a_link, a_word_file
from tests.summaries.published import the_note


def page_of(dialogue: Dialogue, language: str = "en") -> str:
    return f"/{language}/office/dialogues/{dialogue.public_id}/summary/import"


def held(day: dt.date = dt.date(2022, 6, 29), title: str = "Coalitions") -> Dialogue:
    dialogue = a_dialogue(title)
    a_session(dialogue, local_start=dt.datetime.combine(day, dt.time(8)))
    return dialogue


def chosen(
    client: FlaskClient, dialogue: Dialogue, content: bytes, name: str = "note.txt", **more: str
) -> TestResponse:
    file = (io.BytesIO(content), name)
    data = {"file": file, "language": "", **more}
    return client.post(page_of(dialogue), data=data, content_type="multipart/form-data")


def sent(look: TestResponse, **more: Any) -> dict[str, Any]:
    """What the preview's form sends when nothing but ``more`` is changed."""
    form = BeautifulSoup(look.text, "html.parser").select("main form")[-1]
    fields = {
        str(one["name"]): [str(each["value"]) for each in form.select(f"input[name={one['name']}]")]
        for one in form.select("input[type=hidden]")
        if one["name"] != "csrf_token"
    }
    for select in form.select("select"):
        chosen_option = select.select_one("option[selected]")
        assert chosen_option is not None
        fields[str(select["name"])] = [str(chosen_option["value"])]
    return {**fields, **more}


@pytest.mark.parametrize(
    ("content", "name", "language", "sections"),
    [(CHINESE.encode(), "note.txt", "zh", 7), (a_word_file(), "note.docx", "en", 2)],
)
def test_a_file_is_looked_at_and_then_taken_over(
    editor: FlaskClient, content: bytes, name: str, language: str, sections: int
) -> None:
    dialogue = held()
    look = chosen(editor, dialogue, content, name)
    assert look.status_code == 200
    assert count(SummaryNote) == 0
    done = editor.post(page_of(dialogue), data=sent(look), follow_redirects=True)
    assert "The file is in the note now" in text(done.text)
    note = the_note(dialogue)
    assert (note.source_language, len(note.sections)) == (language, sections)
    texts = [section.texts[language] for section in note.sections]
    assert {each.saved_by for each in texts} == {editor.staff_id}  # type: ignore[attr-defined]


def test_the_preview_says_what_was_recognised_and_left_out(editor: FlaskClient) -> None:
    dialogue = held()
    a_session(local_start=dt.datetime(2022, 7, 27, 8), short_link="27julyAM")
    said = text(chosen(editor, dialogue, CHINESE.encode()).text)
    for sentence in (
        "Title: 共同推动转型 - 行动联盟",
        "Section: 对协调中心的期望 (What is expected of the Hub)",
        "2 links lead nowhere on the web, so they are plain text now: “会议综述”, “网站”.",
        "Left out, because the note writes it by itself from the programme: “08:00-9:30 CEST",
    ):
        assert sentence in said


def test_a_section_that_is_called_like_its_kind_is_named_once(editor: FlaskClient) -> None:
    dialogue = held()
    a_note(dialogue, sections=[(SectionKind.CLOSING, "Closing words", "Thanks.")])
    look = chosen(editor, dialogue, b"# Together\n\n## Closing words\n\nThanks.", "note.md")
    page = BeautifulSoup(look.text, "html.parser")
    assert "Section: Closing words" in [one.get_text() for one in page.select("main li")]
    assert "Closing words" in [one.get_text() for one in page.select("option[selected]")]


def test_where_a_heading_belongs_is_asked_and_obeyed(editor: FlaskClient) -> None:
    dialogue = held()
    note = a_note(dialogue, sections=[(SectionKind.OTHER, "Any other business", "None.")])
    other = note.sections[1]
    look = chosen(editor, dialogue, ENGLISH.encode(), "note.md")
    answers = {"place-0": other.public_id, "place-1": "before"}
    assert "Where “Closing” belongs" in text(look.text)
    editor.post(page_of(dialogue), data=sent(look, **answers))
    note = the_note(dialogue)
    assert len(note.sections) == 2
    words = note.sections[1].texts["en"]
    assert words.heading == "Country participation in coalitions"
    assert words.body.endswith("# Closing\n\nThanks to all who came.")


def test_another_language_is_looked_at_again_before_it_is_taken(editor: FlaskClient) -> None:
    dialogue = held()
    look = chosen(editor, dialogue, ENGLISH.encode(), "note.md")
    again = editor.post(page_of(dialogue), data=sent(look, language="fr"))
    assert again.status_code == 200
    assert "reads as if it were in another language: English" in text(again.text)
    assert count(SummaryNote) == 0
    assert editor.post(page_of(dialogue), data=sent(again)).status_code == 303
    assert the_note(dialogue).source_language == "fr"


def test_another_dialogue_of_the_day_in_the_title_is_offered(editor: FlaskClient) -> None:
    dialogue, other = held(dt.date(2022, 5, 25)), held(title="The one that is meant")
    other.texts["zh"] = DialogueText(language="zh", title="所指的对话", description="")
    file = {"file": (io.BytesIO(ENGLISH.encode()), "note.md"), "language": "en"}
    page = editor.post(page_of(dialogue, "zh"), data=file).text
    assert f"2022-06-29 所指的对话 ({other.public_id})" in page
    look = chosen(editor, dialogue, ENGLISH.encode(), "note.md")
    assert "names another day than the Dialogue was held on" in text(look.text)
    again = editor.post(page_of(dialogue), data=sent(look, dialogue=other.public_id))
    done = editor.post(page_of(dialogue), data=sent(again))
    assert done.headers["Location"].endswith(f"/dialogues/{other.public_id}/summary")
    assert queries.note_of_dialogue(dialogue.id) is None
    assert the_note(other).sections[0].texts["en"].heading == "Committed together"


def test_what_somebody_saved_meanwhile_is_not_overwritten(editor: FlaskClient) -> None:
    dialogue = held()
    note = a_note(dialogue, sections=[(SectionKind.CLOSING, "Closing", "Thanks.")])
    look = chosen(editor, dialogue, ENGLISH.encode(), "note.md")
    service.save(note.sections[1], "en", Words("Closing", "Many thanks."), 1, None)
    done = editor.post(page_of(dialogue), data=sent(look), follow_redirects=True)
    assert "Somebody changed 1 section meanwhile." in text(done.text)
    note = the_note(dialogue)
    assert note.sections[1].texts["en"].body == "Many thanks."
    kept = queries.parked(note.sections[1].id, "en", editor.staff_id)  # type: ignore[attr-defined]
    assert [each.body for each in kept] == ["Thanks to all who came."]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"%PDF-1.7", 422, "This file is a PDF, which cannot be read as a note."),
        (b"PK\x03\x04", 422, "This file cannot be read as a Word document"),
        (b"x" * 7_000_001, 413, "The file is larger than 7 MB."),
        (b"x" * 50_000_000, 413, "The file is larger than 7 MB."),
    ],
)
def test_a_bad_file_gets_one_sentence(
    editor: FlaskClient, content: bytes, status: int, said: str
) -> None:
    answer = chosen(editor, held(), content, "note.docx")
    assert answer.status_code == status
    assert said in text(answer.text)
    assert "Nothing has been changed." in text(answer.text)
    assert 'name="file"' in answer.text
    assert count(SummaryNote) == 0


@pytest.mark.parametrize(("file", "pasted"), [(b"", ""), (b"A note.", "Another one.")])
def test_a_file_or_a_text_is_asked_for_and_what_was_pasted_stays(
    editor: FlaskClient, file: bytes, pasted: str
) -> None:
    answer = chosen(editor, held(), file, "note.txt" if file else "", text=pasted)
    assert answer.status_code == 422
    assert "Choose a file or paste the note: one of the two." in text(answer.text)
    assert pasted in answer.text


@pytest.mark.parametrize("pasted", [CHINESE, CHINESE.replace("\n\n", "\n")])
def test_a_whole_note_is_pasted(editor: FlaskClient, pasted: str) -> None:
    dialogue = held()
    look = chosen(editor, dialogue, b"", "", text=pasted)
    editor.post(page_of(dialogue), data=sent(look))
    note = the_note(dialogue)
    assert (note.source_language, len(note.sections)) == ("zh", 7)


def test_a_pasted_text_that_is_refused_stays_on_the_page(editor: FlaskClient) -> None:
    answer = chosen(editor, held(), b"", "", text="A word. " * 30_000)
    assert answer.status_code == 422
    assert "a note at most 200000" in text(answer.text)
    assert "A word. A word." in answer.text


@pytest.mark.parametrize("parcel", ["", "x", "eJw", "bnVsbA=="])
def test_a_text_that_was_lost_on_the_way_changes_nothing(editor: FlaskClient, parcel: str) -> None:
    dialogue = held()
    fields = sent(chosen(editor, dialogue, ENGLISH.encode(), "note.md"), document=parcel)
    answer = editor.post(page_of(dialogue), data=fields)
    assert answer.status_code == 422
    assert "The text of the file was lost on the way." in text(answer.text)
    assert count(SummaryNote) == 0


def test_script_in_a_file_is_shown_as_text(editor: FlaskClient) -> None:
    hostile = "# 29 June 2022 - <script>alert(1)</script>\n\n## Closing\n\n<img src=x onerror=y>"
    page = chosen(editor, held(), hostile.encode(), "note.md").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_link_in_word_that_runs_a_script_is_text(editor: FlaskClient) -> None:
    def with_link(document: Any) -> None:
        document.add_heading("29 June 2022 - Title", 0)
        a_link(document.add_paragraph("Press "), "here", "javascript:alert(1)")

    look = chosen(editor, held(), a_word_file(with_link), "note.docx")
    assert "plain text now: “here”" in text(look.text)
    assert "javascript:" not in look.text
