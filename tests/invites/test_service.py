"""The ledger: what each change makes of an entry, and which mail it owes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks import seed
from dialogues.database import db
from dialogues.invites.causes import Cause, Reason
from dialogues.invites.entries import tell_everybody
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.models import OutboxMail
from dialogues.programme import dialogue_service
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import DialoguePlan
from dialogues.registration import service
from dialogues.registration.models import Ending
from tests.builders import a_dialogue, a_participant, a_session, session_plan
from tests.registration.registering import an_application, registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def owed() -> list[tuple[str | None, int | None, str]]:
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.method, row.sequence, row.payload["reason"]) for row in rows]


def the_entry() -> Entry:
    return db.session.scalars(db.select(Entry)).one()


def moved(session: DialogueSession, **changes: object) -> None:
    programme.revise_session(session, replace(session_plan(session), **changes), tell=True)  # type: ignore[arg-type]


def renamed(session: DialogueSession, title: str, tell: bool) -> None:
    dialogue_service.edit_texts(
        session.dialogue, DialoguePlan("en", {"en": (title, "")}), tell=tell
    )


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
    assert owed()[before:] == [("REQUEST", 1, "revised"), ("REQUEST", 3, "revised")]
    assert session.sequence == 1
    assert stayed.session_id == session.id


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"interpretation": ("zh",)}, 1),
        ({"join_url": "https://meet.example.org/other"}, 1),
        ({"alarm_minutes": 10}, 0),
    ],
)
def test_what_is_more_than_text_raises_sequence_and_all_take_a_later_dtstamp(
    change: dict[str, object], sequence: int
) -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session)
    before = the_entry().dtstamp
    moved(session, **change)
    assert owed()[1:] == [("REQUEST", sequence, "revised")]
    assert (the_entry().sequence, the_entry().dtstamp > before) == (sequence, True)


def test_new_texts_keep_the_sequence_and_are_mailed_where_asked() -> None:
    session = a_session()
    registered(session)
    renamed(session, "Another title", tell=False)
    assert len(owed()) == 1
    renamed(session, "A third title", tell=True)
    assert owed()[1:] == [("REQUEST", 0, "texts_edited")]


def test_a_reinstated_session_goes_back_to_those_who_have_a_seat_still() -> None:
    session = a_session()
    registered(session, email="one@example.org")
    gone = registered(session, email="two@example.org")
    programme.cancel_session(session)
    service.cancel(gone)
    before = len(owed())
    programme.reinstate_session(session)
    assert owed()[before:] == [("REQUEST", 2, "reinstated")]


def test_an_alarm_and_a_new_time_at_once_are_one_mail() -> None:
    session = a_session()
    registered(session)
    moved(session, minutes=session.minutes + 30, alarm_minutes=10)
    row = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert row is not None
    assert row.payload["changes"] == ["alarm", "time"]
    assert owed()[1:] == [("REQUEST", 1, "revised")]


def test_a_declined_invite_frees_the_seat_and_says_so() -> None:
    service.cancel(registered(a_session()), Ending.REPLY)
    assert owed()[1:] == [("CANCEL", 1, "declined")]


def test_who_follows_a_feed_starts_as_if_all_had_been_taken_out() -> None:
    session = a_session()
    a_participant("minister@example.org", follows_feed=True)
    registered(session)
    entry = the_entry()
    assert (entry.method, entry.part) == (Method.REQUEST, None)
    assert (entry.sent_method, entry.sent_sequence) == (Method.CANCEL, 0)
    assert entry.sent_dtstamp == entry.dtstamp


def test_mails_to_a_follower_carry_a_cancel_until_one_was_sent() -> None:
    registered(a_session())
    entry = the_entry()
    entry.sent_method = Method.REQUEST
    entry.registration.participant.follows_feed = True
    assert entry.part is Method.CANCEL
    entry.sent_method = Method.CANCEL
    assert entry.part is None


def test_a_change_for_many_is_as_many_statements_for_each_thousand(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    def statements(people: int) -> int:
        session = a_session()
        seed.people(session, people)
        return count_statements(
            lambda: tell_everybody(session, Method.REQUEST, Cause(Reason.REINSTATED))
        )

    assert statements(10) == statements(1000) == statements(2000) - 1
    assert len(owed()) == 3010


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


def test_registering_accepts_and_nothing_else_touches_what_was_answered() -> None:
    dialogue = a_dialogue()
    session, twin = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(session)
    entry = the_entry()
    entry.partstat = PartStat.TENTATIVE
    service.swap(registration, twin)
    service.swap(registration, session)
    moved(session, local_start=session.local_start + dt.timedelta(days=1))
    assert (entry.partstat, entry.method) == (PartStat.TENTATIVE, Method.REQUEST)
    service.cancel(registration)
    service.take_back(registration)
    assert entry.partstat is PartStat.ACCEPTED


def test_who_moves_back_into_a_session_that_they_declined_accepts_it() -> None:
    dialogue = a_dialogue()
    session, twin = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(session)
    entry = the_entry()
    service.swap(registration, twin)
    entry.partstat = PartStat.DECLINED
    service.swap(registration, session)
    assert entry.partstat is PartStat.ACCEPTED
