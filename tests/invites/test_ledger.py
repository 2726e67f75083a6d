"""`dialogues calendars check`: who is out of date and why, and sending what is missing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, update

from benchmarks import seed
from dialogues.cli import cli
from dialogues.database import db
from dialogues.invites import ledger
from dialogues.invites.ledger_queries import sessions_to_come
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.invites.repairs import owe_missing
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme import service as programme
from dialogues.registration import service
from dialogues.registration.models import Registration
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_session, session_plan
from tests.registration.registering import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]
ADDRESS = "minister@example.org"


@pytest.fixture
def check(app: DialoguesApp) -> Callable[..., tuple[int, list[str]]]:
    """Run the command: its exit code, and the lines that it printed."""

    def run(*arguments: str) -> tuple[int, list[str]]:
        db.session.commit()
        done = app.test_cli_runner().invoke(cli, ["calendars", "check", *arguments])
        db.session.expire_all()
        return done.exit_code, done.stdout.splitlines()

    return run


def reasons() -> list[str]:
    """Why, of all that is out of date."""
    db.session.commit()
    return [
        each.reason.name
        for session_id in sessions_to_come(clock.now())
        for read in ledger.READS
        for each in read(session_id, "").found
    ]


def deliver() -> None:
    db.session.commit()
    drain()
    db.session.expire_all()


def the_entry() -> Entry:
    return db.session.scalars(db.select(Entry)).one()


def last_mail() -> OutboxMail:
    return db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()


def altered(**values: Any) -> None:
    """Set columns of the entry behind everybody's back."""
    db.session.execute(update(Entry).values(**values))
    db.session.commit()


def identity() -> tuple[int, dt.datetime]:
    entry = the_entry()
    return entry.sequence, entry.dtstamp


def test_what_was_sent_as_it_is_needs_nothing(check: Any) -> None:
    registered(a_session())
    deliver()
    assert check() == (0, ["Looked at: 1. On their way: 0. Missing: 0."])


def test_what_is_owed_is_on_its_way_and_misses_nothing(check: Any) -> None:
    session = a_session(local_start=dt.datetime(2030, 7, 1, 8))
    registered(session)
    code, lines = check()
    assert code == 0
    assert lines[0].split() == [*("SESSION", "ADDRESS", "SHOULD", "HOLD", "LAST", "SENT", "WHY")]
    assert lines[1].split() == [
        *(session.public_id, ADDRESS, "2030-07-01T06:00Z", "SEQUENCE:0"),
        *("-", "on", "its", "way"),
    ]
    assert lines[2] == "Looked at: 1. On their way: 1. Missing: 0."
    assert check("--send")[1][-1] == "Owed now: 0."


def test_a_mail_that_was_given_up_is_owed_once_more_as_it_was(check: Any) -> None:
    registered(a_session())
    last_mail().state = MailState.FAILED
    assert reasons() == ["FAILED"]
    mail, (code, lines) = last_mail(), check()
    assert code == 1
    assert check("--send") == (0, [*lines, "Owed now: 1."])
    assert (last_mail().id, last_mail().state) == (mail.id, MailState.OWED)
    assert check("--send")[1][-1] == "Owed now: 0."
    deliver()
    assert reasons() == []


def test_what_was_never_sent_is_owed_with_the_same_sequence_and_dtstamp(check: Any) -> None:
    registered(a_session())
    before = identity()
    db.session.execute(delete(OutboxMail))
    assert reasons() == ["NEVER_SENT"]
    check("--send")
    assert identity() == before == (last_mail().sequence, last_mail().dtstamp)
    assert reasons() == ["ON_ITS_WAY"]


def test_a_withdrawal_that_is_missing_says_why_the_session_leaves(check: Any) -> None:
    session = a_session()
    service.cancel(registered(session))
    service.cancel(registered(session, email="other@example.org"))
    deliver()
    db.session.execute(update(Entry).values(sent_method=Method.REQUEST, sent_sequence=0))
    assert reasons() == ["SENT_EARLIER", "SENT_EARLIER"]
    check("--send")
    mails = db.session.scalars(db.select(OutboxMail).filter_by(state=MailState.OWED)).all()
    assert [(mail.method, mail.sequence, mail.payload) for mail in mails] == [
        ("CANCEL", 1, {"reason": "cancelled"})
    ] * 2


