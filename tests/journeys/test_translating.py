"""A translator puts a note into Arabic: on the page, while the source changes, and with Word."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from dialogues.database import db
from dialogues.summaries import queries
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import save
from dialogues.summaries.translating_service import declare_done
from dialogues.web.application import DialoguesApp
from tests.builders import a_note, an_action_item
from tests.journeys.conftest import DESK, PHONE

SECTIONS = (
    (SectionKind.PARTICIPATION, "Countries", "On **27 July**, 117 countries meet."),
    (SectionKind.NEEDS, "Needs", "- Money\n- Time"),
)


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    note = a_note(sections=SECTIONS)
    an_action_item(note.dialogue, text="Keep a list.")
    return note


def states(note: SummaryNote) -> list[State]:
    db.session.rollback()
    found = queries.note_of_dialogue(note.dialogue_id)
    assert found
    now = list(queries.states(found)["ar"].values())
    db.session.rollback()  # or the server would wait for us
    return now


def press(page: Any, name: str, index: int = 0) -> None:
    """Press a button with the keyboard alone."""
    page.get_by_role("button", name=name, exact=True).nth(index).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", DESK), ("ar", PHONE), ("zh", DESK)],
    ids=["en-desk", "ar-phone", "zh-desk"],
)
def test_a_note_is_translated_into_arabic_and_brought_up_to_date(
    language: str,
    viewport: dict[str, int],
    note: SummaryNote,
    organiser: Callable[..., Any],
    say: Callable[..., str],
    tmp_path: Path,
) -> None:
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/summaries")
    visitor.check(language)
    with page.expect_navigation():
        page.locator("td a[href$='/into/ar']").click()
    visitor.check(language)

    # What is typed is saved by itself; the button says that it is done.
    page.locator("#sections-1-heading").fill("البلدان")
    page.locator("#sections-1-body").fill("في **27 تموز/يوليو** يجتمع 117 بلداً.")
    page.locator("[data-state]").nth(1).filter(has_text=":").wait_for()
    assert states(note) == [State.MISSING, State.DRAFT, State.MISSING]
    page.locator("#items-0-text").fill("الاحتفاظ بقائمة.")
    press(page, say(language, "Save and mark as done"), 1)
    assert states(note)[1] is State.CURRENT
    visitor.check(language)

    # The source changes: what changed is shown, and the translation brought up to date.
    source = Words("Countries", "On **28 July**, 117 countries meet.")
    save(note.sections[1], "en", source, 1, None)
    db.session.commit()
    page.reload()
    assert page.locator("del").inner_text() == "27"
    assert page.locator("ins").inner_text() == "28"
    visitor.check(language)
    page.locator("#sections-1-body").fill("في **28 تموز/يوليو** يجتمع 117 بلداً.")
    press(page, say(language, "Save and mark as done"), 1)
    assert states(note)[1] is State.CURRENT

    # The rest is done in Word.
    with page.expect_download() as download:
        page.get_by_role("link", name=say(language, "Export for a translator (Word)")).click()
    file = tmp_path / "back.docx"
    file.write_bytes(translated(Path(download.value.path()).read_bytes()))
    page.get_by_role("link", name=say(language, "Read a translator’s file back")).click()
    visitor.check(language)
    page.locator("input[type=file]").set_input_files(file)
    press(page, say(language, "See what will change"))
    visitor.check(language)
    press(page, say(language, "Take this translation over"))
    assert states(note) == [State.CURRENT] * 3
    visitor.check(language)


def test_what_comes_back_to_a_folded_section_is_in_sight(
    note: SummaryNote, organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    save(note.sections[1], "ar", Words("البلدان", "نص"), 0, None)
    declare_done(note.sections[1], "ar", 1, 1)
    db.session.commit()
    visitor = organiser("en", PHONE)
    page = visitor.page
    page.route("**/autosave**", lambda route: route.fulfill(status=503))
    address = f"/en/office/dialogues/{note.dialogue.public_id}/summary/into/ar"
    visitor.open(address)
    body = page.locator("#sections-1-body")
    assert not body.is_visible()
    page.locator("#heading-" + note.sections[1].public_id).click()
    body.fill("نص آخر")
    visitor.open(address)
    assert body.is_visible()
    assert body.input_value() == "نص آخر"
    page.get_by_text(
        say("en", "What you had typed here, and what had not been saved, is back.")
    ).wait_for()
    visitor.check("en")


def translated(content: bytes) -> bytes:
    """The file with words wherever its target is empty."""
    document = docx.Document(io.BytesIO(content))
    for table in document.tables:
        for row in table.rows:
            if not row.cells[1].text:
                row.cells[1].paragraphs[0].add_run("ترجمة")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
