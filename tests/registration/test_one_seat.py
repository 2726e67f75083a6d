"""One address has one seat in a Dialogue, whatever becomes of its sessions: on both databases."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.privacy.service import erase
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from dialogues.registration import service
from dialogues.registration.links import manage_token
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.refusals import AnotherSeatIsHeld
from tests.builders import a_registration, a_session, an_entry, session_plan
from tests.programme.office_forms import text
from tests.registration.changes import address_of
from tests.registration.registering import an_application, registered

pytestmark = pytest.mark.databases
CONFIRMED, CANCELLED = RegistrationStatus.CONFIRMED, RegistrationStatus.CANCELLED


@pytest.fixture
def morning(app: object) -> DialogueSession:
    session = a_session()
    assert isinstance(session, DialogueSession)
    return session


@pytest.fixture
def afternoon(morning: DialogueSession) -> DialogueSession:
    session = a_session(morning.dialogue, hour=16)
    assert isinstance(session, DialogueSession)
    return session


def mails() -> list[tuple[str | None, str | None]]:
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.method, row.payload.get("reason")) for row in rows]


def registered_in_both(
    cancelled: DialogueSession, other: DialogueSession
) -> tuple[Registration, Registration]:
    """Somebody came by the form to ``other`` after ``cancelled`` had been cancelled."""
    first = registered(cancelled, name="Typed first")
    programme.cancel_session(cancelled)
    second = registered(other, name="Typed later")
    db.session.commit()
    assert first is not second
    return first, second


def moved(session: DialogueSession, days: int) -> None:
    start = session.local_start + dt.timedelta(days=days)
    programme.revise_session(session, replace(session_plan(session), local_start=start), tell=True)


def test_who_came_to_the_twin_keeps_that_seat_when_the_first_takes_place_after_all(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    stayed = registered(morning, email="stayed@example.org")
    first, second = registered_in_both(morning, afternoon)
    before = len(mails())
    programme.reinstate_session(morning)
    assert mails()[before:] == [("REQUEST", "reinstated")]
    assert [one.status for one in (stayed, first, second)] == [CONFIRMED, CANCELLED, CONFIRMED]
    assert (first.name, second.name) == ("Typed first", "Typed later")
    [change] = db.session.scalars(db.select(Change).filter_by(verb="yield"))
    assert (change.subject_kind, change.subject_id) == ("registration", first.id)
    assert change.before == {"status": "confirmed", "ended_by": None}
    assert change.after == {"status": "cancelled", "ended_by": "twin"}


def test_the_page_that_confirms_it_counts_who_has_a_seat_still(
    staff_client: FlaskClient, morning: DialogueSession
) -> None:
    at_once = a_session(morning.dialogue, hour=9)
    an_entry(a_registration(morning))
    registered_in_both(morning, at_once)
    look = text(staff_client.post(address_of(morning, "reinstate")).text)
    assert "1 calendar gets the session back" in look
    assert look[look.index("Registered for both") :].count(" 0 ") == 1
    done = staff_client.post(
        address_of(morning, "reinstate"), data={"action": "confirm"}, follow_redirects=True
    )
    assert "1 person gets a mail." in text(done.text)


def test_who_has_left_the_twin_again_gets_the_first_seat_back(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    first, second = registered_in_both(morning, afternoon)
    service.cancel(second)
    programme.reinstate_session(morning)
    assert first.status is CONFIRMED
    assert mails()[-1] == ("REQUEST", "reinstated")


def test_of_two_that_were_cancelled_the_one_that_comes_back_first_has_the_seat(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    first, second = registered_in_both(morning, afternoon)
    programme.cancel_session(afternoon)
    programme.reinstate_session(morning)
    assert (first.status, second.status) == (CONFIRMED, CONFIRMED)
    programme.reinstate_session(afternoon)
    assert (first.status, second.status) == (CONFIRMED, CANCELLED)


def test_a_seat_elsewhere_that_is_over_is_not_in_the_way(morning: DialogueSession) -> None:
    over = a_session(morning.dialogue, days=-1)
    there = a_registration(over, email="minister@example.org")
    here = registered(morning)
    programme.cancel_session(morning)
    programme.reinstate_session(morning)
    assert (there.status, here.status) == (CONFIRMED, CONFIRMED)


def test_who_came_to_the_twin_of_one_that_was_over_is_not_moved_with_it(
    morning: DialogueSession,
) -> None:
    over = a_session(morning.dialogue, days=-1)
    entry = an_entry(a_registration(over, email="minister@example.org"))
    first, second = entry.registration, registered(morning)
    moved(over, days=9)
    assert (first.status, second.status) == (CANCELLED, CONFIRMED)
    assert mails()[1:] == [("CANCEL", "swapped")]
    db.session.commit()
    row = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert row is not None
    [composed] = compose([row])
    assert composed is not None
    assert "You have moved to the other session of this Dialogue" in composed[0].text
    assert f"/manage/{manage_token(second)}" in composed[0].text


def test_the_old_seat_moves_nowhere_while_another_is_held(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    first, second = registered_in_both(morning, afternoon)
    third = a_session(morning.dialogue, hour=20)
    for target in (afternoon, third):
        with pytest.raises(AnotherSeatIsHeld):
            service.swap(first, target)
    service.swap(second, third)
    with pytest.raises(AnotherSeatIsHeld):
        service.swap(first, afternoon)


def test_whatever_was_touched_last_the_seat_that_takes_place_is_the_one_that_is_held(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    first, second = registered_in_both(morning, afternoon)
    first.updated_at = second.updated_at + dt.timedelta(minutes=1)
    db.session.commit()
    service.register(afternoon.public_id, an_application())
    assert mails()[-1] == ("REQUEST", "repeated")
    assert db.session.query(Registration).count() == 2


def test_the_first_session_is_open_to_a_swap_when_it_takes_place_after_all(
    morning: DialogueSession, afternoon: DialogueSession
) -> None:
    _first, second = registered_in_both(morning, afternoon)
    programme.reinstate_session(morning)
    entry = db.session.scalars(db.select(Entry).filter_by(session_id=morning.id)).one()
    said = entry.sequence
    service.swap(second, morning)
    assert (entry.registration, entry.method) == (second, Method.REQUEST)
    assert entry.sequence > said


def test_the_old_links_lead_to_what_is_true(
    client: FlaskClient, morning: DialogueSession, afternoon: DialogueSession
) -> None:
    first, _second = registered_in_both(morning, afternoon)
    page = f"/en/manage/{manage_token(first)}"
    swap = f"{page}/swap/{afternoon.public_id}"
    held = "You already have a seat in this Dialogue."
    shown = client.get(page).text
    assert "The organisers have cancelled this session." in shown
    assert held in shown
    assert "/swap/" not in shown
    assert client.get(swap, follow_redirects=True).text.count(held) == 1
    answer = client.post(swap)
    assert (answer.status_code, held in answer.text) == (409, True)
    programme.reinstate_session(morning)
    shown = client.get(page).text
    assert "You have no seat in this session." in shown
    assert held in shown
    assert "Register again" not in shown
    assert client.post(f"{page}/return").status_code == 409


def test_who_has_no_other_seat_is_offered_the_twin_of_a_cancelled_session(
    client: FlaskClient, morning: DialogueSession, afternoon: DialogueSession
) -> None:
    registration = registered(morning)
    programme.cancel_session(morning)
    page = client.get(f"/en/manage/{manage_token(registration)}").text
    assert f"/swap/{afternoon.public_id}" in page
    assert "You already have a seat" not in page


def test_who_was_erased_holds_no_seat_once_a_session_that_was_over_is_moved_on(
    morning: DialogueSession,
) -> None:
    morning.capacity = 1
    gone = registered(morning)
    waiting = registered(morning, email="next@example.org")
    with time_machine.travel(morning.ends_at + dt.timedelta(hours=1), tick=False):
        erase(gone.participant)
        assert gone.status is CONFIRMED  # counted as somebody who came
        moved(morning, days=60)
    assert (gone.status, gone.ended_by) == (CANCELLED, Ending.ERASED)
    assert waiting.status is CONFIRMED
