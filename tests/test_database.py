"""Rows inserted past the unit of work are as if they had been read."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from dialogues.database import db, insert_once, insert_row
from dialogues.people.models import Participant
from dialogues.support import clock
from tests.builders import a_participant

Count = Callable[[Callable[[], object]], int]


def columns(person: Participant) -> dict[str, object]:
    names = [attribute.key for attribute in Participant.__mapper__.column_attrs]
    return {name: getattr(person, name) for name in names}


def somebody(email: str = "a@example.org") -> dict[str, object]:
    return {
        "email": email,
        "created_at": dt.datetime(2027, 7, 28, 8, tzinfo=dt.UTC),
        "public_id": f"public {email}",
        "feed_version": 1,
        "follows_feed": False,
    }


@pytest.mark.databases
@pytest.mark.parametrize("insert", [insert_row, insert_once])
@pytest.mark.usefixtures("app")
def test_an_inserted_row_is_the_one_that_is_found(insert: Callable[..., Participant]) -> None:
    person = insert(Participant, **somebody())

    held = columns(person)
    found = db.session.get(Participant, person.id)
    db.session.refresh(person)

    assert found is person
    assert columns(person) == held
    assert held["undeliverable_at"] is None


@pytest.mark.usefixtures("app")
def test_an_inserted_row_takes_one_statement_whatever_is_asked_of_it(
    count_statements: Count,
) -> None:
    db.session.connection()

    assert count_statements(lambda: columns(insert_row(Participant, **somebody()))) == 1


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_changes_to_an_inserted_row_are_stored() -> None:
    person = insert_row(Participant, **somebody())
    person.undeliverable_at = clock.now()
    db.session.commit()

    assert db.session.scalars(db.select(Participant.undeliverable_at)).all() != [None]


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_what_stands_in_the_way_is_kept_once_and_raises_otherwise() -> None:
    a_participant("a@example.org")

    assert insert_once(Participant, **somebody()) is None
    assert insert_once(Participant, **somebody("b@example.org")) is not None
    with pytest.raises(IntegrityError):
        insert_row(Participant, **somebody())


@pytest.mark.usefixtures("app")
def test_a_row_takes_the_key_of_one_that_was_rolled_back() -> None:
    lost = insert_row(Participant, **somebody())
    db.session.rollback()

    person = insert_row(Participant, **somebody("b@example.org"))

    assert db.session.get(Participant, person.id) is person
    assert (lost not in db.session, person.email) == (True, "b@example.org")
