"""The board of notes: what it counts, what it shows, and what it costs."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask.testing import FlaskClient
from markupsafe import Markup

from dialogues.action_items.models import ItemStatus
from dialogues.database import db
from dialogues.demonstration.load import load
from dialogues.summaries import queries, translating_service
from dialogues.summaries.board_queries import Cell, lines
from dialogues.summaries.content import content_of
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.office_board import PAGE_LENGTH
from dialogues.summaries.publishing_service import publish, withdraw
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import change_themes, move_section, remove_section, save
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note, a_session, an_action_item

BOARD = "/en/office/summaries"


def translated(note: SummaryNote, language: str, *numbers: int, is_done: bool = True) -> None:
    for number in numbers:
        section = note.sections[number]
        text = section.texts.get(language)
        saved = save(
            section, language, Words("T", f"{clock.now()}"), text.version if text else 0, None
        )
        if is_done:
            source = section.texts[note.source_language].version
            translating_service.declare_done(section, language, saved.version, source)


def cell(language: str) -> Cell:
    db.session.commit()
    (line,) = lines()
    return line.cells[language]


@pytest.mark.databases
def test_a_language_goes_from_missing_to_current_and_stale(app: DialoguesApp) -> None:
    with app.app_context():
        note = a_note()
        assert cell("fr").state is State.MISSING
        assert cell("en") == Cell()
        translated(note, "fr", 0)
        assert cell("fr").state is State.DRAFT
        assert cell("fr").states == {State.MISSING: 1, State.CURRENT: 1}
        translated(note, "fr", 1)
        assert cell("fr").state is State.CURRENT
        save(note.sections[1], "en", Words("Other", "Words."), 1, None)
        assert cell("fr").states == {State.STALE: 1, State.CURRENT: 1}
        assert cell("fr").state is State.STALE
        translating_service.send_back(
            note.sections[1], "fr", "Please mend.", a_member_of_staff().id
        )
        assert (cell("fr").state, cell("fr").sent_back) == (State.DRAFT, 1)
        remove_section(note.sections[1])
        assert cell("fr").states == {State.CURRENT: 1}


@pytest.mark.databases
def test_the_board_counts_what_the_note_s_own_states_are(app: DialoguesApp) -> None:
    """The database compares texts as ``state_of`` does, an empty source among them."""
    with app.app_context():
        note = a_note(
            sections=[
                (SectionKind.NEEDS, "Needs", "Money."),
                (SectionKind.NEXT, "", ""),
                (SectionKind.CLOSING, "Bye", "Thanks."),
            ]
        )
        translated(note, "fr", 0, 1)
        translated(note, "fr", 3, is_done=False)
        save(note.sections[1], "en", Words("Needs", "Time."), 1, None)
        db.session.commit()
        states = list(queries.states(note)["fr"].values())
        assert states == [State.CURRENT, State.STALE, State.CURRENT, State.DRAFT]
        # The empty section has nothing to translate: the board leaves it out.
        assert cell("fr").states == {State.DRAFT: 1, State.STALE: 1, State.CURRENT: 1}


@pytest.mark.databases
def test_what_is_published_changed_since_and_withdrawn_is_told_apart(app: DialoguesApp) -> None:
    with app.app_context():
        note, staff = a_note(), a_member_of_staff()
        assert not cell("en").is_published
        publish(note, "en", content_of(note, "en"), staff.id)
        assert (cell("en").is_published, cell("en").is_changed) == (True, False)
        with time_machine.travel(clock.now() + dt.timedelta(minutes=1), tick=False):
            save(note.sections[1], "en", Words("Other", "Words."), 1, None)
            assert cell("en").is_changed
            withdraw(note, "en", "A mistake.", staff.id)
        assert (cell("en").is_published, cell("en").is_changed) == (False, False)
        assert (cell("en").is_withdrawn, cell("en").revision) == (True, 1)


@pytest.mark.databases
@pytest.mark.parametrize("what", ["moved", "removed", "theme", "item", "translated", "dropped"])
def test_a_published_note_is_changed_by_more_than_its_texts(app: DialoguesApp, what: str) -> None:
    sections = [(SectionKind.NEEDS, "Needs", "Money."), (SectionKind.CLOSING, "Bye", "Thanks.")]
    with app.test_request_context():
        note = a_note(sections=sections)
        item = an_action_item(note.dialogue, text="Keep a list.")
        publish(note, "en", content_of(note, "en"), None)
        assert not cell("en").is_changed
        with time_machine.travel(clock.now() + dt.timedelta(minutes=1), tick=False):
            match what:
                case "moved":
                    move_section(note.sections[2], -1)
                case "removed":
                    remove_section(note.sections[2])
                case "theme":
                    change_themes(note, ("water_scarcity",))
                case "item":
                    item.texts["en"].text = "Keep a better list."
                case "dropped":
                    item.status = ItemStatus.DROPPED
                case "translated":
                    translating_service.translate_item(item, "ar", "قائمة", "Keep a list.", "")
            assert cell("en").is_changed is (what != "translated")


def shown(client: FlaskClient, address: str = BOARD) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(Markup(answer.data.decode()).striptags().split())


def test_the_board_says_states_in_words(editor: FlaskClient) -> None:
    note = a_note()
    translated(note, "fr", 0, 1)
    publish(note, "fr", content_of(note, "fr"), None)
    page = shown(editor)
    assert "Current Published: revision 1" in page
    assert f"{note.dialogue.sessions[0].local_start:%Y}" in page
    assert "Missing" in page
    assert "Source" in page


def test_the_filters_of_the_board_stand_in_its_address(editor: FlaskClient) -> None:
    note, other = a_note(), a_note()
    translated(note, "fr", 0, 1)
    titles = [one.dialogue.public_id for one in (note, other)]

    def found(filters: str) -> list[str]:
        page = editor.get(f"{BOARD}?{filters}").data.decode()
        return [one for one in titles if f"/{one}/summary" in page]

    assert found("state=current&target=fr") == titles[:1]
    assert found("state=missing&target=fr") == titles[1:]
    assert found("state=missing") == titles
    assert found("state=stale") == []
    assert "No note is like that." in shown(editor, f"{BOARD}?state=stale")
    assert found("state=nonsense&target=xx") == titles


def test_an_empty_board_says_what_would_fill_it(editor: FlaskClient) -> None:
    assert "There is no summary note yet." in shown(editor)


def test_the_board_has_pages(editor: FlaskClient) -> None:
    for _number in range(PAGE_LENGTH + 1):
        a_note()
    first, second = shown(editor), shown(editor, f"{BOARD}?page=2&state=to-do")
    assert "Earlier Dialogues" in first
    assert "Later Dialogues" in second


def test_the_board_takes_as_many_statements_for_many_notes(
    editor: FlaskClient, count_statements: Callable[..., int]
) -> None:
    translated(a_note(), "fr", 0, 1)
    shown(editor)
    few = count_statements(lambda: editor.get(BOARD))
    for _number in range(9):
        translated(a_note(), "fr", 0)
    assert count_statements(lambda: editor.get(BOARD)) == few


def test_the_first_page_says_how_many_notes_wait_for_translators(editor: FlaskClient) -> None:
    assert "to be translated" not in shown(editor, "/en/office/")
    note = a_note()
    a_note()
    sentence = "2 summary notes are to be translated, or brought up to date."
    assert sentence in shown(editor, "/en/office/")
    for code in ("ar", "zh", "ru"):  # of its session
        translated(note, code, 0, 1)
    assert "1 summary note is to be translated" in shown(editor, "/en/office/")


def test_a_language_that_nobody_spoke_or_awaits_any_more_is_to_do_only_once_begun(
    editor: FlaskClient,
) -> None:
    a_note(a_session(days=-30, interpretation=()).dialogue)
    old = a_note(a_session(days=-400).dialogue)
    assert "to be translated" not in shown(editor, "/en/office/")
    assert f"/{old.dialogue.public_id}/" not in editor.get(f"{BOARD}?state=to-do").text
    assert f"/{old.dialogue.public_id}/" in editor.get(f"{BOARD}?state=missing").text
    translated(old, "es", 0, is_done=False)
    assert "1 summary note is to be translated" in shown(editor, "/en/office/")


def test_a_dialogue_that_was_held_without_a_note_is_one_press_from_it(editor: FlaskClient) -> None:
    a_note()
    assert "without a note" not in shown(editor)
    a_session(days=30)
    held = a_session(days=-3).dialogue
    page = shown(editor)
    assert page.count("Begin the summary note") == 1
    assert f"/en/office/dialogues/{held.public_id}/summary" in editor.get(BOARD).text


def test_the_demonstration_s_note_reads_as_it_was_published(app: DialoguesApp) -> None:
    load()
    (line,) = lines()
    assert all(found.is_published and not found.is_changed for found in line.cells.values())
