"""An editor writes a note, with a net under what is typed, and somebody else at the same time."""

from collections.abc import Callable
from typing import Any

import pytest

from dialogues.database import db
from dialogues.summaries import queries
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from tests.builders import a_dialogue, a_member_of_staff, a_note, a_session
from tests.journeys.conftest import DESK, PHONE

PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  document.querySelector("textarea").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def body_of(note: SummaryNote) -> str:
    db.session.rollback()
    found = queries.note_of_dialogue(note.dialogue_id)
    assert found
    body = found.sections[1].texts["en"].body
    db.session.rollback()  # or the server would wait for us
    return body


def wait_until_saved(page: Any, note: SummaryNote, body: str) -> None:
    for _ in range(60):
        if body_of(note) == body:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"what is saved is {body_of(note)!r}")


def press(page: Any, name: str) -> None:
    """Press a button with the keyboard alone."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", DESK), ("ar", PHONE), ("zh", DESK), ("zh", PHONE)],
    ids=["en-desk", "ar-phone", "zh-desk", "zh-phone"],
)
def test_a_note_is_begun_and_written_with_marks_a_paste_and_a_preview(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    dialogue = a_session(a_dialogue("Soils"), days=-3).dialogue
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/dialogues/{dialogue.public_id}")
    page.get_by_role("link", name=say(language, "Begin the summary note")).click()
    visitor.check(language)
    press(page, say(language, "Begin the note"))
    visitor.check(language)
    page.locator(".person__name a").nth(1).click()
    visitor.check(language)
    note = queries.note_of_dialogue(dialogue.id)
    assert note
    page.locator("textarea").fill("They spoke.")
    page.locator("textarea").press("ControlOrMeta+a")
    bold = page.get_by_role("button", name=say(language, "Bold"), exact=True)
    bold.click()
    page.locator("[data-shown] strong", has_text="They spoke.").wait_for()
    bold.click()
    assert page.locator("textarea").input_value() == "They spoke."
    bold.click()
    page.locator("textarea").press("ControlOrMeta+End")
    page.evaluate(PASTE, "<h2>Needs</h2><ul><li>Money</li></ul>")
    page.locator("[data-shown] li", has_text="Money").wait_for()
    wait_until_saved(page, note, "**They spoke.**\n\n## Needs\n\n- Money")
    press(page, say(language, "Save"))
    visitor.check(language)
    page.get_by_role("link", name=say(language, "Earlier versions")).click()
    visitor.check(language)


@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", PHONE)], ids=["en", "ar", "zh"]
)
def test_a_whole_note_is_pasted_and_taken_over(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    dialogue = a_session(a_dialogue("Soils"), days=-3).dialogue
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/dialogues/{dialogue.public_id}/summary")
    page.get_by_role("link", name=say(language, "Import a file, or paste a whole note")).click()
    visitor.check(language)
    page.evaluate(PASTE, "<p class=MsoTitle>Soils</p><h1>Closing words</h1><ul><li>Thanks</ul>")
    page.get_by_text(say(language, "Pasted, with headings, lists and links.")).wait_for()
    page.locator("select[name=language]").select_option("en")
    press(page, say(language, "See what is recognised"))
    visitor.check(language)
    press(page, say(language, "Import"))
    visitor.check(language)
    note = queries.note_of_dialogue(dialogue.id)
    assert note
    assert body_of(note) == "- Thanks"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_two_editors_of_one_section_put_their_texts_together(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    note = a_note()
    section = note.sections[1]
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/summary-sections/{section.public_id}")
    maria = a_member_of_staff(name="Maria Rossi")
    save(section, "en", Words("Countries", "Countries wish to take part."), 1, maria.id)
    db.session.commit()
    page.locator("textarea").fill("Countries want to take part soon.")
    page.locator("[data-parked]").wait_for(state="visible")
    visitor.check(language)
    page.get_by_role("link", name=say(language, "Bring the two together")).first.click()
    visitor.check(language)
    assert "Maria Rossi" in page.locator(".lead").inner_text()
    assert page.locator("textarea").input_value() == "Countries wish to take part soon."
    press(page, say(language, "Save the two as one"))
    assert body_of(note) == "Countries wish to take part soon."
    visitor.check(language)


@pytest.mark.parametrize("language", ["en"])
def test_what_was_typed_without_a_connection_is_there_when_the_page_is_opened_again(
    language: str, organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    note = a_note()
    visitor = organiser(language, DESK)
    path = f"/{language}/office/summary-sections/{note.sections[1].public_id}"
    visitor.open(path)
    visitor.page.route("**/autosave", lambda route: route.abort())
    visitor.page.locator("textarea").fill("Typed in a train.")
    offline = say(
        language,
        "Not saved yet: there is no connection. Your text is kept in this browser, and is saved "
        "as soon as there is one.",
    )
    visitor.page.get_by_text(offline).wait_for()
    visitor.page.goto("about:blank")  # the laptop is closed
    visitor.open(path)
    assert body_of(note) != "Typed in a train."
    assert visitor.page.locator("textarea").input_value() == "Typed in a train."
    visitor.page.unroute("**/autosave")
    visitor.troubles.clear()  # Chromium's word on the lost connection
    wait_until_saved(visitor.page, note, "Typed in a train.")


@pytest.mark.parametrize("language", ["en"])
def test_a_section_is_written_without_javascript(
    language: str, visit: Callable[..., Any], organiser: Callable[..., Any]
) -> None:
    note = a_note()
    cookies = organiser(language).page.context.cookies()
    visitor = visit(language, PHONE, javascript=False)
    visitor.page.context.add_cookies(cookies)
    visitor.open(f"/{language}/office/summary-sections/{note.sections[1].public_id}")
    visitor.check(language)
    visitor.page.locator("textarea").fill("**Written** by hand.")
    press(visitor.page, "Preview")
    assert visitor.page.locator(".prose strong").inner_text() == "Written"
    press(visitor.page, "Save")
    visitor.check(language)
    assert body_of(note) == "**Written** by hand."
