"""A promise from the Dialogue that made it to the day on which it is kept, as everybody sees it."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.action_items import links, service
from dialogues.action_items.drafts import version_of
from dialogues.action_items.due_service import derive_due_daily
from dialogues.action_items.models import ActionItem
from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.summaries.publishing import publish_in
from dialogues.support import clock
from dialogues.web import caching
from tests.builders import a_note, a_session, an_owner

TEXT = "Keep an up-to-date list of coalitions."
Read = Callable[..., str]


@pytest.fixture
def read(client: FlaskClient) -> Read:
    """A public page, as text, with the promise where it stands."""

    def page(path: str) -> str:
        caching.clear(client.application)
        answer = client.get(f"/en/{path}")
        assert answer.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())

    return page


def after(session: Any, days: int) -> Any:
    return time_machine.travel(session.ends_at + dt.timedelta(days=days))


def page_of(dialogue: Dialogue) -> str:
    return f"dialogues/{dialogue.public_id}"


def test_what_was_promised_comes_up_is_carried_over_is_kept_and_anyone_sees_when(
    client: FlaskClient, staff_client: FlaskClient, read: Read
) -> None:
    promised = a_session(days=-5).dialogue
    first, second = a_session(days=30), a_session(days=60)
    item = recorded(staff_client, promised)
    assert (item.is_due_by_next, item.due_on) == (True, first.local_start.date())

    said = {"status": "in_progress", "words": "Half of it is there."}
    client.post(f"/en/owed/{links.item_token(item)}/report", data=said)
    assert TEXT in read(page_of(first.dialogue))
    assert TEXT not in read(page_of(second.dialogue))  # it may be kept before
    assert "In progress" in read(page_of(first.dialogue))

    with after(first, 2):
        derive_due_daily(clock.now())
        publish_in(a_note(first.dialogue), "en", None)
        db.session.commit()
        assert "1 overdue" in read("action-items/")
        assert TEXT in read(f"{page_of(first.dialogue)}/summary")
        service.carry_over(item, version_of(item))
        db.session.commit()
        assert item.due_on == second.local_start.date()
        assert "0 overdue" in read("action-items/")

    with after(first, 9):
        assert TEXT in read(page_of(second.dialogue))  # which is the next by now
        client.post(f"/en/owed/{links.item_token(item)}/report", data={"status": "done"})
        kept_on = f"{clock.now():%A}, {clock.now().day} {clock.now():%B %Y}"
        assert TEXT not in read(page_of(second.dialogue))
        for shown in (page_of(promised), page_of(first.dialogue)):
            assert f"Completed {TEXT}" in read(shown)
        story = read(f"action-items/{item.public_id}")
        told = (f"{kept_on} · The Hub Completed", "Due date changed", "Half of it is there.")
        assert [story.index(one) for one in told] == sorted(story.index(one) for one in told)
        (found,) = json.loads(client.get("/en/action-items.json").data)["items"]
        assert (found["status"], found["closed_at"][:10]) == ("done", f"{clock.now():%Y-%m-%d}")


def recorded(staff_client: FlaskClient, dialogue: Dialogue) -> ActionItem:
    data = {"source_language": "en", "text_en": TEXT, "due": "next", "theme": ""}
    owner = an_owner("The Hub").public_id
    path = f"/en/office/dialogues/{dialogue.public_id}/action-items/new"
    assert staff_client.post(path, data={**data, "owner": owner}).status_code == 303
    item: ActionItem = db.session.scalars(db.select(ActionItem)).one()
    return item
