"""A sentence of a note becomes a promise that everybody reads, and the note is written on."""

from collections.abc import Callable
from typing import Any

import pytest

from dialogues.database import db
from tests.builders import a_note, an_owner
from tests.journeys.conftest import DESK, PHONE

SENTENCE = "The Hub keeps the list of coalitions up to date."


@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", PHONE)], ids=["en", "ar", "zh"]
)
def test_a_sentence_that_is_being_written_becomes_an_action_item(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any]
) -> None:
    note, owner = a_note(), an_owner("The Hub").public_id
    section, dialogue = note.sections[1].public_id, note.dialogue.public_id
    db.session.commit()
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/summary-sections/{section}")
    page.locator("textarea").fill(f"They spoke. {SENTENCE}")
    page.locator("textarea").evaluate("area => area.setSelectionRange(12, area.value.length)")
    page.locator("[data-action-item]").click()
    assert page.locator("[name=text_en]").input_value() == SENTENCE
    visitor.check(language)

    page.locator("[name=owner]").select_option("person")
    page.locator("form.stack button[type=submit]").click()
    page.locator("#error-summary").wait_for()
    visitor.check(language)
    page.locator("[name=owner]").select_option(owner)
    page.locator("form.stack button[type=submit]").click()
    page.locator(".notice--success").wait_for()
    visitor.check(language)

    page.locator(f"main a[href*='{section}']").click()
    page.locator("textarea").wait_for()
    assert page.locator("textarea").input_value() == f"They spoke. {SENTENCE}"
    visitor.open(f"/{language}/action-items/?dialogue={dialogue}")
    page.locator(".months summary").click()
    numbers = page.locator(".months tbody tr").first.locator("td")
    assert numbers.all_inner_texts() == ["1", "0", "0", "0"]
    assert numbers.evaluate_all("cells => new Set(cells.map((one) => one.offsetTop)).size") == 1
    visitor.check(language)
    page.locator("main a", has_text=SENTENCE).click()
    visitor.check(language)
