"""The worker as a process of its own, also when it is killed."""

import os
import signal
from collections import Counter, defaultdict
from dataclasses import replace
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from dialogues.config import Settings
from dialogues.database import db
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.web.application import DialoguesApp
from tests.jobs.commands import running, wait_until
from tests.outbox.smtp import post_office
from tests.registration.registering import register_people

PEOPLE = 200
LEASE = ("--lease-seconds", "2")


def identity(mail: EmailMessage) -> tuple[str, str, int, str]:
    """What calendars and mail programs recognise a repeat by."""
    (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    stamp = event["DTSTAMP"].dt.isoformat()
    return mail["Message-ID"], str(event["UID"]), int(event["SEQUENCE"]), stamp


def are_all_sent() -> bool:
    db.session.rollback()
    states = set(db.session.scalars(db.select(OutboxMail.state).distinct()))
    db.session.rollback()
    return states == {MailState.SENT}


@pytest.mark.databases
def test_a_worker_killed_in_the_middle_of_two_hundred_mails_loses_none(
    app: DialoguesApp, settings: Settings
) -> None:
    register_people(PEOPLE)
    with post_office(pause_s=0.01) as office:
        with_server = replace(settings, smtp_url=office.url)
        with running(with_server, "worker", *LEASE) as worker:
            wait_until(lambda: len(office.mails) > PEOPLE / 4)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        before = len(office.mails)
        assert before < PEOPLE
        with running(with_server, "worker", *LEASE) as worker:
            wait_until(are_all_sent)
            os.kill(worker.pid, signal.SIGTERM)
            assert worker.wait(30) == 0

    arrived = defaultdict(set)
    for mail in office.mails:
        arrived[mail["To"]].add(identity(mail))
    assert set(arrived) == {f"person{number}@example.org" for number in range(PEOPLE)}
    assert Counter(map(len, arrived.values())) == {1: PEOPLE}
    assert len(office.mails) - PEOPLE <= 1


def test_mail_leaves_soon_after_the_commit_that_owes_it(
    app: DialoguesApp, settings: Settings
) -> None:
    with (
        post_office() as office,
        running(replace(settings, smtp_url=office.url), "worker") as worker,
    ):
        register_people(1)
        wait_until(lambda: office.mails)
        register_people(1)
        # Sooner than the next sweep: the queue woke the worker.
        wait_until(lambda: len(office.mails) == 2, within_s=5)
        os.kill(worker.pid, signal.SIGINT)
        assert worker.wait(30) == 0


def test_the_sweep_finds_what_no_wake_announced(app: DialoguesApp, settings: Settings) -> None:
    without_queue = replace(settings, queue_url="redis://127.0.0.1:1/0")
    with (
        post_office() as office,
        running(replace(without_queue, smtp_url=office.url), "worker") as worker,
    ):
        register_people(1)
        wait_until(lambda: office.mails)
        register_people(1)
        wait_until(lambda: len(office.mails) == 2, within_s=20)
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(30) == 0
