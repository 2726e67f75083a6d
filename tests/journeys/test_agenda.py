"""An organiser writes an agenda, moves an item, and finds it on the public page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import a_dialogue, a_session
from tests.journeys.conftest import DESK, PHONE


@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", PHONE)], ids=["en", "ar", "zh"]
)
def test_an_agenda_is_written_put_in_order_and_published(
    language: str,
    viewport: dict[str, int],
    organiser: Callable[..., Any],
    say: Callable[..., str],
) -> None:
    dialogue = a_dialogue("Soils", texts={"ar": ("التربة", ""), "zh": ("土壤", "")})
    for hour in (8, 16):
        a_session(dialogue, local_start=dt.datetime(2031, 7, 30, hour))
    visitor = organiser(language, viewport)
    page = visitor.page
    visitor.open(f"/{language}/office/dialogues/{dialogue.public_id}/agenda")

    for place, (minutes, title) in enumerate((("15", "Second"), ("80", "First"))):
        page.get_by_role("button", name=say(language, "Add an item")).click()
        page.locator(f"#lines-{place}-minutes").fill(minutes)
        page.locator(f"#lines-{place}-title_en").fill(title)
    page.locator("#lines-1-title_en").press("Enter")
    visitor.check(language)
    assert page.locator("#error-summary li").count() == 1

    page.locator("#lines-1-minutes").fill("10")
    page.get_by_role("button", name=say(language, "Move up")).click()
    assert page.locator("#lines-1-start").input_value() == "08:10"
    page.get_by_role("button", name=say(language, "Save"), exact=True).click()
    visitor.check(language)
    assert say(language, "The agenda is saved.") in page.locator("main").inner_text()

    visitor.open(f"/{language}/dialogues/{dialogue.public_id}?zone=Africa/Nairobi")
    visitor.check(language)
    times = [time.strip() for time in page.locator(".agenda__time").all_inner_texts()]
    assert times == ["09:00", "17:00", "09:10", "17:10"]
    assert page.locator(".agenda__item strong").all_inner_texts() == ["First", "Second"]
