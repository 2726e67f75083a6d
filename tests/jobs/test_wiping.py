"""The worker's sweep wipes what is left of the erased as soon as their last mail has left."""

from collections.abc import Callable

import pytest

from dialogues.database import db, reading, transact
from dialogues.invites.service import invite_confirmed
from dialogues.jobs.wiping import wipe_addresses
from dialogues.jobs.worker import Rounds
from dialogues.outbox.delivery import drain
from dialogues.privacy.service import erase
from dialogues.registration.facts import Confirmation, RegistrationConfirmed
from dialogues.web.application import DialoguesApp
from tests.privacy.seeded import MARK, a_known_person, cells_with, person_of

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def somebody_erased() -> None:
    seat = a_known_person()
    invite_confirmed(RegistrationConfirmed(seat, Confirmation.REGISTERED))
    db.session.commit()
    drain()
    transact(lambda: erase(person_of(seat)))


def swept() -> int:
    db.session.rollback()
    return wipe_addresses()


def test_the_address_goes_with_the_sweep_after_the_withdrawal(app: DialoguesApp) -> None:
    somebody_erased()
    Rounds(app).wipe()
    assert [*cells_with(MARK)] != []
    drain()
    Rounds(app).wipe()
    db.session.rollback()
    assert [*cells_with(MARK)] == []
    assert swept() == 0


def test_a_sweep_asks_one_question_where_nothing_is_due(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    somebody_erased()

    def one_question() -> None:
        db.session.rollback()
        with reading():
            db.session.execute(db.text("SELECT 1"))
            db.session.rollback()

    assert count_statements(swept) == count_statements(one_question)
