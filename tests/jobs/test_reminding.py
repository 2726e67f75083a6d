"""Reminders: to whom, when, once."""

import datetime as dt
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from sqlalchemy import event

from dialogues.config import Settings
from dialogues.database import db, reading, transact
from dialogues.invites.reminders import REMINDER
from dialogues.jobs.reminding import remind
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration import service
from dialogues.registration.models import Registration
from dialogues.support import clock
from tests.builders import a_registration, a_session, an_entry, session_plan
from tests.jobs.commands import running, wait_until
from tests.outbox.smtp import post_office
from tests.processes import beginning
from tests.registration.registering import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
BOTH = ("24h", "1h")


def a_session_to_come(**fields: Any) -> DialogueSession:
    return a_session(**{"reminders": BOTH, **fields})


def people(session: DialogueSession, count: int = 1) -> None:
    """Registered now."""
    for number in range(count):
        registered(session, email=f"person{number}@example.org")
    db.session.commit()


def owed_at(at: dt.datetime) -> int:
    """How many reminders a sweep at an instant owes."""
    with time_machine.travel(at, tick=False):
        db.session.rollback()
        return remind()


def states() -> Counter[MailState]:
    db.session.rollback()
    return Counter(db.session.scalars(db.select(OutboxMail.state).filter_by(kind=REMINDER)))


def moved(session: DialogueSession, by: dt.timedelta) -> None:
    plan = session_plan(session)
    programme.revise_session(session, replace(plan, local_start=plan.local_start + by), tell=True)
    db.session.commit()


def test_everybody_is_reminded_a_day_and_an_hour_before_and_once_each() -> None:
    session = a_session_to_come()
    people(session, 3)
    start = session.starts_at
    sweeps = [
        start - DAY - MINUTE,
        *(start - DAY, start - DAY + MINUTE, start - HOUR - MINUTE),
        *(start - HOUR, start - MINUTE),
        *(start, start + MINUTE),
    ]
    assert [owed_at(at) for at in sweeps] == [0, 3, 0, 0, 3, 0, 0, 0]


def test_only_the_reminders_that_a_session_has_are_sent() -> None:
    none, last = a_session(reminders=()), a_session(reminders=("1h",))
    people(none)
    people(last)
    start = last.starts_at
    assert [owed_at(start - DAY), owed_at(start - HOUR), owed_at(start - HOUR)] == [0, 1, 0]


def test_a_worker_that_was_down_sends_only_the_last_reminder_and_none_after_the_start() -> None:
    session = a_session_to_come()
    people(session)
    start = session.starts_at
    assert [owed_at(start - HOUR + MINUTE), owed_at(start - MINUTE)] == [1, 0]
    other = a_session_to_come(hour=10)
    people(other)
    assert owed_at(other.starts_at) == 0


def test_who_registers_after_a_reminder_came_due_does_not_get_it() -> None:
    session = a_session_to_come()
    registered(session, email="early@example.org")
    with time_machine.travel(session.starts_at - DAY + MINUTE, tick=False):
        registered(session, email="late@example.org")
    db.session.commit()
    assert owed_at(session.starts_at - DAY + 2 * MINUTE) == 1
    assert owed_at(session.starts_at - HOUR) == 2


def test_who_was_told_of_a_new_time_after_its_reminder_came_due_is_not_reminded_of_it() -> None:
    session = a_session_to_come()
    people(session)
    with time_machine.travel(session.starts_at - DAY - HOUR, tick=False):
        moved(session, by=-3 * HOUR)
    assert owed_at(session.starts_at - DAY + 3 * HOUR) == 0
    assert owed_at(session.starts_at - HOUR) == 1


def test_a_session_that_is_moved_gets_its_reminders_again() -> None:
    session = a_session_to_come()
    people(session)
    assert owed_at(session.starts_at - DAY) == 1
    with time_machine.travel(session.starts_at - DAY + HOUR, tick=False):
        moved(session, by=3 * DAY)
    assert owed_at(session.starts_at - DAY) == 1
    assert owed_at(session.starts_at - HOUR) == 1


def test_drafts_and_cancelled_sessions_have_none() -> None:
    for status in (Status.DRAFT, Status.CANCELLED):
        session = a_session_to_come(status=status)
        an_entry(a_registration(session))
        assert owed_at(session.starts_at - DAY) == 0


def _cancel(session: DialogueSession) -> None:
    programme.cancel_session(session)


