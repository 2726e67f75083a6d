"""Erasing a person takes out all that identifies them, and nothing that is counted."""

import datetime as dt
from collections import Counter
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine

from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.invites.service import invite_confirmed
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.privacy import queries
from dialogues.privacy.retention_service import wipe_what_was_withdrawn
from dialogues.privacy.service import Erased, erase
from dialogues.registration.facts import Confirmation, RegistrationConfirmed
from dialogues.registration.models import (
    Ending,
    Registration,
    RegistrationStatus,
    UnfinishedRegistration,
)
from dialogues.registration.service import cancel, register
from dialogues.support import clock
from dialogues.support.addresses import OF_NOBODY
from tests.builders import a_registration, a_session
from tests.privacy.seeded import (
    EMAIL,
    MARK,
    OTHER,
    OTHER_EMAIL,
    a_known_person,
    cells_with,
    mails_to,
    person_of,
)
from tests.registration.registering import an_application

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def invited(registration: Registration) -> None:
    """Have the invite of a seat be sent."""
    invite_confirmed(RegistrationConfirmed(registration, Confirmation.REGISTERED))
    db.session.commit()
    drain()


def erased(registration: Registration) -> Erased | None:
    return transact(lambda: erase(person_of(registration)))


def test_after_the_withdrawal_has_left_no_table_says_who_it_was() -> None:
    seat = a_known_person()
    other = a_known_person(name=OTHER, email=OTHER_EMAIL)
    invited(seat)
    invited(other)
    others_cells = sorted(cells_with(OTHER))
    assert len([*cells_with(MARK)]) > 25
    assert erased(seat) == Erased(registrations=1, seats=1, withdrawals=1)
    assert {cell.split(":")[0] for cell in cells_with(MARK)} == {
        "entry.attendee",
        "outbox_mail.recipient",
    }
    drain()
    assert transact(lambda: wipe_what_was_withdrawn(clock.now())) == 1
    assert [*cells_with(MARK)] == []
    assert sorted(cells_with(OTHER)) == others_cells
    assert transact(lambda: wipe_what_was_withdrawn(clock.now())) == 0


def test_the_seat_goes_to_who_waits_and_the_calendar_hears_of_it() -> None:
    seat = a_known_person()
    invited(seat)
    next_one = a_registration(
        seat.session, status=RegistrationStatus.WAITLISTED, queue_number=1, email="next@example.org"
    )
    erased(seat)
    assert next_one.status is RegistrationStatus.CONFIRMED
    assert (seat.status, seat.ended_by) == (RegistrationStatus.CANCELLED, Ending.ERASED)
    drain()
    [last] = [mail for mail in mails_to(EMAIL) if mail.state is MailState.SENT]
    assert last.body
    message = message_from_bytes(last.body, policy=default)
    [calendar] = [part for part in message.walk() if part.get_content_subtype() == "calendar"]
    assert "METHOD:CANCEL" in calendar.get_content()
    assert "CN=A" not in calendar.get_content()
    text = message.get_body(("plain",))
    assert text
    assert "/manage/" not in text.get_content()
    assert "/join/" not in text.get_content()


def test_what_is_counted_stays() -> None:
    at = clock.now()
    past = a_known_person(days=-2, attended_at=at, category="coalition", country="KE")
    before = (past.status, past.attended_at, past.category, past.country, past.listening_language)
    counts = Counter(db.session.scalars(db.select(Registration.session_id)))
    assert erased(past) == Erased(registrations=1, seats=0, withdrawals=0)
    after = (past.status, past.attended_at, past.category, past.country, past.listening_language)
    assert after == before
    assert Counter(db.session.scalars(db.select(Registration.session_id))) == counts
    assert [*cells_with(MARK)] == []
    change = db.session.scalars(db.select(Change).filter_by(verb="edit")).one()
    assert (change.before["country"], change.after["country"]) == ("SN", "KE")
    assert change.before["name"] == "[…]"


