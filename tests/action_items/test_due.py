"""Due by the next Dialogue: the date follows the programme."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from dialogues.action_items import queries, service
from dialogues.action_items.drafts import version_of
from dialogues.action_items.due_service import derive_due_daily, due_by_next
from dialogues.action_items.models import ActionItem
from dialogues.database import db
from dialogues.programme import service as programme
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.support import clock
from tests.action_items.test_service import a_draft, draft_of
from tests.builders import a_dialogue, a_session, an_action_item, an_owner, session_plan

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


@pytest.fixture
def dialogue(app: object) -> Dialogue:
    found: Dialogue = a_session(days=-10).dialogue
    return found


def day(session: DialogueSession) -> dt.date:
    return session.local_start.date()


def an_item_by_next(dialogue: Dialogue) -> ActionItem:
    return service.record_item(dialogue, a_draft(due_on=None, owner=an_owner(zone="Europe/Rome")))


def events(item: ActionItem) -> list[tuple[str, dt.date | None]]:
    db.session.commit()
    return [(event.verb, event.due_on) for event in queries.story_of(item.id)]


def test_the_first_session_of_the_first_published_dialogue_after_counts(
    dialogue: Dialogue,
) -> None:
    a_session(days=-20)
    a_session(days=5, status=Status.DRAFT, dialogue=a_dialogue(status=Status.DRAFT))
    a_session(days=60)
    following = a_session(days=30)
    a_session(following.dialogue, days=31)
    a_session(following.dialogue, days=29, status=Status.CANCELLED)
    assert due_by_next(dialogue, an_owner(zone="Europe/Rome"), None) == day(following)


def test_the_day_is_that_of_the_owner_s_clocks(dialogue: Dialogue) -> None:
    evening = a_session(days=30, hour=23)
    next_day = day(evening) + dt.timedelta(days=1)
    assert due_by_next(dialogue, an_owner(zone="Asia/Tokyo"), None) == next_day
    assert due_by_next(dialogue, an_owner(zone="America/Lima"), None) == day(evening)


def test_there_is_no_date_until_a_dialogue_is_planned_and_the_item_hears_of_it(
    dialogue: Dialogue,
) -> None:
    item = an_item_by_next(dialogue)
    assert (item.due_on, item.is_due_by_next) == (None, True)
    draft = a_session(days=30, status=Status.DRAFT, dialogue=a_dialogue(status=Status.DRAFT))
    programme.publish(draft.dialogue)
    assert events(item) == [("recorded", None), ("due_derived", day(draft))]


def test_the_date_moves_with_the_session_and_goes_when_it_is_cancelled(
    dialogue: Dialogue,
) -> None:
    session = a_session(days=30)
    item = an_item_by_next(dialogue)
    was = day(session)
    plan = session_plan(session)
    moved = plan.local_start + dt.timedelta(days=7)
    programme.revise_session(session, replace(plan, local_start=moved), tell=True)
    assert item.due_on == was + dt.timedelta(days=7)
    programme.cancel_session(session)
    assert item.due_on is None
    programme.reinstate_session(session)
    assert [due for _verb, due in events(item)] == [was, moved.date(), None, moved.date()]


def test_what_is_closed_or_has_a_date_of_its_own_stays(dialogue: Dialogue) -> None:
    a_session(days=30)
    closed = an_action_item(dialogue, is_due_by_next=True, due_on=None, closed_at=clock.now())
    dated = an_action_item(dialogue, days=3)
    was = dated.due_on
    assert derive_due_daily(clock.now()) == 0
    assert (closed.due_on, dated.due_on) == (None, was)


def test_the_daily_chore_finds_what_no_fact_told(dialogue: Dialogue) -> None:
    item = an_item_by_next(dialogue)
    session = a_session(days=30)
    assert derive_due_daily(clock.now()) == 1
    assert derive_due_daily(clock.now()) == 0
    assert item.due_on == day(session)


def test_next_is_the_first_that_begins_after_somebody_said_so(dialogue: Dialogue) -> None:
    a_session(days=-5)
    assert an_item_by_next(dialogue).due_on is None
    following = a_session(days=30)
    assert an_item_by_next(dialogue).due_on == day(following)


def test_a_nearer_dialogue_takes_the_place_of_the_next(dialogue: Dialogue) -> None:
    a_session(days=30)
    item = an_item_by_next(dialogue)
    nearer = a_session(days=9, status=Status.DRAFT, dialogue=a_dialogue(status=Status.DRAFT))
    programme.publish(nearer.dialogue)
    assert item.due_on == day(nearer)


def test_what_was_not_kept_stays_overdue_until_it_is_carried_over_to_the_one_after(
    dialogue: Dialogue,
) -> None:
    first, second = a_session(days=30), a_session(days=60)
    item = an_item_by_next(dialogue)
    with time_machine.travel(clock.now() + dt.timedelta(days=40)):
        assert derive_due_daily(clock.now()) == 0
        assert item.due_on == day(first)
        service.carry_over(item, version_of(item), "Half of it is there.", "en")
        assert derive_due_daily(clock.now()) == 0
        new = an_owner("Another", zone="Europe/Rome")
        draft = draft_of(item, owner=new)
        assert service.change(item, draft, version_of(item)) == ["assigned"]
    assert (item.due_on, item.is_due_by_next) == (day(second), True)
    assert [verb for verb, _due in events(item)] == ["recorded", "due_changed", "assigned"]


def test_what_is_reopened_is_due_by_the_next_from_then_on(dialogue: Dialogue) -> None:
    a_session(days=30)
    second = a_session(days=60)
    item = an_item_by_next(dialogue)
    service.finish(item, version_of(item))
    with time_machine.travel(clock.now() + dt.timedelta(days=40)):
        service.reopen(item, version_of(item))
        assert derive_due_daily(clock.now()) == 0
    assert item.due_on == day(second)
