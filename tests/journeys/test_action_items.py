"""An owner with a phone, from the mail: accept, report, ask for time, hand over, take over."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from dialogues.action_items.drafts import Draft
from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.service import record_item
from dialogues.database import db
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_session, an_owner
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_registering import heading

Mails = Callable[[str], list[EmailMessage]]
TEXTS = {
    "en": "Keep an up-to-date list of coalitions, their coordinators and websites.",
    "ar": "تحديث قائمة التحالفات ومنسقيها ومواقعها.",
    "zh": "保持联盟、协调员和网站的最新名单。",
}


@pytest.fixture
def recorded(app: DialoguesApp) -> Callable[[str], ActionItem]:
    """Records an item for somebody who reads a language."""

    def record(language: str) -> ActionItem:
        owner = an_owner("School Meals Coalition", email="meals@example.org", language=language)
        an_owner("Hub", email="hub@example.org", language=language)
        due_on = clock.now().date().replace(year=clock.now().year + 1, day=20)
        draft = Draft(texts=TEXTS, source_language="en", owner=owner, due_on=due_on)
        with app.test_request_context():
            item = record_item(a_session(days=-30).dialogue, draft)
        db.session.commit()
        return item

    return record


def link_in(mail: EmailMessage, path: str) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    (found,) = re.findall(rf"http\S+/owed/{path}[\w.\-]+(?=\s)", str(part.get_content()))
    return str(found)


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", PHONE), ("ar", PHONE), ("zh", PHONE), ("en", DESK)],
    ids=["en-phone", "ar-phone", "zh-phone", "en-desk"],
)
def test_an_owner_accepts_and_reports_until_it_is_done(
    language: str,
    viewport: dict[str, int],
    recorded: Callable[[str], ActionItem],
    visit: Callable[..., Any],
    mails: Mails,
    say: Callable[..., str],
) -> None:
    item = recorded(language)
    visitor = visit(language, viewport)
    page = visitor.page
    (mail,) = mails("meals@example.org")
    page.goto(link_in(mail, ""))
    assert page.locator("main .lead").inner_text() == TEXTS[language]
    visitor.check(language)

    page.locator("form[action$='/accept'] button").press("Enter")
    page.locator(".notice--success").wait_for()
    visitor.check(language)

    page.locator("main a[href$='/report']").click()
    assert heading(page) == say(language, "Report progress")
    visitor.check(language)
    page.locator("main button[type=submit]").click()  # nothing is said yet
    page.locator("#error-summary a").click()
    visitor.check(language)
    page.keyboard.type("9/10")
    page.locator("[name=status][value=in_progress]").check()
    page.locator("main button[type=submit]").click()
    page.locator(".notice--success").wait_for()
    db.session.rollback()
    assert (item.status, item.accepted_at is not None) == (ItemStatus.IN_PROGRESS, True)
    db.session.rollback()

    page.locator("main a[href$='/report']").click()
    page.locator("[name=status][value=done]").check()
    page.locator("main button[type=submit]").click()
    page.locator(".notice--success").wait_for()
    visitor.check(language)
    db.session.rollback()
    assert item.status is ItemStatus.DONE


def test_without_scripts_an_item_is_put_off_and_handed_over(
    recorded: Callable[[str], ActionItem], visit: Callable[..., Any], mails: Mails
) -> None:
    item = recorded("en")
    visitor = visit("en", PHONE, javascript=False)
    page = visitor.page
    page.goto(link_in(mails("meals@example.org")[0], ""))
    page.locator("main a[href$='/due']").click()
    visitor.check("en")
    page.locator("[name=due_on]").fill("2020-01-01")
    page.locator("[name=because]").fill("A long holiday")
    page.locator("main button[type=submit]").click()
    assert page.locator("[name=because]").input_value() == "A long holiday"
    visitor.check("en")
    page.locator("[name=due_on]").fill(f"{clock.now().year + 2}-01-20")
    page.locator("main button[type=submit]").click()

    page.locator("main a[href$='/offer']").click()
    visitor.check("en")
    page.locator("[name=to]").select_option(label="Hub")
    page.locator("main button[type=submit]").click()
    assert page.locator("form[action$='/offer/withdraw']").count() == 1
    visitor.check("en")

    page.goto(link_in(mails("hub@example.org")[0], "offers/"))
    visitor.check("en")
    page.locator("form[action$='/accept'] button").click()
    visitor.check("en")
    db.session.rollback()
    assert (item.owner.email, item.offered_to) == ("hub@example.org", None)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_nothing_is_wrong_with_the_pages_of_all_that_is_owed(
    language: str,
    recorded: Callable[[str], ActionItem],
    visit: Callable[..., Any],
    mails: Mails,
) -> None:
    recorded(language)
    visitor = visit(language, PHONE)
    visitor.page.goto(link_in(mails("meals@example.org")[0], "all/"))
    visitor.check(language)
    visitor.page.locator("main a[href$='/calendar']").click()
    visitor.check(language)
    visitor.page.locator("[data-copy]").wait_for()
    visitor.open(f"/{language}/owed/find")
    visitor.check(language)
    visitor.open(f"/{language}/owed/nothing")
    visitor.check(language)