def test_all_links_end() -> None:
    seat = a_known_person()
    person = person_of(seat)
    versions = (seat.manage_version, seat.join_version, person.feed_version)
    erased(seat)
    assert (seat.manage_version, seat.join_version, person.feed_version) == tuple(
        version + 1 for version in versions
    )


def test_erasing_twice_changes_nothing() -> None:
    seat = a_known_person()
    erased(seat)
    changes = db.session.query(Change).count()
    versions = seat.manage_version
    assert erased(seat) is None
    assert (db.session.query(Change).count(), seat.manage_version) == (changes, versions)


def test_other_mails_that_are_owed_never_leave() -> None:
    seat = a_known_person(status=RegistrationStatus.WAITLISTED, queue_number=1)
    db.session.execute(db.update(OutboxMail).values(state=MailState.OWED))
    db.session.commit()
    erased(seat)
    assert mails_to(EMAIL) == []
    assert db.session.query(UnfinishedRegistration).count() == 0
    states = db.session.scalars(
        db.select(OutboxMail.state).where(OutboxMail.recipient.endswith(OF_NOBODY))
    )
    assert set(states) == {MailState.SUPERSEDED}


def test_an_address_waits_three_days_at_most_for_a_mail_that_does_not_leave() -> None:
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False) as now:
        seat = a_known_person()
        invited(seat)
        erased(seat)
        assert transact(lambda: wipe_what_was_withdrawn(clock.now())) == 0
        now.shift(dt.timedelta(days=3))
        assert transact(lambda: wipe_what_was_withdrawn(clock.now())) == 1
        assert [*cells_with(MARK)] == []
        assert drain().sent == 0


def test_a_bounce_of_the_last_mail_is_wiped_with_the_address() -> None:
    seat = a_known_person()
    invited(seat)
    erased(seat)
    person_of(seat).undeliverable_reason = f"<{EMAIL}> is full"
    db.session.commit()
    drain()
    transact(lambda: wipe_what_was_withdrawn(clock.now()))
    assert [*cells_with(MARK)] == []


def test_who_registers_anew_is_somebody_new_and_takes_the_calendar_entry_over() -> None:
    seat = a_known_person()
    invited(seat)
    erased(seat)
    application = an_application(email=EMAIL, name=f"New {MARK}")
    transact(lambda: register(seat.session.public_id, application))
    new = db.session.scalars(db.select(Participant).filter_by(email=EMAIL)).one()
    assert new.id != seat.participant_id
    drain()
    transact(lambda: wipe_what_was_withdrawn(clock.now() + dt.timedelta(days=4)))
    entry = db.session.scalars(
        db.select(Entry).filter_by(session_id=seat.session_id, attendee=EMAIL)
    ).one()
    assert (entry.method, entry.registration.participant_id) == (Method.REQUEST, new.id)
    assert [*cells_with("New " + MARK)] != []
    assert (seat.name, person_of(seat).email.endswith(OF_NOBODY)) == ("", True)


def test_numbers_before_are_the_numbers_after() -> None:
    seat = a_known_person()
    invited(seat)
    a_registration(
        a_session(),
        participant=person_of(seat),
        status=RegistrationStatus.PENDING,
    )
    ends = queries.ends_of(person_of(seat), clock.now())
    assert (ends.registrations, ends.seats, ends.waiting, ends.withdrawals) == (2, 1, 1, 1)
    assert erased(seat) == Erased(2, ends.seats, ends.withdrawals)


def test_a_withdrawal_owed_before_for_another_reason_leads_to_no_page_either() -> None:
    seat = a_known_person()
    invited(seat)
    transact(lambda: cancel(seat))
    assert erased(seat) == Erased(registrations=1, seats=0, withdrawals=1)
    drain()
    [sent] = [mail for mail in mails_to(EMAIL) if mail.state is MailState.SENT]
    assert sent.body
    text = message_from_bytes(sent.body, policy=default).get_body(("plain",))
    assert text
    assert "/manage/" not in text.get_content()
