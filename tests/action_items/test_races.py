"""What happens at once: whoever loses a race on the database is tried again, and all is kept."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest

from dialogues.action_items import owner_service, queries
from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.database import db, transact
from dialogues.programme import service as programme
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.web.application import DialoguesApp
from tests.builders import a_session, an_action_item

pytestmark = pytest.mark.databases


@pytest.fixture
def at_once(app: DialoguesApp) -> Callable[..., None]:
    """Does several things at the same time, each in requests of its own; each must succeed."""

    def run(*works: Callable[[], None]) -> None:
        db.session.commit()
        failed = list[BaseException]()

        def serve(work: Callable[[], None]) -> None:
            with app.test_request_context():
                try:
                    work()
                except BaseException as error:
                    failed.append(error)
                finally:
                    db.session.remove()

        threads = [Thread(target=serve, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        db.session.rollback()

    return run


def an_item(dialogue: Dialogue, **fields: Any) -> int:
    item = an_action_item(dialogue, **fields)
    keep(item, "recorded", {})
    return item.id


def report(item_id: int, words: str) -> None:
    item = db.session.get_one(ActionItem, item_id)
    owner_service.report(item, ItemStatus.IN_PROGRESS, words, "en")


def reports(item_id: int) -> list[str]:
    return sorted(event.words for event in queries.story_of(item_id) if event.words)


def test_a_deadlock_is_tried_again_and_nothing_is_kept_twice(
    at_once: Callable[..., None],
) -> None:
    dialogue = a_session().dialogue
    one, other = an_item(dialogue), an_item(dialogue)
    both_hold_one = Barrier(2)

    def reported(first: int, second: int, words: str) -> None:
        report(first, words)
        with suppress(BrokenBarrierError):  # SQLite lets nobody else begin
            both_hold_one.wait(1)
        report(second, words)

    at_once(
        lambda: transact(lambda: reported(one, other, "forwards")),
        lambda: transact(lambda: reported(other, one, "backwards")),
    )
    assert reports(one) == reports(other) == ["backwards", "forwards"]


def test_owners_report_while_a_dialogue_is_cancelled_and_taken_back(
    at_once: Callable[..., None],
) -> None:
    held, coming = a_session(days=-10).dialogue, a_session(days=30)
    by_next = [an_item(held, is_due_by_next=True, due_on=None) for _each in range(3)]
    dated = [an_item(coming.dialogue) for _each in range(3)]
    dialogue_id, session_id = coming.dialogue_id, coming.id

    def organise() -> None:
        for _round in range(3):
            transact(lambda: programme.cancel_dialogue(db.session.get_one(Dialogue, dialogue_id)))
            transact(
                lambda: programme.reinstate_session(db.session.get_one(DialogueSession, session_id))
            )

    def reporting(item_id: int) -> Callable[[], None]:
        def work() -> None:
            for number in range(4):
                transact(lambda number=number: report(item_id, f"{number}"))  # type: ignore[misc]

        return work

    at_once(organise, *map(reporting, (*by_next, *dated)))
    for item_id in (*by_next, *dated):
        assert reports(item_id) == ["0", "1", "2", "3"]
    session = db.session.get_one(DialogueSession, session_id)
    assert session.status is Status.PUBLISHED
    due = {db.session.get_one(ActionItem, item_id).due_on for item_id in by_next}
    assert due == {session.local_start.date()}
