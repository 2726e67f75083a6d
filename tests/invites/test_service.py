"""The ledger: what each change makes of an entry, and which mail it owes."""

import datetime as dt

import pytest

from dialogues.database import db
from dialogues.invites.models import Entry
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from dialogues.registration import service
from tests.builders import a_session, session_plan
from tests.registration.test_service import an_application, registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def owed() -> list[tuple[str | None, int | None, str]]:
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.method, row.sequence, row.payload["reason"]) for row in rows]


def moved(session: DialogueSession, **changes: object) -> None:
    from dataclasses import replace

    programme.revise_session(session, replace(session_plan(session), **changes))  # type: ignore[arg-type]


def test_a_new_time_raises_everybody_above_what_they_had() -> None:
    session = a_session()
    stayed = registered(session, email="stayed@example.org")
    returned = registered(session, email="returned@example.org")
    service.cancel(returned)
    service.take_back(returned)
    gone = registered(session, email="gone@example.org")
    service.cancel(gone)
    before = len(owed())
    moved(session, local_start=session.local_start + dt.timedelta(days=1))
    assert owed()[before:] == [("REQUEST", 1, "rescheduled"), ("REQUEST", 3, "rescheduled")]
    assert session.sequence == 1
    assert stayed.session_id == session.id


def test_new_languages_keep_the_sequence_and_take_a_later_dtstamp() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session)
    before = db.session.scalars(db.select(Entry)).one().dtstamp
    moved(session, interpretation=("zh",))
    entry = db.session.scalars(db.select(Entry)).one()
    assert owed()[1:] == [("REQUEST", 0, "details_changed")]
    assert (entry.sequence, entry.dtstamp > before) == (0, True)


def test_a_cancelled_session_cancels_every_live_entry_once() -> None:
    session = a_session()
    registered(session, email="one@example.org")
    service.cancel(registered(session, email="two@example.org"))
    programme.cancel_session(session)
    programme.cancel_session(session)
    assert owed()[3:] == [("CANCEL", 1, "session_cancelled")]


def test_the_organizer_of_an_entry_never_changes() -> None:
    session = a_session()
    registration = registered(session)
    entry = db.session.scalars(db.select(Entry)).one()
    entry.organizer = "earlier@example.org"
    service.cancel(registration)
    service.register(session.public_id, an_application())
    assert db.session.scalars(db.select(Entry.organizer)).all() == ["earlier@example.org"]


def test_cancelling_a_registration_of_a_cancelled_session_sends_nothing_more() -> None:
    session = a_session()
    registration = registered(session)
    programme.cancel_session(session)
    service.cancel(registration)
    assert owed()[1:] == [("CANCEL", 1, "session_cancelled")]
