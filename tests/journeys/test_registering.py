"""From a short link in a chat to the manage link in a mail, as people walk it."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from tests.builders import a_dialogue, a_session
from tests.journeys.conftest import DESK, PHONE

Mails = Callable[[str], list[EmailMessage]]


@pytest.mark.parametrize(
    ("language", "viewport", "listens", "javascript"),
    [
        ("en", DESK, "en", True),
        ("ar", DESK, "ar", True),
        ("ar", PHONE, "ar", True),
        ("zh", PHONE, "zh", True),
        ("ru", PHONE, "ru", False),
    ],
    ids=["en-desk", "ar-desk", "ar-phone", "zh-phone", "ru-phone-without-javascript"],
)
def test_from_the_short_link_to_the_manage_link(
    language: str,
    viewport: dict[str, int],
    listens: str,
    javascript: bool,
    visit: Callable[..., Any],
    mails: Mails,
    say: Callable[..., str],
) -> None:
    dialogue = a_dialogue()
    a_session(dialogue, short_link="27julyAM", interpretation=("zh", "ru", "ar"))
    twin = a_session(dialogue, hour=16, interpretation=("fr", "es"))
    in_twin = f"swap/{twin.public_id}"
    visitor = visit(language, viewport, javascript)
    page = visitor.page

    visitor.open("/27JULYam")
    assert f"/{language}/sessions/" in page.url
    assert ("zone=Africa/Nairobi" in page.url) is javascript
    visitor.check(language)

    press(page)
    assert page.locator("#error-summary a").count() >= 5
    visitor.check(language)

    fill_in(page, listens)
    press(page)
    assert heading(page) == say(language, "You are registered")
    assert "minister@example.org" in page.locator("main").inner_text()
    visitor.check(language)

    page.goto(manage_link(mails("minister@example.org")))
    assert f"/{language}/manage/" in page.url
    visitor.check(language)
    manage = page.url

    for change in ("language", in_twin, "cancel"):
        page.goto(manage)
        page.locator(f"main a[href$='/{change}']").click()
        visitor.check(language)
        if change == "language":
            other = "zh" if listens == "en" else "en"
            page.locator(f"[name=listening_language][value={other}]").check()
        press(page)
        assert page.url.partition("?")[0] == manage
        assert page.locator(".notice--success").count() == 1
        visitor.check(language)
        sent = mails("minister@example.org")

    methods = [method_of(mail) for mail in sent]
    assert methods == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]


def fill_in(page: Any, listens: str) -> None:
    page.wait_for_timeout(2100)  # what is quicker is asked to finish by mail
    page.locator("[name=name]").fill("A Person")
    page.locator("[name=email]").fill("minister@example.org")
    page.locator("[name=country]").select_option("SN")
    page.locator("[name=category]").select_option("national_convenor")
    page.locator(f"[name=listening_language][value={listens}]").check()
    page.locator("[name=privacy]").check()


def press(page: Any) -> None:
    """Press the button of the page's form."""
    page.locator("main form button[type=submit]").last.click()


def heading(page: Any) -> str:
    return str(page.locator("main h1").first.inner_text())


def manage_link(found: list[EmailMessage]) -> str:
    text = found[-1].get_body(("plain",))
    assert text is not None
    match = re.search(r"http://127\.0\.0\.1:\d+/\w\w/manage/\S+", text.get_content())
    assert match is not None
    return match.group(0)


def method_of(mail: EmailMessage) -> str | None:
    parts = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    part = next(parts, None)
    return str(part.get_param("method")) if part else None
