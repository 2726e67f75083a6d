"""What follows from an answer: each on both databases."""

import datetime as dt

import icalendar
import pytest
import time_machine

from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service as programme
from dialogues.registration import service as registration
from dialogues.registration.models import RegistrationStatus
from tests.builders import a_session
from tests.registration.registering import registered
from tests.replies.messages import (
    ADDRESS,
    DEPUTY,
    NOW,
    REGISTRANT,
    SAMPLES,
    SEQUENCE,
    answer,
    effects,
    holds_seat,
    owed,
    received,
    replies,
    the_entry,
)

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("on_that_day", "app")]


# Who may answer.

FROM_REGISTRANT = {
    "both": {},
    "the attendee alone": {"sender": "awa@alias.example.org"},
    "the sender alone": {"attendee": "awa@alias.example.org"},
    "in other case": {"sender": "x@example.org", "attendee": "Awa.DIOP@Example.ORG"},
    "a secretary's own address": {
        "sender": "secretary@example.org",
        "attendee": "x@example.org",
        "more": (f"ATTENDEE;PARTSTAT=DECLINED:mailto:{REGISTRANT}",),
    },
    "another's line above": {
        "attendee": DEPUTY,
        "more": (f"ATTENDEE;PARTSTAT=DECLINED:mailto:{REGISTRANT}",),
    },
    "with an escaped address": {"attendee": "awa%2Ediop@example.org", "sender": "x@example.org"},
}


@pytest.mark.parametrize("case", FROM_REGISTRANT)
def test_the_registrants_own_refusal_gives_the_seat_back(case: str) -> None:
    entry = the_entry()
    received(answer("DECLINED", **FROM_REGISTRANT[case]))  # type: ignore[arg-type]
    assert effects() == [("declined", "applied")]
    assert (entry.partstat, holds_seat(entry)) == (PartStat.DECLINED, False)
    assert owed() == [("withdrawal", "CANCEL", "declined")]


@pytest.mark.parametrize(
    ("partstat", "effect"),
    [("ACCEPTED", "noted"), ("TENTATIVE", "noted"), ("DELEGATED", "noted"), ("DECLINED", "asked")],
)
def test_another_address_changes_nothing(partstat: str, effect: str) -> None:
    entry = the_entry()
    received(answer(partstat, sender=DEPUTY, attendee=DEPUTY))
    assert effects() == [(partstat.lower(), effect)]
    assert (entry.partstat, entry.answered_at, holds_seat(entry)) == (
        PartStat.ACCEPTED,
        None,
        True,
    )


@pytest.mark.parametrize("copied", ["ACCEPTED", "DELEGATED", "NEEDS-ACTION"])
def test_a_delegate_answers_for_nobody_else_whatever_else_the_answer_holds(copied: str) -> None:
    entry = the_entry()
    line = f'ATTENDEE;PARTSTAT=DECLINED;DELEGATED-FROM="mailto:{REGISTRANT}":mailto:{DEPUTY}'
    received(answer(copied, sender=DEPUTY, more=(line,)))
    assert effects() == [("declined", "asked")]
    assert (entry.partstat, entry.answered_at, holds_seat(entry)) == (
        PartStat.ACCEPTED,
        None,
        True,
    )
    assert [reply.attendee for reply in replies()] == [DEPUTY]


def test_somebody_elses_refusal_is_put_to_the_registrant_once_for_each_sequence() -> None:
    entry = the_entry()
    for number in range(3):
        raw = answer("DECLINED", sender=DEPUTY, attendee=DEPUTY, message_id=f"<{number}@x>")
        assert received(raw).accepted
    assert owed() == [("declined_elsewhere", None, None)]
    entry.sequence = SEQUENCE + 1
    db.session.commit()
    received(answer("DECLINED", sender=DEPUTY, attendee=DEPUTY, sequence=SEQUENCE + 1))
    assert len(owed()) == 2
    assert [effect for _kind, effect in effects()] == ["asked"] * 4


def test_the_question_says_who_declined_and_how_to_cancel() -> None:
    entry = the_entry()
    received(answer("DECLINED", sender=DEPUTY, attendee=DEPUTY))
    (row,) = db.session.scalars(db.select(OutboxMail))
    assert (row.recipient, row.entry_id) == (REGISTRANT, None)
    db.session.expunge(row)
    (composed,) = compose([row])
    mail, message = composed  # type: ignore[misc]
    assert "from the address deputy@example.org" in mail.text
    assert "/en/manage/" in mail.text
    assert message.envelope_sender == ADDRESS.replace("answers", "Answers")
    registration.cancel(db.session.merge(entry).registration)
    db.session.commit()
    assert compose([row]) == [None]


def test_nobody_is_asked_about_a_seat_that_is_not_held() -> None:
    entry = the_entry()
    entry.registration.status = RegistrationStatus.CANCELLED
    db.session.commit()
    received(answer("DECLINED", sender=DEPUTY, attendee=DEPUTY))
    assert (effects(), owed()) == ([("declined", "outdated")], [])


# What an answer is about.


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_an_acceptance_is_recorded_with_its_time(partstat: str) -> None:
    entry = the_entry()
    received(answer(partstat))
    assert entry.partstat.value == partstat
    assert entry.answered_at == dt.datetime(2030, 6, 20, 10, tzinfo=dt.UTC)
    assert owed() == []


@pytest.mark.parametrize("sequence", [SEQUENCE - 1, 0, -1, None])
def test_an_answer_to_an_earlier_state_is_recorded_without_effect(sequence: int | None) -> None:
    entry = the_entry()
    received(answer("DECLINED", sequence=sequence))
    assert effects() == [("declined", "outdated")]
    assert (entry.partstat, holds_seat(entry), owed()) == (PartStat.ACCEPTED, True, [])


