"""What organisers see before a change costs the same for few people as for many."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from tests.builders import a_session
from tests.programme.office_forms import a_public_session, carried, edit_form
from tests.registration.changes import NEW_LINK, address_of, confirm, looked

pytestmark = pytest.mark.databases

ZONES = ("Africa/Dakar", "Asia/Shanghai", "America/Lima")


def test_the_pages_need_as_many_statements_for_10_registrations_as_for_300(
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

    statements()  # the first time, the Dialogue is put into the search
    people, elsewhere = halves(many_people(600))
    for each, theirs in ((session, people), (other, people), (twin, elsewhere)):
        register_many(each, theirs[:10])
    few = statements()
    for each, theirs in ((session, people), (other, people), (twin, elsewhere)):
        register_many(each, theirs[10:])
    assert statements() == few


def test_reinstating_needs_as_many_statements_whether_few_or_many_hold_another_seat_by_now(
    staff_client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    def reinstating(people: Sequence[Participant], days: int) -> list[int]:
        session = a_session(days=days)
        register_many(session, people)
        staff_client.post(address_of(session, "cancel"), data={"action": "confirm"})
        register_many(a_session(session.dialogue, days=days, hour=16), people)
        address = address_of(session, "reinstate")
        return [
            count_statements(lambda: staff_client.post(address)),
            count_statements(lambda: staff_client.post(address, data={"action": "confirm"})),
        ]

    people = many_people(200)
    assert reinstating(people[:10], days=30) == reinstating(people[10:], days=31)


@pytest.mark.parametrize(
    "path",
    [
        "sessions/{session}",
        "sessions/{session}?q=person&country=SN&listening=zh&sort=name&attended=no",
        "sessions/{session}?status=&mail=back",
        "dialogues/{dialogue}/demand",
        "demand",
        "",
    ],
)
def test_a_room_and_its_demand_need_as_many_statements_for_10_registrations_as_for_300(
    path: str,
    staff_client: FlaskClient,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    session = a_session(days=5)
    ids = {"session": session.public_id, "dialogue": session.dialogue.public_id}
    address = f"/en/office/{path.format(**ids)}"

    def look() -> None:
        assert staff_client.get(address).status_code == 200

    people = many_people(300)
    register_many(session, people[:10])
    few = count_statements(look)
    register_many(session, people[10:])
    assert count_statements(look) == few


def halves(people: list[Participant]) -> tuple[list[Participant], list[Participant]]:
    middle = len(people) // 2
    return people[:middle], people[middle:]


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
            searchable="",
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
