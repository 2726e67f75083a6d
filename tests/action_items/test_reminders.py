"""Reminders: a week before, on the day, weekly after, at nine on the owner's clocks, once each."""

import datetime as dt
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.owner_notices import REMINDER
from dialogues.action_items.rules import reminder_day
from dialogues.database import db
from dialogues.jobs.reminding import remind
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.support import clock, zones
from tests.builders import an_action_item, an_owner
from tests.invites.mailed import text_of

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

DAY, WEEK, SECOND = dt.timedelta(days=1), dt.timedelta(weeks=1), dt.timedelta(seconds=1)
DUE = dt.date(2027, 3, 31)


def an_item(zone: str = "America/Lima", **fields: object) -> ActionItem:
    owner = an_owner(zone=zone, email="owner@example.org")
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    given = {"due_on": DUE, "created_at": long_ago, "updated_at": long_ago, **fields}
    return an_action_item(owner=owner, **given)  # type: ignore[arg-type]


def nine(day: dt.date, zone: str = "America/Lima") -> dt.datetime:
    return zones.instant(dt.datetime.combine(day, dt.time(9)), zone)


def owed_at(at: dt.datetime) -> int:
    """How many reminders a sweep at an instant owes."""
    with time_machine.travel(at, tick=False):
        db.session.commit()
        return remind()


def sent_at(at: dt.datetime) -> list[EmailMessage]:
    """The reminders that a worker sends at an instant."""
    with time_machine.travel(at, tick=False):
        db.session.commit()
        drain()
        rows = db.session.scalars(select(OutboxMail).filter_by(kind=REMINDER, sent_at=at)).all()
        return [message_from_bytes(row.body, policy=policy.default) for row in rows if row.body]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("after", "expected"),
    [(-8, None), (-7, -7), (-1, -7), (0, 0), (6, 0), (7, 7), (13, 7), (14, 14), (400, 399)],
)
def test_the_last_reminder_by_a_day(after: int, expected: int | None) -> None:
    day = reminder_day(DUE, DUE + after * DAY)
    assert day == (None if expected is None else DUE + expected * DAY)


@pytest.mark.parametrize("zone", ["America/Lima", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_each_comes_at_nine_on_the_owner_s_clocks_and_once(zone: str) -> None:
    an_item(zone)
    for day in (DUE - WEEK, DUE, DUE + WEEK, DUE + 2 * WEEK):
        at = nine(day, zone)
        assert [owed_at(moment) for moment in (at - SECOND, at, at + SECOND)] == [0, 1, 0]
    assert [owed_at(nine(DUE + days * DAY, zone)) for days in (15, 18, 20)] == [0, 0, 0]


def test_nine_follows_the_clocks_of_summer_and_winter() -> None:
    an_item("Europe/Rome")  # where clocks go forward on 28 March 2027
    before, on_day = nine(DUE - WEEK, "Europe/Rome"), nine(DUE, "Europe/Rome")
    assert (before.hour, on_day.hour) == (8, 7)
    assert [owed_at(at) for at in (before - SECOND, before)] == [0, 1]
    assert [owed_at(at) for at in (on_day - SECOND, on_day)] == [0, 1]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": ItemStatus.DONE},
        {"status": ItemStatus.DROPPED},
        {"due_on": None},
        {"reminders_stopped_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_nobody_is_reminded_of_what_is_closed_stopped_or_without_a_day(
    fields: dict[str, object],
) -> None:
    an_item(**fields)
    assert owed_at(nine(DUE)) == 0


def test_whom_no_mail_reaches_is_owed_none() -> None:
    for field, value in (("email", None), ("erased_at", clock.now())):
        setattr(an_item().owner, field, value)
    assert owed_at(nine(DUE)) == 0


def test_a_worker_that_was_away_for_half_a_day_catches_up_and_for_longer_does_not() -> None:
    an_item()
    assert owed_at(nine(DUE - WEEK) + DAY) == 0
    assert owed_at(nine(DUE) + DAY / 2) == 1


def test_who_was_told_the_date_since_is_not_reminded_of_before() -> None:
    item = an_item()
    with time_machine.travel(nine(DUE) + 3600 * SECOND):
        keep(item, "due_changed", {})
    assert owed_at(nine(DUE) + 2 * 3600 * SECOND) == 0
    assert owed_at(nine(DUE + WEEK)) == 1


def test_a_due_date_that_moves_has_its_reminders_again() -> None:
    item = an_item()
    assert owed_at(nine(DUE)) == 1
    item.due_on = DUE + 3 * DAY
    assert owed_at(nine(DUE + 3 * DAY)) == 1


def test_a_reminder_says_when_it_is_due_and_how_to_report_and_to_stop(client: FlaskClient) -> None:
    item = an_item()
    said = [
        (DUE - WEEK, "An action item of yours is due in 7 days.", "Due on Wednesday, 31 March"),
        (DUE, "An action item of yours is due today.", "Due today: Keep"),
        (DUE + WEEK, "An action item of yours has been overdue for 7 days.", "Overdue: Keep"),
    ]
    for day, sentence, subject in said:
        owed_at(nine(day))
        (mail,) = sent_at(nine(day))
        assert sentence in text_of(mail)
        assert mail["Subject"].startswith(subject)
        assert "/report" in text_of(mail)
        stop = mail["List-Unsubscribe"].strip("<>")
        assert stop in text_of(mail)
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    data = {"List-Unsubscribe": "One-Click", "csrf_token": ""}
    assert client.post(stop.removeprefix("http://127.0.0.1:8000"), data=data).status_code == 200
    db.session.rollback()
    assert item.reminders_stopped_at is not None
    assert owed_at(nine(DUE + 2 * WEEK)) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda item: setattr(item, "status", ItemStatus.DONE) or setattr(item, "closed_at", DUE_AT),
        lambda item: setattr(item, "due_on", DUE + DAY),
        lambda item: setattr(item, "owner", an_owner()),
        lambda item: setattr(item, "reminders_stopped_at", DUE_AT),
        lambda item: setattr(item.owner, "erased_at", DUE_AT),
    ],
    ids=["done", "moved", "handed over", "stopped", "erased"],
)
def test_what_is_true_no_more_when_the_mail_is_made_is_superseded(
    change: Callable[[ActionItem], None],
) -> None:
    item = an_item()
    owed_at(nine(DUE))
    change(item)
    assert sent_at(nine(DUE) + 60 * SECOND) == []
    states = db.session.scalars(select(OutboxMail.state).filter_by(kind=REMINDER)).all()
    assert states == [MailState.SUPERSEDED]


def test_a_mail_that_was_held_up_over_night_speaks_of_its_own_day() -> None:
    an_item()
    owed_at(nine(DUE))
    (mail,) = sent_at(nine(DUE + DAY))
    assert "overdue for 1 day." in text_of(mail)


def test_a_sweep_asks_one_question_whatever_is_open_and_overdue(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    at = nine(DUE + 3 * DAY)
    an_item()
    with_one = count_statements(lambda: owed_at(at))
    for _ in range(30):
        an_item()
    assert count_statements(lambda: owed_at(at)) == with_one


DUE_AT = dt.datetime(2027, 3, 31, 14, tzinfo=dt.UTC)
