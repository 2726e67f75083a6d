"""Waiting before a meeting until its door opens, and going in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dialogues.registration.links import join_token
from dialogues.registration.models import Registration
from dialogues.support import clock
from tests.builders import a_dialogue, a_registration, a_session
from tests.journeys.conftest import DESK, PHONE


def somebody(site: str, language: str, until_the_door_opens: dt.timedelta) -> Registration:
    """Registered for a meeting that takes place on a page of ours."""
    start = (clock.now() + until_the_door_opens).replace(tzinfo=None) + dt.timedelta(minutes=15)
    session = a_session(
        a_dialogue(), local_start=start, zone="UTC", join_url=f"{site}/{language}/privacy"
    )
    return a_registration(
        session, language=language, zone="Asia/Kathmandu", listening_language="zh"
    )


@pytest.mark.parametrize(
    ("language", "viewport", "javascript"),
    [
        ("en", DESK, True),
        ("ar", PHONE, True),
        ("zh", PHONE, True),
        ("en", PHONE, False),
    ],
    ids=["en-desk", "ar-phone", "zh-phone", "en-phone-without-javascript"],
)
def test_the_door_opens_by_itself_and_leads_in(
    language: str,
    viewport: dict[str, int],
    javascript: bool,
    site: str,
    visit: Callable[..., Any],
    say: Callable[..., str],
) -> None:
    registration = somebody(site, language, dt.timedelta(seconds=5))
    visitor = visit(language, viewport, javascript)
    page = visitor.page
    visitor.open(f"/{language}/join/{join_token(registration)}")
    timer = page.get_by_role("timer")
    assert timer.is_visible()
    assert not page.locator("form").is_visible()
    visitor.check(language)
    loads: list[str] = []
    page.on("load", lambda _page: loads.append(page.url))
    page.locator("form").wait_for(state="visible")
    assert not timer.is_visible()
    assert (loads == []) is javascript
    visitor.check(language)
    page.get_by_role("button", name=say(language, "Join")).click()
    page.wait_for_url(f"{site}/{language}/privacy")


@pytest.mark.parametrize(
    ("language", "left"),
    [
        ("en", "2 days 3 hours 5 minutes"),
        ("ar", "يومان و3 ساعات و5 دقائق"),
        ("zh", "2天3小时5分钟"),
        ("ru", "2 дня 3 часа 5 минут"),
    ],
)
def test_the_script_says_the_time_that_is_left_as_the_page_did(
    language: str, left: str, site: str, visit: Callable[..., Any]
) -> None:
    registration = somebody(site, language, dt.timedelta(days=2, hours=3, minutes=5))
    shown = []
    for javascript in (False, True):
        visitor = visit(language, DESK, javascript)
        visitor.open(f"/{language}/join/{join_token(registration)}")
        shown.append(" ".join(visitor.page.get_by_role("timer").inner_text().split()))
    assert shown == [left, left]
