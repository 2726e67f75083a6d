"""What identifies owners of action items goes when they ask, and in time; items stay."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from dialogues.action_items import queries as action_items
from dialogues.action_items.models import Owner, OwnerKind
from dialogues.action_items.naming import owner_name
from dialogues.action_items.owners_service import person_owner
from dialogues.database import db, transact
from dialogues.people.models import Participant
from dialogues.people.participant_queries import participant_by_email
from dialogues.privacy.queries import ends_of, held_about
from dialogues.privacy.retention_service import erase_past_their_time
from dialogues.privacy.service import erase
from dialogues.support import clock
from tests.builders import a_registration, a_session, an_action_item, an_owner
from tests.privacy.seeded import EMAIL, MARK, cells_with

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


@pytest.fixture
def person() -> Owner:
    found: Owner = transact(lambda: person_owner(MARK, EMAIL, "fr", "Africa/Dakar"))
    return found


def participant() -> Participant:
    found = participant_by_email(EMAIL)
    assert found
    return found


def run_in(days: int) -> int:
    with time_machine.travel(clock.now() + dt.timedelta(days=days), tick=False):
        return int(transact(lambda: erase_past_their_time(clock.now())))


def test_who_was_entered_as_an_owner_can_see_and_erase_it_without_a_registration(
    person: Owner,
) -> None:
    item = an_action_item(owner=person, proposed_because=f"{MARK} is ill")
    held = held_about(participant())
    assert ([one.id for one in held.owners], held.items) == ([person.id], [item])
    assert ends_of(participant(), clock.now()).items == 1
    done: Any = transact(lambda: erase(participant()))
    assert done.items == 1
    assert [*cells_with(MARK)] == []
    assert owner_name(item.owner, "en") == "A person whose data were erased"
    assert action_items.item_by_public_id(item.public_id)
    assert person.link_version == 2


def test_a_coordinator_is_erased_and_the_coalition_keeps_its_name_and_items() -> None:
    coalition = an_owner("School Meals", coordinator=MARK, email=EMAIL)
    item = an_action_item(owner=coalition)
    a_registration(email=EMAIL)
    transact(lambda: erase(participant()))
    assert [*cells_with(MARK)] == []
    assert (owner_name(coalition, "en"), item.owner) == ("School Meals", coalition)


def test_who_is_asked_to_take_over_is_asked_no_more(person: Owner) -> None:
    item = an_action_item(offered_to=person, offered_because=f"{MARK} knows better")
    transact(lambda: erase(participant()))
    assert (item.offered_to, item.offered_because) == (None, None)


def test_a_person_is_kept_while_an_item_is_open_and_24_months_after(person: Owner) -> None:
    item = an_action_item(owner=person)
    run_in(2000)
    assert person.email == EMAIL
    item.closed_at = clock.now()
    db.session.commit()
    run_in(730)
    assert person.email == EMAIL
    assert run_in(731) == 1
    assert [*cells_with(MARK)] == []
    assert run_in(732) == 0


def test_old_registrations_of_who_still_owns_something_lose_their_names(person: Owner) -> None:
    an_action_item(owner=person)
    old = a_registration(a_session(days=-800), participant=participant(), name=f"A {MARK}")
    run_in(0)
    assert (old.name, person.email, participant().erased_at) == ("", EMAIL, None)


def test_an_archived_entry_loses_its_coordinator_in_time() -> None:
    archived = an_owner(coordinator=MARK, email=EMAIL, archived_at=clock.now())
    kept = an_owner(coordinator="Stays")
    run_in(731)
    assert (archived.coordinator, archived.email) == ("", None)
    assert (kept.coordinator, kept.kind) == ("Stays", OwnerKind.COALITION)
