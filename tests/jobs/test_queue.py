"""Waking the worker."""

import logging
from dataclasses import replace

import pytest

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.jobs.queue import current_queue
from dialogues.outbox.service import owe
from dialogues.web.application import DialoguesApp
from tests.outbox.letters import a_mail


def waiting() -> int:
    return int(current_queue().huey.pending_count())


@pytest.mark.usefixtures("app")
def test_one_wake_waits_however_many_mails_are_owed() -> None:
    assert waiting() == 0
    for _ in range(3):
        a_mail()
    assert waiting() == 1


@pytest.mark.usefixtures("app")
def test_nothing_is_woken_for_what_is_rolled_back_or_owes_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        transact(lambda: (a_letter(), 1 / 0))
    transact(lambda: db.session.execute(db.text("SELECT 1")))
    assert waiting() == 0


def a_letter() -> None:
    owe(kind="letter", recipient="a@example.org", language="en", zone="UTC", subject_id=1)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "sqlite:////dev/null/queue.sqlite"])
def test_a_queue_that_is_away_does_not_undo_the_commit(
    settings: Settings, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    app: DialoguesApp = create_app(replace(settings, queue_url=url))
    with app.app_context(), caplog.at_level(logging.WARNING):
        mail = a_mail()
        assert mail.id
        db.session.remove()
        db.engine.dispose()
    assert "the worker was not woken" in caplog.text
