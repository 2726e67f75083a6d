"""Whoever follows their own feed has it instead of what mails put into their calendar."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import OutboxMail
from dialogues.people.participants import follow_feed, leave_feed
from dialogues.programme.models import Status
from dialogues.registration.models import RegistrationStatus
from dialogues.support import clock
from tests import builders

EARLIER = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def an_entry(**fields: object) -> Entry:
    """A seat of somebody's in a session of a Dialogue of its own."""
    registration = builders.a_registration(builders.a_session(sequence=3), **fields)  # type: ignore[arg-type]
    return builders.an_entry(registration, sequence=5, dtstamp=EARLIER)


def owed() -> list[tuple[int | None, str | None, int | None, str]]:
    db.session.flush()
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [(m.entry_id, m.method, m.sequence, m.payload["reason"]) for m in mails]


@pytest.mark.databases
def test_each_seat_to_come_is_told_once_with_a_higher_sequence(app: Flask) -> None:
    one = an_entry()
    person = one.registration.participant
    other = an_entry(participant=person)
    an_entry()  # somebody else's

    follow_feed(person)

    assert owed() == [
        (one.id, "REQUEST", 6, "feed_followed"),
        (other.id, "REQUEST", 6, "feed_followed"),
    ]
    # It goes on saying that the person has a seat.
    assert (one.method, one.sequence) == (Method.REQUEST, 6)
    assert one.dtstamp > EARLIER


@pytest.mark.databases
def test_leaving_puts_each_seat_back(app: Flask) -> None:
    entry = an_entry()
    person = entry.registration.participant
    follow_feed(person)
    leave_feed(person)

    assert [(sequence, reason) for _entry, _method, sequence, reason in owed()] == [
        (6, "feed_followed"),
        (7, "feed_left"),
    ]


@pytest.mark.databases
def test_the_number_of_the_session_is_never_fallen_behind(app: Flask) -> None:
    entry = an_entry()
    entry.session.sequence = 9

    follow_feed(entry.registration.participant)

    assert entry.sequence == 10


def test_nobody_hears_of_a_seat_that_is_no_more(app: Flask) -> None:
    left, held, cancelled, swapped = (an_entry() for _number in range(4))
    person = left.registration.participant
    for entry in (held, cancelled, swapped):
        entry.registration.participant = person
    left.registration.status, left.method = RegistrationStatus.CANCELLED, Method.CANCEL
    held.session.starts_at = held.session.ends_at = clock.now() - dt.timedelta(hours=1)
    cancelled.session.status, cancelled.method = Status.CANCELLED, Method.CANCEL
    swapped.registration.session = builders.a_session()
    db.session.commit()

    follow_feed(person)

    assert owed() == []
