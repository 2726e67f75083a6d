"""Whatever happens, calendars end equal to the ledger: random histories on two programs."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import current_app
from flask_babel import force_locale
from hypothesis import HealthCheck, example, given
from hypothesis import settings as run
from hypothesis import strategies as st

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.interpretation.listening import listening_sentence
from dialogues.invites import ledger
from dialogues.invites.ledger_queries import sessions_to_come
from dialogues.invites.models import Entry
from dialogues.programme.models import Status
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.invites.calendar_programs import Event, Message, Naive, Strict
from tests.invites.histories import (
    HISTORIES,
    LANGUAGES,
    Step,
    World,
    answer,
    bounce,
    cancel,
    change_rules,
    choose_language,
    move,
    register,
    send_missing,
    settle,
    switch_feed,
    take_back,
    work_off,
    world,
)
from tests.outbox.smtp import PostOffice, post_office
from tests.replies.messages import with_answers

WORK = Step(work_off, (None, [], None))
HEARD_OF_UNRECORDED = [
    *(Step(register, (0, 0)), WORK, Step(cancel, (0, False)), WORK),
    *(Step(take_back, (0,)), Step(work_off, (None, [], 0))),
]
"""The last that is known to have left is a CANCEL, and the calendar holds the session."""
TEXTS_WITHIN_A_SECOND = [
    *(Step(register, (0, 0)), WORK),
    *(Step(choose_language, (0, "zh")), WORK, Step(choose_language, (0, "ru")), WORK),
]
WITHDRAWAL_GIVEN_UP = [
    *(Step(register, (0, 0)), WORK),
    *(Step(cancel, (0, False)), Step(work_off, (None, ["550 never"], None))),
]

LOST_WITHDRAWAL = [
    *(Step(register, (0, 0)), WORK, Step(switch_feed, (0,)), WORK),
    *(Step(move, (0, 1)), WORK, Step(bounce, (0, 0, 1, True))),
]
"""The mail that took the session out came back, not the one without a calendar part after it."""
LOST_CHANGE = [
    *(Step(register, (0, 0)), WORK, Step(change_rules, (0, 1)), WORK),
    *(Step(answer, (0, 0, "TENTATIVE")), Step(bounce, (0, 0, 0, True))),
]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def settings(settings: Settings, office: PostOffice) -> Settings:
    return with_answers(replace(settings, smtp_url=office.url))


@pytest.mark.databases
@run(
    max_examples=30,
    # One application for all histories: each begins by emptying its database.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([*HEARD_OF_UNRECORDED, Step(switch_feed, (0,))], [False], 0)
@example([*HEARD_OF_UNRECORDED, Step(cancel, (0, True)), Step(switch_feed, (0,))], [False], 0)
@example(TEXTS_WITHIN_A_SECOND, [False], 0)
@example(WITHDRAWAL_GIVEN_UP, [False], 0)
@example(LOST_WITHDRAWAL, [False], 0)
@example(LOST_CHANGE, [False], 0)
@given(
    history=HISTORIES,
    repeats=st.lists(st.booleans(), min_size=8, max_size=8),
    seed=st.integers(0, 1000),
)
def test_calendars_end_equal_to_the_ledger(
    app: DialoguesApp, office: PostOffice, history: list[Step], repeats: list[bool], seed: int
) -> None:
    with world(office) as here:
        for step in history:
            step.take(here)
        settle(here)
        transact(lambda: send_missing(here))
        settle(here)
        for who in range(len(LANGUAGES)):
            wanted, messages = what_calendars_should_hold(here, who), here.received(who)
            assert_each_state_has_a_number_of_its_own(messages)
            assert naive(messages, repeats) == wanted
            for order in orders(messages, seed):
                assert strict(order) == wanted
        assert [each for page in pages() for each in page.found] == []


def what_calendars_should_hold(world: World, who: int) -> dict[str, Event]:
    """By the registrations and sessions themselves; only SEQUENCE is the entry's."""
    person = world.person(who)
    if person is None or person.follows_feed:
        return {}
    seats = db.session.scalars(
        db.select(Registration).filter_by(
            participant_id=person.id, status=RegistrationStatus.CONFIRMED
        )
    ).all()
    entries = db.session.scalars(db.select(Entry).filter_by(attendee=person.email))
    sequences = {entry.session_id: entry.sequence for entry in entries}
    return {
        seat.session.uid: Event(
            sequences[seat.session_id],
            seat.session.starts_at,
            seat.session.ends_at,
            "CONFIRMED",
            seat.session.dialogue.text(LANGUAGES[who]).title,
            what_they_listen_in(seat),
        )
        for seat in seats
        if seat.session.status is Status.PUBLISHED
    }


def what_they_listen_in(seat: Registration) -> str:
    with current_app.test_request_context(), force_locale(seat.language):
        return listening_sentence(seat.listening_language, seat.session, seat.language)


def assert_each_state_has_a_number_of_its_own(messages: list[Message]) -> None:
    """DTSTAMP alone orders nothing but texts; what is equal in both is equal."""
    by_sequence: dict[tuple[str, int], set[object]] = defaultdict(set)
    by_stamp: dict[tuple[str, int, dt.datetime], set[Message]] = defaultdict(set)
    for message in messages:
        by_sequence[message.uid, message.sequence].add(message.says)
        by_stamp[message.uid, message.sequence, message.dtstamp].add(message)
    assert all(len(said) == 1 for said in by_sequence.values())
    assert all(len(said) == 1 for said in by_stamp.values())


def naive(messages: list[Message], repeats: list[bool]) -> dict[str, Event]:
    """Mails in sending order; some arrive twice in a row."""
    program = Naive()
    for number, message in enumerate(messages):
        for _ in range(1 + repeats[number % len(repeats)]):
            program.receive(message)
    return program.holds()


def strict(messages: list[Message]) -> dict[str, Event]:
    program = Strict()
    for message in messages:
        program.receive(message)
    return program.holds()


def orders(messages: list[Message], seed: int) -> Iterator[list[Message]]:
    """Mails in any order and repeated."""
    yield messages
    yield messages[::-1]
    shuffled = messages * 2
    random.Random(seed).shuffle(shuffled)
    yield shuffled


def pages() -> list[ledger.Page]:
    sessions = sessions_to_come(clock.now())
    return [read(session_id, "") for session_id in sessions for read in ledger.READS]
