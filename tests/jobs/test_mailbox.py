"""The mailbox of answers, read from a real IMAP server."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import time_machine

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db
from dialogues.jobs.mailbox import Mailbox
from dialogues.replies.mime import LONGEST
from dialogues.web.application import DialoguesApp
from tests.builders import a_session
from tests.jobs.commands import running, wait_until
from tests.jobs.imap import PostBox, post_box
from tests.outbox.smtp import post_office
from tests.registration.registering import register_people
from tests.replies.messages import (
    DEPUTY,
    NOW,
    SAMPLES,
    UID,
    answer,
    effects,
    the_entry,
    with_answers,
)


@pytest.fixture(scope="module")
def server() -> Iterator[PostBox]:
    with post_box() as box:
        yield box


@pytest.fixture
def box(server: PostBox) -> PostBox:
    server.empty()
    return server


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    box = request.getfixturevalue("box") if "box" in request.fixturenames else None
    return replace(with_answers(settings), imap_url=box and box.url)


@contextmanager
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def look(app: DialoguesApp) -> None:
    """Look once, as the worker's thread does."""
    db.session.commit()
    Mailbox(app, threading.Event()).look()


@pytest.mark.databases
def test_each_new_message_is_decided_upon_and_marked_as_seen(
    app: DialoguesApp, box: PostBox
) -> None:
    the_entry()
    with on_that_day():
        box.put(
            answer("TENTATIVE"),
            SAMPLES["vacation"].read_bytes(),
            answer("DECLINED", sender=DEPUTY, attendee=DEPUTY),
        )
        look(app)
        assert effects() == [("tentative", "applied"), ("declined", "asked")]
        assert box.seen() == [True, True, True]
        look(app)
    assert len(effects()) == 2


def test_a_message_that_is_too_large_is_marked_without_being_fetched(
    app: DialoguesApp, box: PostBox, caplog: pytest.LogCaptureFixture
) -> None:
    the_entry()
    box.put(answer("DECLINED") + b"x" * LONGEST, answer("TENTATIVE"))
    with on_that_day(), caplog.at_level(logging.DEBUG, "imapclient"):
        look(app)
    assert sum("BODY.PEEK[]" in said for said in caplog.messages) == 1
    assert effects() == [("tentative", "applied")]
    assert box.seen() == [True, True]
    assert "refused: it is too large" in caplog.text


def test_a_message_that_nothing_can_be_made_of_holds_up_no_other(
    app: DialoguesApp, box: PostBox
) -> None:
    the_entry()
    box.put(b"\0\xff", b"x", answer("TENTATIVE"))
    with on_that_day():
        look(app)
    assert effects() == [("tentative", "applied")]


def test_while_the_database_is_away_messages_stay_unseen(
    app: DialoguesApp, box: PostBox, settings: Settings
) -> None:
    box.put(answer())
    away = replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=1")
    look(create_app(away))
    assert box.seen() == [False]


def test_a_server_that_fails_is_logged_seldom_and_tried_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"imap://someone:a-secret@127.0.0.1:{port}"
    mailbox = Mailbox(create_app(replace(settings, imap_url=url)), threading.Event())
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            mailbox.look()
    (told,) = caplog.messages
    assert told.startswith("the mailbox could not be read, and is tried again: ConnectionRefused")


def test_a_password_that_is_refused_is_not_logged(
    app: DialoguesApp, box: PostBox, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = replace(settings, imap_url=box.url.replace("a%20p%40ssword", "a-secret"))
    with caplog.at_level(logging.WARNING):
        Mailbox(create_app(wrong), threading.Event()).look()
    (told,) = caplog.messages
    assert told.endswith(": LoginError")


def test_the_worker_reads_the_mailbox(app: DialoguesApp, settings: Settings, box: PostBox) -> None:
    the_entry(session=a_session(uid=UID, sequence=2))
    box.put(answer("TENTATIVE"))
    with running(settings, "worker") as worker:
        wait_until(lambda: (db.session.rollback(), effects())[1])
        db.session.rollback()
        assert worker.poll() is None


def test_a_server_that_says_nothing_holds_up_neither_mail_nor_the_end(
    app: DialoguesApp, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, post_office() as office:
        url = f"imap://x:x@127.0.0.1:{silent.getsockname()[1]}/INBOX"
        with running(replace(settings, imap_url=url, smtp_url=office.url), "worker") as worker:
            connection, _address = silent.accept()
            register_people(1)
            wait_until(lambda: office.mails)
            os.kill(worker.pid, signal.SIGTERM)
            assert worker.wait(20) == 0
            connection.close()
