"""Seeing, taking and erasing one's own data, by keyboard alone."""

import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from dialogues.database import db
from dialogues.registration.links import manage_token
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.service import register
from tests.builders import a_registration, a_session
from tests.invites.mailed import text_of
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_registering import method_of
from tests.registration.registering import an_application, only_registration

EMAIL = "minister@example.org"
Mails = Callable[[str], list[EmailMessage]]


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", DESK), ("ar", PHONE), ("zh", PHONE)],
    ids=["en-desk", "ar-phone", "zh-phone"],
)
def test_from_the_page_of_a_registration_to_nothing_held(
    language: str, viewport: dict[str, int], visit: Callable[..., Any], mails: Mails
) -> None:
    session = a_session(capacity=1)
    register(session.public_id, an_application(question="What of rice?", language=language))
    db.session.commit()
    mine = only_registration()
    next_one = a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=1)
    assert [method_of(mail) for mail in mails(EMAIL)] == ["REQUEST"]
    visitor = visit(language, viewport)
    page = visitor.page

    visitor.open(f"/{language}/manage/{manage_token(mine)}")
    press(page, "main form[action$='/data'] button")
    page.wait_for_url("**/data")
    page.wait_for_load_state()
    visitor.check(language)
    [link] = re.findall(r"http://127\S+/my-data/[\w.-]+", text_of(mails(EMAIL)[-1]))
    page.goto(link)
    assert "What of rice?" in page.locator("main").inner_text()
    while (closed := page.locator("main details:not([open]) summary")).count():
        closed.first.press("Enter")
    visitor.check(language)

    with page.expect_download() as download:
        press(page, "main a[href$='.json']")
    said = json.loads(download.value.path().read_text())
    assert said["registrations"][0]["question"] == "What of rice?"

    press(page, "main a[href$='/erase']")
    visitor.check(language)
    page.locator("main form button[type=submit]").press("Enter")
    page.wait_for_load_state()
    assert "/erase" not in page.url
    assert page.locator("main details").count() == 0
    visitor.check(language)

    assert [method_of(mail) for mail in mails(EMAIL)] == ["CANCEL"]
    db.session.expire_all()
    assert (mine.name, next_one.status) == ("", RegistrationStatus.CONFIRMED)


def press(page: Any, selector: str) -> None:
    page.locator(selector).focus()
    page.keyboard.press("Enter")
