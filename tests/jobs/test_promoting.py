"""Registration opens by its time: who waits is promoted by the worker's sweep, in order, once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from dialogues.database import db, reading
from dialogues.invites.causes import Reason
from dialogues.jobs.promoting import promote_waiting
from dialogues.jobs.worker import Rounds
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

HOUR = dt.timedelta(hours=1)
WAITS = RegistrationStatus.WAITLISTED


def with_people(taken: int, waiting: int, **fields: Any) -> DialogueSession:
    session = a_session(**fields)
    for _ in range(taken):
        a_registration(session)
    for number in range(waiting):
        a_registration(session, status=WAITS, queue_number=number + 1)
    assert isinstance(session, DialogueSession)
    return session


def swept(at: dt.datetime | None = None) -> int:
    with time_machine.travel(at or clock.now(), tick=False):
        db.session.rollback()
        return promote_waiting()


def still_wait(session: DialogueSession) -> list[int | None]:
    db.session.rollback()
    return list(
        db.session.scalars(
            db.select(Registration.queue_number)
            .filter_by(session_id=session.id, status=WAITS)
            .order_by(Registration.queue_number)
        )
    )


def test_who_waits_first_is_promoted_when_registration_opens_by_its_time() -> None:
    opens_at = clock.now() + HOUR
    session = with_people(1, 3, capacity=3, registration_opens_at=opens_at)
    assert (swept(opens_at - HOUR / 60), still_wait(session)) == (0, [1, 2, 3])
    assert (swept(opens_at), still_wait(session)) == (1, [3])
    assert (swept(opens_at), still_wait(session)) == (0, [3])
    reasons = [mail.payload["reason"] for mail in db.session.scalars(db.select(OutboxMail))]
    assert reasons == [Reason.PROMOTED] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"capacity": 1},
        {"capacity": 5, "registration_open": False},
        {"capacity": 5, "registration_opens_at": clock.now() + HOUR},
        {"capacity": 5, "registration_closes_at": clock.now() - HOUR},
        {"capacity": 5, "status": Status.CANCELLED},
        {"capacity": 5, "status": Status.DRAFT},
        {"capacity": 5, "days": -1},
    ],
)
def test_nobody_is_promoted_where_there_is_no_room_or_no_registration(
    fields: dict[str, Any],
) -> None:
    session = with_people(1, 2, **fields)
    assert (swept(), still_wait(session)) == (0, [1, 2])


def test_a_limit_that_is_gone_lets_everybody_in() -> None:
    session = with_people(2, 2, capacity=None)
    assert (swept(), still_wait(session)) == (1, [])


def test_a_sweep_asks_one_question_where_nobody_can_be_promoted(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    with_people(1, 30, capacity=1)

    def one_question() -> None:
        db.session.rollback()
        with reading():
            db.session.execute(db.text("SELECT 1"))
            db.session.rollback()

    assert count_statements(swept) == count_statements(one_question)


def test_the_worker_sweeps_and_goes_on_after_a_failure(app: DialoguesApp) -> None:
    session = with_people(0, 1, capacity=1)
    Rounds(app).promote()
    assert still_wait(session) == []
