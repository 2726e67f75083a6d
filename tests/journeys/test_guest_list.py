"""From a pasted list to a stand-in's registration, as people walk it."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.programme.models import Admission
from tests.builders import a_session
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_registering import press

Mails = Callable[[str], list[EmailMessage]]

PASTED = """Guests of the minister
"Diallo, Fatou" <fatou@example.org>; 张三（外交部） <zhang@example.org>
jane at example.org"""


@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", PHONE)], ids=["en", "ar", "zh"]
)
def test_from_a_pasted_list_to_a_stand_in_who_registers(
    language: str,
    viewport: dict[str, int],
    visit: Callable[..., Any],
    mails: Mails,
    staff_client: FlaskClient,
) -> None:
    session = a_session(admission=Admission.INVITATION, capacity=1)
    organiser = signed_in(visit(language, viewport), staff_client)
    page = organiser.page
    organiser.open(f"/{language}/office/sessions/{session.public_id}/guests")
    organiser.check(language)
    page.locator("main .actions a.button").first.click()
    organiser.check(language)

    page.locator("[name=text]").fill(PASTED)
    page.locator("main form button[type=submit]").first.click()
    organiser.check(language)
    assert page.locator(".notice--warning li").count() == 2
    assert page.locator("tbody tr").count() == 2
    page.locator("[name=action][value=invite]").press("Enter")
    page.locator(".notice--success").wait_for()
    organiser.check(language)

    guest = visit(language, viewport)
    guest.page.goto(personal_link(mails("fatou@example.org")))
    guest.check(language)
    assert guest.page.locator("[name=name]").input_value() == "Diallo, Fatou"
    fill_in_for_the_guest(guest.page)
    guest.page.keyboard.press("Enter")  # from the last box of the form
    guest.page.locator(".notice--success").wait_for()

    guest.page.goto(personal_link(mails("fatou@example.org")[:1]))
    guest.check(language)
    guest.page.locator("main a[href$='/stand-in']").click()
    press(guest.page)
    assert guest.page.locator("#error-summary a").count() == 2
    guest.check(language)
    guest.page.locator("[name=name]").fill("Moussa Sow")
    guest.page.locator("[name=email]").fill("moussa@example.org")
    guest.page.keyboard.press("Enter")
    confirm = guest.page.locator("[name=action][value=confirm]")
    confirm.wait_for()
    guest.check(language)
    confirm.press("Enter")
    guest.page.locator(".notice--success").wait_for()
    guest.check(language)
    assert "moussa@example.org" in guest.page.locator(".notice--success").inner_text()

    stand_in = visit(language, viewport)
    stand_in.page.goto(personal_link(mails("moussa@example.org")))
    stand_in.check(language)
    assert stand_in.page.locator("main a[href$='/stand-in']").count() == 0
    fill_in_for_the_guest(stand_in.page)
    press(stand_in.page)
    assert "moussa@example.org" in stand_in.page.locator(".notice--success").inner_text()

    organiser.open(f"/{language}/office/sessions/{session.public_id}/guests?state=registered")
    organiser.check(language)
    assert "moussa@example.org" in page.locator("tbody").inner_text()
    assert page.locator("tbody tr").count() == 1


def signed_in(visitor: Any, staff_client: FlaskClient) -> Any:
    """A browser with the cookie of an organiser."""
    cookie = staff_client.get_cookie("dialogues")
    assert cookie is not None
    visitor.page.context.add_cookies(
        [{"name": "dialogues", "value": cookie.value, "url": visitor.site}]
    )
    return visitor


def fill_in_for_the_guest(page: Any) -> None:
    """All that the form of somebody invited asks for, leaving the keyboard in its last box."""
    page.locator("[name=country]").select_option("SN")
    page.locator("[name=category]").select_option("national_convenor")
    page.locator("[name=listening_language][value=en]").check()
    page.locator("[name=privacy]").check()
    page.locator("[name=privacy]").focus()


def personal_link(found: list[EmailMessage]) -> str:
    """The link in the last of some mails."""
    text = found[-1].get_body(("plain",))
    assert text is not None
    match = re.search(r"http://127\.0\.0\.1:\d+/\w\w/invitation/\S+", text.get_content())
    assert match is not None
    return match.group(0)