def test_another_time_than_was_sent_is_sent_under_a_higher_sequence(check: Any) -> None:
    session = a_session()
    registered(session)
    deliver()
    sent = session.starts_at
    session.local_start += dt.timedelta(hours=1)
    session.starts_at += dt.timedelta(hours=1)
    session.ends_at += dt.timedelta(hours=1)
    assert reasons() == ["SENT_OTHERWISE"]
    check("--send")
    assert the_entry().sequence == 1
    assert last_mail().payload["previous_starts_at"] == sent.isoformat()
    deliver()
    assert b"The session you registered for has a new time" in (last_mail().body or b"")
    assert reasons() == []


@pytest.mark.parametrize(
    ("drift", "reason", "method", "sequence"),
    [
        ({"method": Method.CANCEL}, "NO_LIVE_ENTRY", "REQUEST", 1),
        ({"uid": "another@example.org"}, "OTHER_UID", "REQUEST", 1),
        ({"sequence": -1}, "BEHIND", "REQUEST", 1),
    ],
)
def test_an_entry_that_has_drifted_from_its_seat_is_put_right(
    check: Any, drift: dict[str, Any], reason: str, method: str, sequence: int
) -> None:
    session = a_session()
    registered(session)
    deliver()
    altered(**drift, partstat=PartStat.TENTATIVE)
    assert reasons() == [reason]
    assert check()[0] == 1
    check("--send")
    assert (last_mail().method, last_mail().sequence) == (method, sequence)
    assert (the_entry().uid, reasons()) == (session.uid, ["ON_ITS_WAY"])
    deliver()
    assert reasons() == []
    assert the_entry().partstat is PartStat.TENTATIVE


def test_a_seat_that_no_calendar_heard_of_is_told(check: Any) -> None:
    registered(a_session())
    db.session.execute(delete(OutboxMail))
    db.session.execute(delete(Entry))
    assert reasons() == ["NO_LIVE_ENTRY"]
    assert check("--send")[1][-1] == "Owed now: 1."
    assert (the_entry().method, last_mail().payload) == (
        Method.REQUEST,
        {"reason": "registered"},
    )


@pytest.mark.parametrize("why", ["seat", "session"])
def test_a_live_entry_without_a_seat_is_taken_out(check: Any, why: str) -> None:
    session = a_session()
    registration = registered(session)
    deliver()
    if why == "seat":
        service.cancel(registration)
    else:
        programme.cancel_session(session)
    db.session.execute(delete(OutboxMail))
    altered(method=Method.REQUEST)
    assert reasons() == ["NO_SEAT"]
    check("--send")
    reason = {"seat": "cancelled", "session": "session_cancelled"}[why]
    assert (last_mail().method, last_mail().payload) == ("CANCEL", {"reason": reason})


def test_who_follows_a_feed_should_hold_nothing_from_mails(check: Any) -> None:
    registered(a_session())
    deliver()
    the_entry().registration.participant.follows_feed = True
    assert reasons() == ["SENT_EARLIER"]
    assert check("--send")[1][1].split()[2:4] == ["nothing", "SEQUENCE:0"]
    assert last_mail().payload == {"reason": "feed_followed"}
    deliver()
    assert (the_entry().sent_method, reasons()) == (Method.CANCEL, [])


def test_sessions_that_are_over_are_nobody_s_news(check: Any) -> None:
    session = a_session()
    registered(session)
    db.session.execute(delete(OutboxMail))
    db.session.commit()
    with time_machine.travel(session.ends_at + dt.timedelta(minutes=1)):
        assert check() == (0, ["Looked at: 0. On their way: 0. Missing: 0."])


def test_a_change_that_comes_between_is_not_overwritten(check: Any) -> None:
    session = a_session()
    registered(session)
    db.session.execute(delete(OutboxMail))
    db.session.commit()
    found = ledger.entries(session.id, "").found
    later = session.local_start + dt.timedelta(hours=1)
    programme.revise_session(session, replace(session_plan(session), local_start=later), tell=True)
    assert owe_missing(found) == 0


def test_many_entries_are_read_by_pages(check: Any) -> None:
    seed.people(a_session(), 1200)
    db.session.execute(update(Entry).where(Entry.id % 2 == 0).values(sent_method=None))
    code, lines = check()
    assert code == 1
    assert lines[-1] == "Looked at: 1200. On their way: 0. Missing: 600."
    assert len(lines) == 602
    assert check("--send")[1][-1] == "Owed now: 600."
    assert check()[1][-1] == "Looked at: 1200. On their way: 600. Missing: 0."
    assert db.session.query(Registration).count() == 1200
