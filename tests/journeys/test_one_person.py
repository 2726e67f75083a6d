"""One person, from being added by hand to being removed: with the keyboard alone."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from dialogues.database import db
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_registration, a_session, an_entry
from tests.journeys.conftest import DESK, PHONE, press_until


def two_sessions() -> tuple[DialogueSession, DialogueSession]:
    """One that is full, with somebody who waits, and a twin that is full, too."""
    session = a_session(capacity=1, interpretation=("zh",))
    twin = a_session(session.dialogue, hour=16, capacity=1, interpretation=("fr",))
    a_registration(session, name="Seated")
    waits = RegistrationStatus.WAITLISTED
    a_registration(session, name="Waiting", status=waits, queue_number=1)
    a_registration(twin, name="There")
    return session, twin


def stored(name: str) -> Registration:
    db.session.expire_all()
    found: Registration = db.session.scalars(db.select(Registration).filter_by(name=name)).one()
    db.session.expunge_all()
    db.session.rollback()  # nothing that is read keeps the server from writing
    return found


def test_by_keyboard_alone_somebody_is_added_noted_moved_and_removed(
    organiser: Callable[..., Any], mails: Callable[[str], list[EmailMessage]]
) -> None:
    session, twin = two_sessions()
    twin_id = twin.id
    visitor = organiser("en")
    page, keys = visitor.page, visitor.page.keyboard
    room = f"/en/office/sessions/{session.public_id}?status=&country=SN"
    visitor.open(room)

    press_until(page, "Add somebody by hand")
    keys.press("Enter")
    page.wait_for_url(re.compile("/registrations/new"))
    visitor.check("en")
    for field, typed in (
        ("name", "Amina Diop"),
        ("email", "amina@example.org"),
        ("country", "Senegal"),
        ("category", "National convenor"),
    ):
        press_until(page, field)
        keys.type(typed)
    press_until(page, "raise the seats to 2")
    keys.press("Enter")
    page.locator(".told", has_text="The session has 2 seats now.").wait_for()
    assert f"{room}#person-" in page.url
    assert "The organisers have registered you" in str(mails("amina@example.org")[0])

    press_until(page, "Amina Diop")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/office/registrations/"))
    visitor.check("en")
    press_until(page, "#note")
    keys.type("Calls from the ministry.")
    press_until(page, "Keep the note")
    keys.press("Enter")
    page.locator(".told", has_text="The note is kept").wait_for()
    assert stored("Amina Diop").note == "Calls from the ministry."

    press_until(page, "Move to")
    keys.press("Enter")
    page.get_by_text("its seats rise from 1 to 2 in the same press").wait_for()
    visitor.check("en")
    press_until(page, "Move to the other session")
    keys.press("Enter")
    page.locator(".told", has_text="Amina Diop has a seat in the session on").wait_for()
    assert stored("Amina Diop").session_id == twin_id
    assert stored("Waiting").status is RegistrationStatus.CONFIRMED

    press_until(page, "Remove…")
    keys.press("Enter")
    page.get_by_text("1 seat is given up.").wait_for()
    visitor.check("en")
    press_until(page, "sentence")
    keys.type("You asked us to.")
    press_until(page, "Remove from the session")
    keys.press("Enter")
    page.locator(".told", has_text="Amina Diop is removed from the session.").wait_for()
    visitor.check("en")
    assert stored("Amina Diop").ended_because == "You asked us to."
    assert "You asked us to." in mails("amina@example.org")[-1].as_string()

    press_until(page, "Back to the list")
    keys.press("Enter")
    page.wait_for_url(re.compile(re.escape(room)))


@pytest.mark.parametrize(("language", "viewport"), [("en", PHONE), ("ar", PHONE), ("zh", DESK)])
def test_nothing_is_wrong_with_any_of_the_pages(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any]
) -> None:
    session = a_session(days=0, hour=23, capacity=1, admission=Admission.APPROVAL)
    twin = a_session(session.dialogue, days=0, hour=23)
    person = a_registration(
        session,
        name="محمد الأمين",
        approved_at=clock.now(),
        organisation="粮农组织",
        question="What does it cost?\nAnd who pays?",
        note="Calls often.",
    )
    an_entry(person)
    pending = a_registration(session, name="Pending", status=RegistrationStatus.PENDING)
    a_registration(twin, participant=person.participant, status=RegistrationStatus.CANCELLED)
    visitor = organiser(language, viewport)
    office = f"/{language}/office"
    for path in (
        f"{office}/registrations/{person.public_id}",
        f"{office}/registrations/{person.public_id}/edit",
        f"{office}/registrations/{pending.public_id}",
        f"{office}/sessions/{session.public_id}/registrations/new",
    ):
        visitor.open(path)
        visitor.check(language)
    visitor.page.locator("[name=add]").first.click()  # nothing was typed
    visitor.page.locator(".error-summary").wait_for()
    visitor.check(language)
    for act in ("unapprove", "remove"):
        visitor.open(f"{office}/registrations/{person.public_id}")
        visitor.page.locator(f"form[action*='{act}'] button").click()
        visitor.page.locator("textarea").wait_for()
        visitor.check(language)
