"""A full session, from its form to a seat; approval, invitation; the language that is lacking."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from dialogues.database import db
from dialogues.programme.models import Admission
from dialogues.registration import admission_service, service
from dialogues.registration.models import Registration
from tests.builders import a_dialogue, a_registration, a_session
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_registering import fill_in, heading, manage_link, method_of

Mails = Callable[[str], list[EmailMessage]]
NEITHER_TRAP_NOR_HASTE_MS = 2100
"""Who sends a form sooner finishes from the mailbox."""


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", DESK), ("ar", PHONE), ("zh", PHONE)],
    ids=["en-desk", "ar-phone", "zh-phone"],
)
def test_from_a_full_session_to_a_seat_by_keyboard(
    language: str,
    viewport: dict[str, int],
    visit: Callable[..., Any],
    mails: Mails,
    say: Callable[..., str],
) -> None:
    dialogue = a_dialogue()
    full = a_session(dialogue, capacity=1, short_link="full", interpretation=("zh", "ar"))
    a_session(dialogue, hour=16, interpretation=("fr",))
    seated = a_registration(full)
    visitor = visit(language, viewport)
    page = visitor.page

    visitor.open("/full")
    assert page.locator("#full").count() == 1
    visitor.check(language)
    fill_in(page, language)
    page.wait_for_timeout(NEITHER_TRAP_NOR_HASTE_MS)
    page.locator("[name=name]").press("Enter")  # registers, and leads to no other session
    assert heading(page) == say(language, "You are on the waiting list")
    visitor.check(language)

    page.goto(manage_link(mails("minister@example.org")).partition("/swap/")[0])
    assert "1" in page.locator("main .lead").inner_text()
    visitor.check(language)
    manage = page.url
    page.locator("main a[href$='/cancel']").focus()
    page.keyboard.press("Enter")
    visitor.check(language)

    service.cancel(seated)
    db.session.commit()
    page.goto(manage)
    assert page.locator("main a[href$='/language']").count() == 1
    assert [method_of(mail) for mail in mails("minister@example.org")] == [None, "REQUEST"]
    visitor.check(language)


def test_without_scripts_a_needed_language_leads_to_the_twin_or_is_recorded(
    visit: Callable[..., Any],
) -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, short_link="morning", interpretation=("zh",))
    twin = a_session(dialogue, hour=16, interpretation=("fr",))
    visitor = visit("en", PHONE, javascript=False)
    page = visitor.page
    visitor.open("/morning")
    fill_in(page, "none")
    page.locator("[name=needed_language]").select_option("fr")
    page.wait_for_timeout(NEITHER_TRAP_NOR_HASTE_MS)
    page.locator("[name=name]").press("Enter")
    assert page.locator("#better [formaction]").count() == 1
    visitor.check("en")
    page.locator("#better [formaction]").click()
    assert twin.public_id in page.url
    assert page.locator("[name=name]").input_value() == "A Person"
    assert page.locator("[name=listening_language][value=fr]").is_checked()

    visitor.open("/morning")
    fill_in(page, "none")
    page.locator("[name=needed_language]").select_option("fr")
    page.wait_for_timeout(NEITHER_TRAP_NOR_HASTE_MS)
    for _press in ("look", "stay"):
        page.locator("main form button[type=submit]").last.click()
    assert page.url.endswith(f"/sessions/{session.public_id}/registered")
    assert db.session.query(Registration).one().needed_language == "fr"


def test_only_who_needs_another_language_is_asked_which(visit: Callable[..., Any]) -> None:
    a_session(short_link="morning")
    visitor = visit("en", PHONE)
    visitor.open("/morning")
    which = visitor.page.locator("[name=needed_language]")
    assert not which.is_visible()
    visitor.page.locator("[name=listening_language][value=none]").check()
    assert which.is_visible()
    visitor.check("en")


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", PHONE)])
def test_nothing_is_wrong_with_what_approval_and_invitation_show(
    language: str, viewport: dict[str, int], visit: Callable[..., Any], mails: Mails
) -> None:
    dialogue = a_dialogue()
    asked = a_session(dialogue, admission=Admission.APPROVAL, categories=("national_convenor",))
    invited = a_session(dialogue, hour=12, admission=Admission.INVITATION)
    a_session(dialogue, hour=16, registration_opens_at=asked.starts_at)
    a_session(dialogue, hour=20, capacity=0)
    visitor = visit(language, viewport)
    visitor.open(f"/{language}/dialogues/{dialogue.public_id}")
    visitor.check(language)
    visitor.open(f"/{language}/sessions/{invited.public_id}/register")
    visitor.check(language)
    visitor.open(f"/{language}/sessions/{asked.public_id}/register")
    visitor.check(language)
    fill_in(visitor.page, "en")
    visitor.page.wait_for_timeout(NEITHER_TRAP_NOR_HASTE_MS)
    visitor.page.locator("[name=name]").press("Enter")
    visitor.check(language)
    visitor.page.goto(manage_link(mails("minister@example.org")))
    visitor.check(language)
    admission_service.decline([db.session.query(Registration).one()], "There is no place left.")
    db.session.commit()
    visitor.page.reload()
    assert "There is no place left." in visitor.page.locator("blockquote").inner_text()
    visitor.check(language)
