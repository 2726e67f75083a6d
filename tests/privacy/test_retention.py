"""What identifies people goes 24 months after their last session, and is reported."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.jobs.chores import DAILY
from dialogues.messages.queries import of_dialogue
from dialogues.outbox.models import MailState
from dialogues.outbox.service import owe
from dialogues.people.models import Participant
from dialogues.people.participants import mark_reached
from dialogues.privacy.retention_service import erase_accessibility_needs, erase_past_their_time
from dialogues.registration.models import Registration
from dialogues.registration.news_service import stop_news
from dialogues.support import clock
from tests.builders import a_dialogue, a_registration, a_session
from tests.privacy.seeded import (
    EMAIL,
    MARK,
    OTHER,
    OTHER_EMAIL,
    a_known_person,
    cells_with,
    later,
    person_of,
)

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


AND_ANOTHER = 2
"""Whom a known person answered for was in a session of that day, too."""


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def said_of(word: str) -> list[str]:
    """What is held with a word, but for mails to people who never came, which go by their age."""
    return sorted(cell for cell in cells_with(word) if "To: standin" not in cell)


def run() -> int:
    return transact(lambda: erase_past_their_time(clock.now()))


def test_names_are_kept_for_24_months_and_no_longer(now: time_machine.Traveller) -> None:
    past = a_known_person(days=10)
    now.move_to(later(past, days=731, seconds=-1))
    before = said_of(MARK)
    assert run() == 0
    assert said_of(MARK) == before
    now.shift(1)
    assert run() == AND_ANOTHER
    assert [*cells_with(MARK)] == []
    assert past.status.value == "confirmed"


def test_the_last_session_counts(now: time_machine.Traveller) -> None:
    past = a_known_person(days=10)
    a_registration(a_session(days=100), participant=person_of(past), name=MARK)
    now.move_to(later(past, days=740))
    assert run() == AND_ANOTHER - 1
    assert past.name == f"A {MARK}"


def test_who_is_within_the_time_loses_nothing(now: time_machine.Traveller) -> None:
    a_known_person(days=10)
    recent = a_known_person(days=200, name=OTHER, email=OTHER_EMAIL)
    before = said_of(OTHER)
    now.move_to(later(recent, days=600))
    assert run() == AND_ANOTHER
    assert [*cells_with(MARK)] == []
    assert said_of(OTHER) == before


def test_who_asked_for_news_keeps_address_language_and_zone_until_they_unsubscribe(
    now: time_machine.Traveller,
) -> None:
    past = a_known_person(days=10, wants_news=True, language="fr")
    now.move_to(later(past, days=731))
    assert run() == AND_ANOTHER
    assert {cell.split(":")[0] for cell in cells_with(MARK)} == {"participant.email"}
    assert (past.zone, past.language, past.name) == ("Africa/Dakar", "fr", "")
    assert run() == 0
    to_come = a_dialogue()
    mark_reached(person_of(past))
    found = db.session.scalars(of_dialogue(to_come.id).reached).all()
    assert [one.participant.email for one in found] == [EMAIL]
    stop_news(person_of(past))
    db.session.commit()
    assert run() == 1
    assert [*cells_with(MARK)] == []
    assert past.erased_at == clock.now()


def test_it_says_what_it_did_and_finds_nothing_the_next_day(
    now: time_machine.Traveller,
) -> None:
    past = a_known_person(days=10)
    now.move_to(later(past, days=731))
    run()
    said = db.session.scalars(db.select(Change).filter_by(subject_kind="retention")).all()
    assert [(change.actor, change.after) for change in said] == [
        ("system", {"people": 2, "registrations": 2, "invitations": 2, "owners": 2, "mails": 4})
    ]
    now.shift(dt.timedelta(days=1))
    assert run() == 0
    assert db.session.query(Change).filter_by(subject_kind="retention").count() == 1


def test_mails_to_addresses_that_nobody_has_go_too(now: time_machine.Traveller) -> None:
    mail = owe(kind="manage_links", recipient=EMAIL, language="en", zone="UTC", subject_id=0)
    assert mail
    mail.state = MailState.SUPERSEDED
    db.session.commit()
    now.shift(dt.timedelta(days=730))
    run()
    assert [*cells_with(MARK)] != []
    now.shift(dt.timedelta(days=1))
    run()
    assert [*cells_with(MARK)] == []


def test_more_people_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogues.privacy.retention_service._AT_ONCE", 2)
    session = a_session(days=-800)
    for _number in range(5):
        a_registration(session)
    assert run() == 5
    assert set(db.session.scalars(db.select(Registration.name))) == {""}
    assert db.session.query(Participant).filter(Participant.erased_at.is_(None)).count() == 0


def test_it_is_a_daily_chore() -> None:
    assert "erase_past_their_time" in DAILY


def test_accessibility_needs_are_erased_thirty_days_after_the_session() -> None:
    old = a_registration(a_session(days=-32), accessibility="Captions")
    recent = a_registration(a_session(days=-20), accessibility="Captions")
    assert erase_accessibility_needs(clock.now()) == 1
    db.session.expire_all()
    assert (old.accessibility, recent.accessibility) == (None, "Captions")