def _give_up_seats(session: DialogueSession) -> None:
    for registration in db.session.query(Registration).filter_by(session_id=session.id):
        service.cancel(registration)


def _swap_away(session: DialogueSession) -> None:
    twin = a_session(session.dialogue, local_start=session.local_start)
    for registration in db.session.query(Registration).filter_by(session_id=session.id):
        service.swap(registration, twin)


def _move(session: DialogueSession) -> None:
    moved(session, by=HOUR)


@pytest.mark.parametrize("change", [_cancel, _give_up_seats, _swap_away, _move])
def test_a_reminder_that_is_no_longer_true_when_it_is_composed_is_not_sent(
    change: Callable[[DialogueSession], None],
) -> None:
    session = a_session_to_come()
    people(session)
    at = session.starts_at - HOUR
    assert owed_at(at) == 1
    with time_machine.travel(at, tick=False):
        transact(lambda: change(session))
        drain()
    assert states() == {MailState.SUPERSEDED: 1}


def test_a_reminder_leaves_late_but_never_after_the_start() -> None:
    session = a_session_to_come()
    people(session, 2)
    assert owed_at(session.starts_at - HOUR) == 2
    with time_machine.travel(session.starts_at - MINUTE, tick=False):
        drain(limit=3)  # the invites of both, and one reminder
    with time_machine.travel(session.starts_at, tick=False):
        drain()
    assert states() == {MailState.SENT: 1, MailState.SUPERSEDED: 1}


def test_a_crash_while_reminders_are_owed_loses_none() -> None:
    session = a_session_to_come()
    people(session, 3)

    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO outbox_mail"):
            raise ConnectionError

    event.listen(db.engine, "before_cursor_execute", fail)
    with pytest.raises(ConnectionError):
        owed_at(session.starts_at - HOUR)
    event.remove(db.engine, "before_cursor_execute", fail)
    assert states() == {}
    assert owed_at(session.starts_at - HOUR) == 3


def test_a_sweep_asks_two_questions_when_nothing_is_near_and_few_whatever_the_number_of_people(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    few, many = a_session_to_come(days=30), a_session_to_come(days=40)
    for session, count in ((few, 2), (many, 60)):
        for _ in range(count):
            an_entry(a_registration(session))
    idle, after_two, after_sixty = (
        count_statements(lambda at=at: owed_at(at))  # type: ignore[misc]
        for at in (few.starts_at - 2 * DAY, few.starts_at - HOUR, many.starts_at - HOUR)
    )
    assert states() == {MailState.OWED: 62}
    assert after_two == after_sixty
    assert idle == count_statements(two_questions)


def two_questions() -> None:
    """Of sessions, and of action items."""
    db.session.rollback()
    with reading():
        db.session.execute(db.text("SELECT 1"))
        db.session.execute(db.text("SELECT 2"))
        db.session.rollback()


def _remind(settings: Settings, gate: Any, answers: Any) -> None:
    """One of several workers."""
    from dialogues.app import create_app

    app = create_app(settings)
    with app.app_context():
        gate.wait()
        answers.put(remind())


def a_session_in_half_an_hour() -> DialogueSession:
    """Its people were told of it two days ago."""
    start = clock.now().replace(tzinfo=None) + dt.timedelta(minutes=30)
    session = a_session_to_come(local_start=start, zone="UTC")
    for _ in range(20):
        an_entry(a_registration(session), dtstamp=clock.now() - 2 * DAY)
    return session


def test_four_workers_at_once_remind_everybody_once(settings: Settings) -> None:
    a_session_in_half_an_hour()
    db.session.remove()
    context = beginning()
    gate, answers = context.Barrier(4), context.Queue()
    workers = [context.Process(target=_remind, args=(settings, gate, answers)) for _ in range(4)]
    for worker in workers:
        worker.start()
    counts = sorted(answers.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(timeout=30)
    assert counts == [0, 0, 0, 20]
    assert states() == {MailState.OWED: 20}


def test_the_worker_sends_what_is_due_by_itself(settings: Settings) -> None:
    a_session_in_half_an_hour()
    with (
        post_office() as office,
        running(replace(settings, smtp_url=office.url), "worker") as worker,
    ):
        wait_until(lambda: len(office.mails) == 20)
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(30) == 0
    assert {mail["Subject"].partition(":")[0] for mail in office.mails} == {"Reminder"}
