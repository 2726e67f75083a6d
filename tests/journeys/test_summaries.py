"""A published note, read in three languages at the width of a phone and of a desk."""

from collections.abc import Callable
from typing import Any

import pytest

from dialogues.action_items.models import ActionItemText
from dialogues.database import db
from dialogues.summaries import publishing_service, queries
from tests.builders import a_member_of_staff, an_action_item
from tests.journeys.conftest import DESK, PHONE
from tests.summaries.published import TEXTS, a_translated_note, published, rewritten


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_note_is_read_with_its_revisions_in_every_state(
    language: str, viewport: dict[str, int], visit: Callable[..., Any]
) -> None:
    note = a_translated_note()
    first = queries.standing(note)[1]
    for section_id in (first.public_id, None):
        item = an_action_item(note.dialogue, section_id=section_id, days=-2)
        for code, text in (("ar", "تحديث القائمة."), ("zh", "更新名单。")):
            item.texts[code] = ActionItemText(language=code, text=text)
    published(note, "en", "zh", "ar")
    rewritten(note, "A list.\n\n### Below\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    published(note, "en")
    address = f"/{language}/dialogues/{note.dialogue.public_id}/summary"
    visitor = visit(language, viewport)
    visitor.open(address)
    visitor.check(language)
    heading = visitor.page.get_by_role("heading", name=TEXTS[language][0])
    heading.get_by_role("link").click()
    assert visitor.page.url.endswith(f"#section-{first.public_id}")
    visitor.page.get_by_role("link", name="Español").first.click()
    visitor.check("es")  # not ready: the page says in which languages it is
    visitor.page.locator("main").get_by_role("link", name="English").click()
    visitor.check("en")
    visitor.open(f"/en/dialogues/{note.dialogue.public_id}/summary/revisions/2")
    visitor.check("en")
    publishing_service.withdraw(note, language, "–", a_member_of_staff().id)
    db.session.commit()
    visitor.open(address)
    visitor.check(language)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_an_editor_marks_a_finding_as_fine_publishes_and_withdraws(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    note = a_translated_note()
    rewritten(note, "تريد البلدان [قائمة](https://example.org/list) و27 شيئا.", "ar")
    visitor = organiser(language, viewport)
    visitor.open(f"/{language}/office/dialogues/{note.dialogue.public_id}/summary/publish/ar")
    visitor.check(language)
    page = visitor.page
    page.get_by_label(say(language, "Why is it fine as it is?")).fill("27")
    page.get_by_role("button", name=say(language, "Mark as fine")).click()
    publish = say(language, "Publish as revision %(number)s", number=1)
    page.get_by_role("button", name=publish).click()
    visitor.check(language)
    page.get_by_role("link", name=say(language, "Withdraw it")).click()
    visitor.check(language)
    page.locator("textarea").fill("خطأ")
    page.get_by_role("button", name=say(language, "Withdraw it")).click()
    visitor.check(language)
    page.get_by_text(say(language, "Withdrawn")).first.wait_for()
