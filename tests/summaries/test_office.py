"""The note's page: it is begun from a template, and its sections come, move, go and come back."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.summaries import queries
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_note, a_session

SECTIONS = (
    (SectionKind.PARTICIPATION, "Countries", "They take part."),
    (SectionKind.NEEDS, "Needs", "Money."),
)


@pytest.fixture
def dialogue(app: DialoguesApp) -> Dialogue:
    found: Dialogue = a_session(
        a_dialogue("Soils", texts={"zh": ("土壤", "说明")}, themes=("food-prices",)), days=-3
    ).dialogue
    return found


def office(dialogue: Dialogue, path: str = "") -> str:
    return f"/en/office/dialogues/{dialogue.public_id}/summary{path}"


def note_of(dialogue: Dialogue) -> SummaryNote:
    db.session.rollback()
    found = queries.note_of_dialogue(dialogue.id)
    assert found
    return found


def headings(note: SummaryNote) -> list[str]:
    return [
        section.texts[note.source_language].heading
        for section in queries.standing(note_of(note.dialogue))
    ]


def press(editor: FlaskClient, note: SummaryNote, index: int, act: str, **data: str) -> str:
    section = note.sections[index]
    path = f"/en/office/summary-sections/{section.public_id}/{act}"
    answer: TestResponse = editor.post(path, data=data, follow_redirects=True)
    return answer.text


def test_the_dialogue_s_page_leads_to_its_note(editor: FlaskClient, dialogue: Dialogue) -> None:
    page = editor.get(f"/en/office/dialogues/{dialogue.public_id}").text
    assert f'href="{office(dialogue)}">Begin the summary note' in page
    a_note(dialogue)
    page = editor.get(f"/en/office/dialogues/{dialogue.public_id}").text
    assert f'href="{office(dialogue)}">The note in all languages' in page


def test_a_note_begins_with_the_sections_that_its_editor_leaves(
    editor: FlaskClient, dialogue: Dialogue
) -> None:
    page = editor.get(office(dialogue, "?source=zh")).text
    assert 'value="土壤"' in page
    data = {"title": "土壤纪要", "heading_participation": "国家参与", "heading_next": "下一次对话"}
    answer = editor.post(office(dialogue, "/start/zh"), data=data, follow_redirects=True)
    assert "its title and 2 sections" in answer.text
    note = note_of(dialogue)
    assert headings(note) == ["土壤纪要", "国家参与", "下一次对话"]
    assert [section.kind for section in note.sections] == [
        SectionKind.TITLE,
        SectionKind.PARTICIPATION,
        SectionKind.NEXT,
    ]
    assert (note.source_language, note.themes) == ("zh", ("food-prices",))


def test_a_second_note_is_refused(editor: FlaskClient, dialogue: Dialogue) -> None:
    note = a_note(dialogue)
    answer = editor.post(office(dialogue, "/start/fr"), data={"title": "Autre"})
    assert answer.status_code == 409
    assert "already" in answer.text
    assert "Autre" in answer.text
    assert note_of(dialogue).id == note.id


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [("A\u202eB", "cannot be seen"), ("x" * 301, "must have 300 characters or fewer")],
)
def test_a_wrong_heading_is_said_and_what_was_typed_stays(
    editor: FlaskClient, dialogue: Dialogue, heading: str, sentence: str
) -> None:
    data = {"title": "Soils", "heading_hub": heading}
    answer = editor.post(office(dialogue, "/start/en"), data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'href="#heading_hub"' in answer.text
    assert heading in answer.text
    db.session.rollback()
    assert queries.note_of_dialogue(dialogue.id) is None


def test_sections_are_added_moved_taken_out_and_put_back(
    editor: FlaskClient, dialogue: Dialogue
) -> None:
    note = a_note(dialogue, title="T", sections=SECTIONS)
    editor.post(office(dialogue, "/sections"), data={"kind": "other", "heading": "More"})
    assert headings(note) == ["T", "Countries", "Needs", "More"]
    assert "new order" in press(editor, note_of(dialogue), 3, "move", where="up")
    assert headings(note) == ["T", "Countries", "More", "Needs"]
    page = press(editor, note_of(dialogue), 1, "remove")
    assert "with its text in 1 language" in page
    assert "1 section that was taken out" in page
    assert headings(note) == ["T", "More", "Needs"]
    press(editor, note_of(dialogue), 1, "restore")
    assert headings(note) == ["T", "Countries", "More", "Needs"]
    history = editor.get(office(dialogue)).text
    assert all(verb in history for verb in ("Section taken out", "Section put back"))


def test_the_title_stays_first(editor: FlaskClient, dialogue: Dialogue) -> None:
    note = a_note(dialogue, title="T", sections=SECTIONS)
    for index, act in ((0, "remove"), (0, "move"), (1, "move")):
        assert "cannot be moved or taken out" in press(editor, note, index, act, where="up")
    assert headings(note) == ["T", "Countries", "Needs"]


def test_themes_of_a_note_are_ticked(editor: FlaskClient, dialogue: Dialogue) -> None:
    a_note(dialogue)
    data = {"themes": ["water-scarcity", "right-to-food", "made-up"]}
    answer = editor.post(office(dialogue, "/themes"), data=data, follow_redirects=True)
    assert "The themes of the note are saved." in answer.text
    assert note_of(dialogue).themes == ("right-to-food", "water-scarcity")


def test_what_is_not_there_is_not_found(editor: FlaskClient, dialogue: Dialogue) -> None:
    assert editor.get("/en/office/dialogues/nowhere/summary").status_code == 404
    assert editor.get(office(dialogue, "?source=de")).status_code == 404
    assert editor.post(office(dialogue, "/start/de")).status_code == 404


def test_sections_are_told_by_their_first_words_without_marks(
    editor: FlaskClient, dialogue: Dialogue
) -> None:
    body = f"主任 **Stefanos** {'宣布' * 100}"
    a_note(dialogue, sections=[(SectionKind.CLOSING, "结束语", body)])
    page = editor.get(office(dialogue)).text
    assert f"主任 Stefanos {'宣布' * 60}" in page
    assert "**" not in page
    assert "宣布" * 80 not in page
