"""What organisers see before a change costs the same for few people as for many."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Category, Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from tests.builders import a_session
from tests.programme.office_forms import a_public_session, carried, edit_form
from tests.registration.changes import NEW_LINK, address_of, confirm, looked

pytestmark = pytest.mark.databases

ZONES = ("Africa/Dakar", "Asia/Shanghai", "America/Lima")


def test_the_pages_need_as_many_statements_for_10_registrations_as_for_1000(
    staff_client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    session = a_public_session()
    twin = a_session(session.dialogue, local_start=dt.datetime(2027, 7, 28, 16))
    other = a_session(local_start=dt.datetime(2027, 7, 28, 10))
    moved = edit_form(sitting_start="10:00", sitting_interpretation=["zh"])

    def posted(verb: str, data: dict[str, Any], status: int = 200) -> int:
        def post() -> None:
            assert staff_client.post(address_of(session, verb), data=data).status_code == status

        return count_statements(post)

    def statements() -> list[int]:
        look = staff_client.post(address_of(session), data=moved)
        figures = [
            posted("edit", moved),
            posted("edit", edit_form(sitting_join_url=NEW_LINK)),
            posted("edit", {**carried(look.text), "action": "confirm"}, 303),
            posted("cancel", {}),
            posted("cancel", {"action": "confirm"}, 303),
            posted("reinstate", {}),
            posted("reinstate", {"action": "confirm"}, 303),
        ]
        confirm(staff_client, looked(staff_client, session), session)
        return figures

    people = many_people(1000)
    for each in (session, twin, other):
        register_many(each, people[:10])
    few = statements()
    for each in (session, twin, other):
        register_many(each, people[10:])
    assert statements() == few


def many_people(number: int) -> list[Participant]:
    people = [
        Participant(
            email=f"many{place}@example.org",
            created_at=clock.now(),
            public_id=opaque_id(16),
            feed_version=1,
            follows_feed=False,
        )
        for place in range(number)
    ]
    db.session.add_all(people)
    db.session.commit()
    return people


def register_many(session: DialogueSession, people: Sequence[Participant]) -> None:
    """Register people with their entries, in few statements."""
    now = clock.now()
    registrations = [
        Registration(
            public_id=opaque_id(),
            participant=person,
            session=session,
            status=RegistrationStatus.CONFIRMED,
            name="A Person",
            country="SN",
            category=Category.OTHER,
            listening_language=session.interpretation[place % 3],
            language="en",
            zone=ZONES[place % 3],
            wants_news=False,
            manage_version=1,
            join_version=1,
            created_at=now,
            updated_at=now,
        )
        for place, person in enumerate(people)
    ]
    entries = [
        Entry(
            session=session,
            registration=registration,
            uid=session.uid,
            attendee=registration.participant.email,
            organizer="dialogues@example.org",
            partstat=PartStat.ACCEPTED,
            method=Method.REQUEST,
            sequence=session.sequence,
            dtstamp=now,
        )
        for registration in registrations
    ]
    db.session.add_all([*registrations, *entries])
    db.session.commit()
