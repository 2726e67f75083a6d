"""Somebody who registers while they are erased is registered anew, as somebody new."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dialogues.database import db, transact
from dialogues.people.models import Participant
from dialogues.privacy.service import erase
from dialogues.registration.models import Registration
from dialogues.registration.service import register
from dialogues.web.application import DialoguesApp
from tests.builders import a_participant, a_registration, a_session
from tests.registration.registering import an_application

EMAIL = "minister@example.org"


@pytest.mark.databases
def test_nobody_is_registered_to_an_erased_person(app: DialoguesApp) -> None:
    for _round in range(10):
        person = a_participant(EMAIL)
        a_registration(a_session(), participant=person)
        person_id, public_id = person.id, a_session().public_id
        both = threading.Barrier(2)

        def erase_it(person_id: int = person_id, both: threading.Barrier = both) -> None:
            with app.app_context():
                both.wait()
                transact(lambda: erase(db.session.get_one(Participant, person_id)))

        def register_it(public_id: str = public_id, both: threading.Barrier = both) -> None:
            with app.app_context():
                both.wait()
                transact(lambda: register(public_id, an_application(EMAIL)))

        db.session.rollback()
        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(erase_it), pool.submit(register_it)]:
                done.result()
        db.session.rollback()
        of_erased = db.session.scalars(
            db.select(Registration)
            .join(Registration.participant)
            .where(Participant.erased_at.is_not(None), Registration.name != "")
        ).all()
        assert of_erased == []
        transact(lambda: [erase(one) for one in db.session.scalars(db.select(Participant))])
