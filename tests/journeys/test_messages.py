"""An organiser writes to people: from the draft to the last mail, with a pause on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.people import service as people
from dialogues.people.links import sign_in_token
from dialogues.programme.models import DialogueSession
from dialogues.registration.links import unsubscribe_link
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_member_of_staff, a_registration, a_session
from tests.journeys.conftest import DESK, PHONE
from tests.messages.written import make_due

LANGUAGES = ("en", "ar", "zh", "fr")
PEOPLE = 12


@pytest.fixture
def room() -> DialogueSession:
    session = a_session(a_dialogue("Soils", texts={"ar": ("التربة", "وصف")}))
    for number in range(PEOPLE):
        language = LANGUAGES[number % len(LANGUAGES)]
        a_registration(session, email=f"p{number}@example.org", name="Awa", language=language)
    return session


@pytest.fixture
def send_some(app: DialoguesApp) -> Callable[[int], None]:
    """Lets a worker deliver so many mails that are owed."""

    def send(count: int) -> None:
        make_due()
        drain(count)
        db.session.rollback()

    return send


def sign_in(visitor: Any, app: Flask, language: str) -> None:
    link = people.create_sign_in_link(a_member_of_staff("desk@example.org"))
    with app.test_request_context():
        token = sign_in_token(link)
    visitor.open(f"/{language}/office/sign-in/{token}")
    visitor.page.locator("main button[type=submit]").click()


def press(page: Any, name: str) -> None:
    """Press a button with the keyboard alone."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("language", "viewport", "javascript"),
    [("en", DESK, True), ("ar", PHONE, True), ("zh", PHONE, True), ("en", PHONE, False)],
    ids=["en-desk", "ar-phone", "zh-phone", "en-phone-without-javascript"],
)
def test_a_message_is_written_looked_at_sent_paused_and_let_go_on(
    language: str,
    viewport: dict[str, int],
    javascript: bool,
    app: DialoguesApp,
    room: DialogueSession,
    visit: Callable[..., Any],
    say: Callable[..., str],
    send_some: Callable[[int], None],
) -> None:
    visitor = visit(language, viewport, javascript)
    page = visitor.page
    sign_in(visitor, app, language)
    visitor.open(f"/{language}/office/sessions/{room.public_id}/messages/new")
    visitor.check(language)

    page.locator("#subject_en").fill("News of {nobody}")
    page.locator("#body_en").fill("Dear {name},\n\nplease come: {when} {join_link}")
    press(page, say(language, "Save and preview"))
    assert page.locator(".error-summary a[href='#subject_en']").count() == 1
    visitor.check(language)
    page.locator("#subject_en").fill("News of {title}")
    page.locator("summary", has_text="العربية").focus()
    page.keyboard.press("Enter")
    page.locator("#subject_ar").fill("أخبار {title}")
    page.locator("#body_ar").fill("{name}، {when}")
    press(page, say(language, "Save and preview"))
    visitor.check(language)
    mail = page.frame_locator("iframe.mail-frame").locator("body")
    assert "Awa" in mail.inner_text()

    press(page, say(language, "Send a test to me, in each language"))
    assert "desk@example.org" in page.locator(".notice--success").inner_text()
    page.get_by_role("link", name=say(language, "Send…"), exact=True).click()
    visitor.check(language)
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.locator("progress").wait_for()
    visitor.check(language)
    assert progress(page) == 0

    send_some(5 + 2)  # two of them are the tests
    wait_for(page, 5, lambda: javascript or page.reload())
    press(page, say(language, "Pause"))
    visitor.check(language)
    send_some(PEOPLE)
    page.reload()
    assert progress(page) == 5
    press(page, say(language, "Let it go on"))
    send_some(PEOPLE)
    wait_for(page, PEOPLE, lambda: javascript or page.reload())
    page.get_by_text(say(language, "Sent"), exact=True).first.wait_for()
    visitor.check(language)
    recipients = db.session.scalars(db.select(OutboxMail.recipient).filter_by(kind="message")).all()
    assert len(set(recipients)) == len(recipients) == PEOPLE


def progress(page: Any) -> int:
    return int(float(page.locator("progress").get_attribute("value")))


def wait_for(page: Any, count: int, look_again: Callable[[], object]) -> None:
    for _ in range(50):
        if progress(page) == count:
            return
        page.wait_for_timeout(200)
        look_again()
    raise AssertionError(f"the page says {progress(page)}, not {count}")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_news_are_stopped_by_one_press_and_wanted_again_by_another(
    language: str, app: DialoguesApp, visit: Callable[..., Any], say: Callable[..., str]
) -> None:
    person = a_registration(language=language, wants_news=True).participant
    with app.test_request_context():
        path = "/" + unsubscribe_link(person, language).split("/", 3)[3]
    visitor = visit(language, PHONE)
    visitor.open(path)
    visitor.check(language)
    press(visitor.page, say(language, "Stop these mails"))
    visitor.check(language)
    press(visitor.page, say(language, "I would like to hear of them after all"))
    assert visitor.page.locator(".notice--success").count() == 1
    visitor.check(language)
