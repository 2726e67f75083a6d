"""Whatever people have when they are erased: counts hold, nobody is told apart, seats are used."""

import contextlib
import random

import pytest

from dialogues.database import db, transact
from dialogues.invites.models import Entry, Method
from dialogues.outbox.delivery import drain
from dialogues.privacy.retention_service import wipe_what_was_withdrawn
from dialogues.privacy.service import erase
from dialogues.registration import service
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from tests.builders import a_dialogue, a_session
from tests.privacy.seeded import cells_with, person_of
from tests.registration.registering import an_application

PEOPLE, STEPS = 6, 40
CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED


def word(number: int, life: int) -> str:
    """What only one life of a person is called by."""
    return f"qzx{number}life{life}y"


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_whatever_was_before_nothing_is_left_and_no_seat_is_lost(
    request: pytest.FixtureRequest,
) -> None:
    chance = random.Random(request.config.getoption("hypothesis_seed"))
    dialogues = a_dialogue(), a_dialogue()
    sessions = [
        a_session(dialogue, capacity=chance.choice((1, 2)), hour=hour)
        for dialogue in dialogues
        for hour in (8, 16)
    ]
    public_ids = [session.public_id for session in sessions]
    lives = [0] * PEOPLE
    gone: list[str] = []
    for _step in range(STEPS):
        who = chance.randrange(PEOPLE)
        name = word(who, lives[who])
        theirs = list(db.session.scalars(db.select(Registration).filter_by(name=name)))
        act = chance.choice(("register", "register", "cancel", "swap", "erase", "send"))
        if act == "register":
            application = an_application(f"{name}@example.org", name=name, question=name)
            transact(lambda: service.register(chance.choice(public_ids), application))  # noqa: B023
        elif act == "cancel" and theirs:
            transact(lambda: service.cancel(chance.choice(theirs)))  # noqa: B023
        elif act == "swap" and theirs:
            swap(chance.choice(theirs), chance)
        elif act == "erase" and theirs:
            person = person_of(theirs[0])
            transact(lambda: erase(person))  # noqa: B023
            lives[who] += 1
            gone.append(name)
        else:
            drain()
        assert_seats_are_used()
    for name in {word(who, life) for who, life in enumerate(lives)}:  # who is left, at the end
        if theirs := list(db.session.scalars(db.select(Registration).filter_by(name=name))):
            person = person_of(theirs[0])
            transact(lambda: erase(person))  # noqa: B023
            gone.append(name)
    drain()
    transact(lambda: wipe_what_was_withdrawn(clock.now()))
    assert gone
    assert {name: [*cells_with(name)] for name in gone} == {name: [] for name in gone}
    left = db.session.scalars(db.select(Entry).filter(Entry.attendee.endswith("@erased.invalid")))
    assert {entry.method for entry in left} <= {Method.CANCEL}


def swap(registration: Registration, chance: random.Random) -> None:
    beside = list(registration.session.dialogue.sessions)
    with contextlib.suppress(Refusal):
        transact(lambda: service.swap(registration, chance.choice(beside)))


def assert_seats_are_used() -> None:
    """Nobody beyond capacity, and nobody waits beside a free seat."""
    db.session.expire_all()
    held: dict[int, list[RegistrationStatus]] = {}
    for registration in db.session.scalars(db.select(Registration)):
        held.setdefault(registration.session_id, []).append(registration.status)
        capacity = registration.session.capacity
        assert capacity is not None
        confirmed = held[registration.session_id].count(CONFIRMED)
        assert confirmed <= capacity
    for registration in db.session.scalars(db.select(Registration).filter_by(status=WAITLISTED)):
        assert held[registration.session_id].count(CONFIRMED) == registration.session.capacity
