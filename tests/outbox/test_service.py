"""Owing, claiming under a lease, recording: on both databases."""

import datetime as dt
from typing import Any

import pytest

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.outbox import service
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.support import clock
from tests.outbox.letters import a_mail, state_of
from tests.processes import beginning

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]
NO_TIME = dt.timedelta(seconds=-1)


def claimed(count: int = 10, lease: dt.timedelta = dt.timedelta(minutes=1)) -> list[OutboxMail]:
    return transact(lambda: service.claim(count, lease))


def ids(rows: list[OutboxMail]) -> list[int]:
    return [row.id for row in rows]


def test_a_mail_is_owed_once_for_each_dedupe_key() -> None:
    first = a_mail(dedupe_key="one")
    again = transact(
        lambda: service.owe(
            kind="letter",
            recipient="x@example.org",
            language="en",
            zone="UTC",
            subject_id=1,
            dedupe_key="one",
        )
    )
    assert first.dedupe_key == "one"
    assert again is None
    assert ids(claimed()) == [first.id]


def test_what_is_rolled_back_owes_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        transact(lambda: (service_owes(), 1 / 0))
    assert claimed() == []
    assert service.MAIL_OWED not in db.session.info


def service_owes() -> None:
    service.owe(kind="letter", recipient="a@example.org", language="en", zone="UTC", subject_id=1)


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends() -> None:
    mails = [a_mail() for _ in range(3)]
    assert ids(claimed(2)) == ids(mails[:2])
    assert ids(claimed()) == ids(mails[2:])
    assert claimed() == []


def test_what_a_dead_worker_held_is_claimed_again_unchanged() -> None:
    mail = a_mail(sequence=3, dtstamp=clock.now())
    (before,) = claimed(lease=NO_TIME)
    (after,) = claimed()
    assert (after.id, after.message_id, after.sequence, after.dtstamp, after.created_at) == (
        mail.id,
        before.message_id,
        3,
        before.dtstamp,
        before.created_at,
    )
    assert after.lease != before.lease


def test_a_late_worker_cannot_record_over_the_one_that_took_over() -> None:
    a_mail()
    (late,) = claimed(lease=NO_TIME)
    (current,) = claimed()
    ran: list[str] = []
    assert not transact(lambda: service.record_sent(late, on_sent=lambda: ran.append("late")))
    assert not transact(lambda: service.record_failed(late, "550 no"))
    assert transact(lambda: service.record_sent(current, on_sent=lambda: ran.append("current")))
    assert ran == ["current"]
    assert state_of(current).state is MailState.SENT


def test_one_calendar_mail_of_an_entry_is_in_flight_at_a_time() -> None:
    first, second = a_mail(entry_id=7), a_mail(entry_id=7)
    other = a_mail(entry_id=8)
    taken = claimed()
    assert ids(taken) == [first.id, other.id]
    assert claimed() == []
    transact(lambda: service.record_sent(taken[0]))
    assert ids(claimed()) == [second.id]


@pytest.mark.parametrize("outcome", ["superseded", "failed"])
def test_the_next_mail_of_an_entry_follows_one_that_will_not_leave(outcome: str) -> None:
    a_mail(entry_id=7)
    second = a_mail(entry_id=7)
    (first,) = claimed()
    if outcome == "failed":
        transact(lambda: service.record_failed(first, "550 no such person"))
    else:
        transact(lambda: service.record_superseded(first))
    assert ids(claimed()) == [second.id]


def test_the_next_mail_of_an_entry_waits_while_the_first_is_put_off() -> None:
    a_mail(entry_id=7)
    a_mail(entry_id=7)
    (first,) = claimed()
    transact(lambda: service.record_retry(first, "450 later", 9))
    assert claimed() == []


def test_a_mail_that_was_put_off_does_not_hold_up_what_its_entry_says_since() -> None:
    now = clock.now()
    a_mail(entry_id=7, dtstamp=now)
    (first,) = claimed()
    transact(lambda: service.record_retry(first, "450 later", 9))
    second = a_mail(entry_id=7, dtstamp=now + dt.timedelta(seconds=1))
    (overtaken,) = claimed()
    assert overtaken.id == first.id
    transact(lambda: service.record_superseded(overtaken))
    assert ids(claimed()) == [second.id]


def test_a_mail_tried_again_waits_for_the_later_one_that_is_on_its_way() -> None:
    first = a_mail(entry_id=7)
    a_mail(entry_id=7)
    transact(lambda: service.record_failed(claimed_now(), "550 no"))
    (later,) = claimed()
    transact(lambda: service.try_again(state_of(first)))
    assert claimed() == []
    transact(lambda: service.record_sent(later))
    assert ids(claimed()) == [first.id]


def claimed_now() -> OutboxMail:
    (row,) = service.claim(1)
    return row


def test_each_attempt_is_put_off_longer_and_the_last_one_fails() -> None:
    mail = a_mail()
    waits = []
    for _ in range(3):
        (row,) = claimed()
        transact(lambda row=row: service.record_retry(row, "450 busy", 4))
        now = state_of(mail)
        waits.append(round((now.next_attempt_at - clock.now()).total_seconds()))
        assert claimed() == []
        transact(lambda: make_due(mail))
    assert waits == [30, 60, 120]
    (row,) = claimed()
    transact(lambda: service.record_retry(row, "450 busy", 4))
    last = state_of(mail)
    assert (last.state, last.attempts, last.last_error) == (MailState.FAILED, 4, "450 busy")


def make_due(mail: OutboxMail) -> None:
    db.session.execute(
        db.update(OutboxMail).where(OutboxMail.id == mail.id).values(next_attempt_at=clock.now())
    )


def test_only_a_failed_mail_is_tried_again() -> None:
    mail = a_mail()
    with pytest.raises(service.MailHasNotFailed):
        transact(lambda: service.try_again(mail))


def claim_in_another_process(settings: Settings, gate: Any, answers: Any) -> None:
    from dialogues.app import create_app

    app = create_app(settings)
    gate.wait()
    with app.app_context():
        found: list[int] = []
        while rows := claimed(3):
            found += ids(rows)
        answers.put(found)


def test_workers_in_several_processes_never_claim_the_same_mail(settings: Settings) -> None:
    mails = [a_mail(entry_id=number % 20) for number in range(60)]
    oldest = {row.entry_id: row.id for row in reversed(mails)}
    db.session.remove()
    context = beginning()
    gate, answers = context.Barrier(4), context.Queue()
    workers = [
        context.Process(target=claim_in_another_process, args=(settings, gate, answers))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    found = [number for _ in workers for number in answers.get(timeout=60)]
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(found) == sorted(oldest.values())