def test_an_answer_that_arrives_after_a_later_one_is_recorded_without_effect() -> None:
    entry = the_entry()
    received(answer("TENTATIVE", dtstamp="20300620T110000Z"))
    received(answer("DECLINED", dtstamp="20300620T105959Z"))
    assert effects() == [("tentative", "applied"), ("declined", "outdated")]
    assert (entry.partstat, holds_seat(entry)) == (PartStat.TENTATIVE, True)


def test_an_answer_with_the_same_dtstamp_is_a_later_one() -> None:
    """Some calendars repeat the DTSTAMP of the invite, however often one changes one's mind."""
    entry = the_entry()
    received(answer("TENTATIVE"))
    received(answer("ACCEPTED"))
    assert effects()[1] == ("accepted", "applied")
    assert entry.partstat is PartStat.ACCEPTED


def test_a_clock_that_is_ahead_does_not_silence_later_answers() -> None:
    entry = the_entry()
    received(answer("TENTATIVE", dtstamp="20990101T000000Z"))
    received(answer("DECLINED", dtstamp="20300620T120000Z"))
    assert entry.partstat is PartStat.DECLINED


@pytest.mark.parametrize("dtstamp", [None, "today", "00010101T000000Z", "99999999T999999Z"])
def test_an_answer_without_a_dtstamp_that_makes_sense_counts_now(dtstamp: str | None) -> None:
    entry = the_entry()
    received(answer("DECLINED", dtstamp=dtstamp))
    assert (entry.partstat, entry.answered_at) == (PartStat.DECLINED, NOW)


def test_declining_once_more_changes_nothing_more() -> None:
    entry = the_entry()
    received(answer("DECLINED"))
    received(answer("DECLINED", dtstamp="20300620T110000Z"))
    assert effects() == [("declined", "applied"), ("declined", "outdated")]
    assert len(owed()) == 1
    assert entry.sequence == SEQUENCE + 1


def test_a_refusal_leaves_the_seat_that_somebody_swapped_to() -> None:
    entry = the_entry()
    twin = a_session(entry.session.dialogue, local_start=dt.datetime(2030, 7, 24, 16))
    registration.swap(entry.registration, twin)
    received(answer("DECLINED", sequence=entry.sequence))
    assert (entry.registration.session_id, holds_seat(entry)) == (twin.id, True)
    assert entry.partstat is PartStat.DECLINED


def test_a_refusal_after_the_session_gives_nothing_back() -> None:
    entry = the_entry()
    with time_machine.travel(NOW + dt.timedelta(days=60), tick=False):
        received(answer("DECLINED"))
    assert (entry.partstat, holds_seat(entry), owed()) == (PartStat.DECLINED, True, [])


def test_who_declines_a_cancelled_session_is_not_invited_should_it_take_place_after_all() -> None:
    entry = the_entry()
    programme.cancel_session(entry.session)
    db.session.commit()
    before = owed()
    received(answer("DECLINED", sequence=entry.sequence))
    assert (entry.partstat, holds_seat(entry)) == (PartStat.DECLINED, False)
    programme.reinstate_session(entry.session)
    assert owed() == before


def test_who_declined_and_comes_back_counts_as_accepting() -> None:
    entry = the_entry()
    received(answer("DECLINED"))
    registration.take_back(entry.registration)
    db.session.commit()
    assert (entry.partstat, entry.method, holds_seat(entry)) == (
        PartStat.ACCEPTED,
        Method.REQUEST,
        True,
    )


def test_a_proposal_answers_nothing() -> None:
    entry = the_entry()
    received(SAMPLES["exchange-counter"].read_bytes())
    assert (entry.partstat, entry.answered_at, holds_seat(entry)) == (
        PartStat.ACCEPTED,
        None,
        True,
    )


# The same message twice.


def test_a_message_that_arrives_again_counts_once() -> None:
    entry = the_entry()
    raw = answer("TENTATIVE")
    received(raw)
    entry.partstat = PartStat.ACCEPTED
    db.session.commit()
    again = b"Received: from elsewhere\r\nDelivered-To: somebody@example.org\r\n" + raw
    assert received(again).reason == "received before"
    assert received(raw.replace(b"\r\n", b"\n")).reason == "received before"
    assert (len(replies()), entry.partstat) == (1, PartStat.ACCEPTED)


# What was sent asks for answers.


def test_an_address_that_needs_escapes_is_known_again_in_the_answer() -> None:
    session = a_session()
    registered(session, email="a%41b@example.org")
    db.session.commit()
    (row,) = db.session.scalars(db.select(OutboxMail))
    db.session.expunge(row)
    (composed,) = compose([row])
    mail, _message = composed  # type: ignore[misc]
    event = next(iter(icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")))
    raw = answer(
        "DECLINED",
        to=event["ORGANIZER"].removeprefix("mailto:"),
        sender="alias@example.org",
        attendee=event["ATTENDEE"].removeprefix("mailto:"),
        organizer=None,
        uid=event["UID"],
        sequence=event["SEQUENCE"],
    )
    received(raw)
    assert effects() == [("declined", "applied")]


def test_an_entry_made_here_answers_to_an_address_of_its_own() -> None:
    session = a_session()
    registered(session, email=REGISTRANT)
    (entry,) = db.session.scalars(db.select(Entry))
    assert entry.organizer == f"Answers+{entry.token}@example.org"
    assert len(entry.organizer.partition("@")[0]) <= 64
    assert entry.sequence == session.sequence
    raw = answer(
        "DECLINED",
        to=entry.organizer.lower(),
        organizer=None,
        uid=entry.uid,
        sequence=entry.sequence,
    )
    received(raw)
    assert not holds_seat(entry)
