"""Named reads of the programme."""

import datetime as dt

import pytest

from dialogues.database import Page
from dialogues.programme import queries
from dialogues.programme.models import Status
from dialogues.support import clock
from tests.builders import a_dialogue, a_session

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def test_a_dialogue_is_upcoming_until_its_last_session_ends() -> None:
    dialogue = a_dialogue()
    first = a_session(dialogue, days=3)
    last = a_session(dialogue, days=5)
    later = a_session(days=4).dialogue
    a_session(a_dialogue(status=Status.DRAFT), status=Status.DRAFT)
    a_session(a_dialogue(), status=Status.CANCELLED)
    assert queries.upcoming_dialogues(clock.now()) == [dialogue, later]
    assert queries.upcoming_dialogues(first.ends_at) == [later, dialogue]
    assert queries.past_dialogues(first.ends_at, 2).items == []
    assert queries.past_dialogues(last.ends_at, 2) == Page([dialogue, later], 1, has_more=False)
    assert queries.past_dialogues(last.ends_at, 1) == Page([dialogue], 1, has_more=True)
    assert queries.past_dialogues(last.ends_at, 1, number=2) == Page([later], 2, has_more=False)


def test_twins_are_the_other_sessions_that_take_registrations() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, days=3)
    late = a_session(dialogue, days=5)
    twin = a_session(dialogue, days=4)
    a_session(dialogue, status=Status.DRAFT)
    a_session(dialogue, status=Status.CANCELLED)
    a_session(dialogue, registration_open=False)
    a_session(dialogue, days=-3)
    a_session()
    assert queries.open_twins(session, clock.now()) == [twin, late]


def test_sessions_that_only_touch_are_not_at_the_same_time() -> None:
    session = a_session(hour=8, minutes=60)
    draft = a_session(hour=7, minutes=90, status=Status.DRAFT)
    within = a_session(session.dialogue, hour=8, minutes=10)
    a_session(hour=7, minutes=60)
    a_session(hour=9)
    a_session(hour=8, status=Status.CANCELLED)
    span = (session.starts_at, session.ends_at)
    assert queries.sessions_at_once_with(session, *span) == [draft, within]
    later = [instant + dt.timedelta(days=1) for instant in span]
    assert queries.sessions_at_once_with(session, *later) == []
