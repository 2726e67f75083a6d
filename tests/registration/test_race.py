"""Many people at once, from several processes, for few seats."""

from collections import Counter

import pytest

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.invites.models import Entry
from dialogues.outbox.models import OutboxMail
from dialogues.people.rules import Category
from dialogues.registration.application import Application
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.service import register
from tests.builders import a_session
from tests.processes import beginning

PEOPLE, PROCESSES, SEATS = 200, 4, 50


def register_some(settings: Settings, public_id: str, numbers: list[int], gate, answers) -> None:  # type: ignore[no-untyped-def]
    """One process: an application of its own, registering its people one after the other."""
    from dialogues.app import create_app

    app = create_app(settings)
    gate.wait()
    for number in numbers:
        with app.app_context():
            application = Application(
                name=f"Person {number}",
                email=f"person{number}@example.org",
                country="SN",
                category=Category.OTHER,
                listening_language="en",
                language="en",
                zone="Africa/Dakar",
            )
            try:
                outcome = transact(
                    lambda given=application: register(public_id, given)  # type: ignore[misc]
                )
                answers.put(outcome.name)
            except Exception as error:
                answers.put(repr(error))


@pytest.mark.databases
def test_two_hundred_people_at_once_for_fifty_seats(app, settings) -> None:  # type: ignore[no-untyped-def]
    public_id = a_session(capacity=SEATS).public_id
    db.session.remove()
    context = beginning()
    gate, answers = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(
            target=register_some,
            args=(settings, public_id, list(range(start, PEOPLE, PROCESSES)), gate, answers),
        )
        for start in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    given = Counter(answers.get(timeout=120) for _ in range(PEOPLE))
    for process in processes:
        process.join(timeout=30)

    assert given == {"CONFIRMED": SEATS, "WAITLISTED": PEOPLE - SEATS}
    in_order = db.session.scalars(
        db.select(Registration)
        .where(Registration.session.has(public_id=public_id))
        .order_by(Registration.id)
    ).all()
    assert [one.status for one in in_order[:SEATS]] == [RegistrationStatus.CONFIRMED] * SEATS
    assert [one.queue_number for one in in_order[SEATS:]] == list(range(1, PEOPLE - SEATS + 1))
    assert db.session.query(Entry).count() == SEATS
    assert db.session.query(OutboxMail).filter_by(method="REQUEST").count() == SEATS
