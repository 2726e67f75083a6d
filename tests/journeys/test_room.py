"""The day of a session: finding people and checking them in, on a phone and by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from dialogues.database import db
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_registration, a_session
from tests.journeys.conftest import DESK, PHONE, focused, press_until

BIG_TARGET = 44


def on_the_day() -> tuple[DialogueSession, list[Registration]]:
    session = a_session(days=0, hour=23, capacity=60, reminders=("1h",))
    statuses = RegistrationStatus
    names = ["Amina Diop", "李明", "محمد الأمين", "Jean-Baptiste Ouédraogo"]
    people = [
        a_registration(
            session,
            name=f"{names[number % 4]} Q{number}",
            country=("SN", "CN", "EG", "GB")[number % 4],
            listening_language=("en", "zh", "ru")[number % 3],
            needed_language="pt" if number < 6 else None,
        )
        for number in range(55)
    ]
    a_registration(session, name="Waiting", status=statuses.WAITLISTED, queue_number=1)
    a_registration(session, name="Pending", status=statuses.PENDING)
    a_registration(session, name="Gone", status=statuses.CANCELLED)
    return session, people


def opened(
    organiser: Callable[..., Any], language: str, viewport: dict[str, int], query: str = ""
) -> tuple[Any, Any, list[str], str]:
    """The room on a screen; the ids of its people, and the name of the 45th."""
    session, people = on_the_day()
    ids, name = [one.public_id for one in people], people[44].name
    visitor = organiser(language, viewport)
    visitor.open(f"/{language}/office/sessions/{session.public_id}{query}")
    return visitor, visitor.page, ids, name


def is_here(public_id: str) -> bool:
    db.session.rollback()
    found = db.session.scalars(db.select(Registration).filter_by(public_id=public_id)).one()
    came = found.attended_at is not None
    db.session.rollback()  # an open transaction would hold the server up
    return came


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_on_a_phone_somebody_is_found_checked_in_and_that_is_taken_back(
    language: str, organiser: Callable[..., Any], say: Callable[..., str]
) -> None:
    visitor, page, ids, name = opened(organiser, language, PHONE)
    visitor.check(language)
    page.get_by_role("searchbox").fill("AMINA Q44")
    page.get_by_role("button", name=say(language, "Find"), exact=True).tap()
    page.wait_for_url(re.compile("q=AMINA"))
    button = page.locator(".person").get_by_role("button")
    assert button.count() == 1
    size = button.bounding_box()
    assert size["height"] >= BIG_TARGET
    assert size["width"] > PHONE["width"] / 2
    button.tap()
    page.wait_for_url(re.compile(rf"q=AMINA.*#person-{ids[44]}$"))
    told = page.locator(".told")
    assert name in told.inner_text()
    assert told.evaluate("told => told.getBoundingClientRect().top") >= 0
    assert is_here(ids[44])
    visitor.check(language)
    page.locator(".person").get_by_role("button", name=say(language, "Undo")).tap()
    page.locator(".told", has_text=name).wait_for()
    assert not is_here(ids[44])


def test_by_keyboard_alone_somebody_is_checked_in(organiser: Callable[..., Any]) -> None:
    _visitor, page, ids, _name = opened(organiser, "en", DESK)
    press_until(page, "q")
    page.keyboard.type("diop q44")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=diop"))
    press_until(page, "Check in")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#person-"))
    assert is_here(ids[44])
    # What follows begins at the row: the next stops are the name and the button that undoes it.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "Undo" in focused(page)


def test_after_a_press_far_down_one_is_back_at_the_row(organiser: Callable[..., Any]) -> None:
    _visitor, page, _ids, _name = opened(organiser, "en", PHONE, "?sort=name")
    row = page.locator(".person").nth(40)
    name = row.locator(".person__name").inner_text()
    row.get_by_role("button").tap()
    page.wait_for_url(re.compile("#person-"))
    row = page.locator(".person", has_text=name).first
    assert row.get_by_role("button", name="Undo").is_visible()
    place = row.evaluate("row => row.getBoundingClientRect().top")
    told = page.locator(".told").bounding_box()
    assert told["y"] >= 0
    assert told["y"] + told["height"] <= place < PHONE["height"]


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ar", PHONE), ("zh", DESK)])
def test_nothing_is_wrong_with_any_of_the_pages(
    language: str, viewport: dict[str, int], organiser: Callable[..., Any]
) -> None:
    session, people = on_the_day()
    session.admission = Admission.APPROVAL
    people[0].participant.undeliverable_at = clock.now()
    visitor = organiser(language, viewport)
    room = f"/{language}/office/sessions/{session.public_id}"
    for path in (
        f"{room}?status=&listening=zh&needed=yes",
        f"{room}?status=waitlisted",
        f"/{language}/office/dialogues/{session.dialogue.public_id}/demand",
        f"/{language}/office/registrations/{people[0].public_id}",
        f"{room}?status=pending",
    ):
        visitor.open(path)
        visitor.check(language)
    visitor.page.locator(".person").get_by_role("button").nth(1).click()
    visitor.check(language)
    assert visitor.page.locator("textarea").is_visible()
