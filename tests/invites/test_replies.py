"""The rules of answers, each on both databases."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from dialogues.config import Settings
from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service as programme
from dialogues.registration import service as registration
from dialogues.registration.models import RegistrationStatus
from tests.builders import a_session
from tests.invites.answers import (
    ADDRESS,
    DEPUTY,
    NOW,
    REGISTRANT,
    SAMPLES,
    SEQUENCE,
    TOKEN,
    answer,
    effects,
    received,
    replies,
    the_entry,
    with_answers,
)
from tests.registration.test_service import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_answers(settings)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def owed() -> list[tuple[str, str | None, str | None]]:
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.kind, row.method, row.payload.get("reason")) for row in rows]


def holds_seat(entry: Entry) -> bool:
    return entry.registration.status is RegistrationStatus.CONFIRMED


# Which answers are turned down.

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no token": ({"to": "answers@example.org", "organizer": None}, "no token of an entry"),
    "a forged token": (
        {"to": f"answers+{'a' * 26}@example.org", "organizer": None},
        "no token of an entry",
    ),
    "a token at another address": (
        {"to": f"other+{TOKEN}@example.org", "organizer": None},
        "no token of an entry",
    ),
    "a token at another domain": (
        {"to": f"answers+{TOKEN}@example.net", "organizer": None},
        "no token of an entry",
    ),
    "another UID": ({"uid": "afternoon@dialogues.example.org"}, "the UID is another entry's"),
    "no UID": ({"uid": None}, "its calendar has no UID"),
    "no PARTSTAT": ({"partstat": None}, "its PARTSTAT is no answer"),
    "no answer yet": ({"partstat": "NEEDS-ACTION"}, "its PARTSTAT is no answer"),
    "no attendee": ({"attendee": None}, "its PARTSTAT is no answer"),
    "a request": ({"method": "REQUEST"}, "it carries no answer"),
    "a cancellation": ({"method": "CANCEL"}, "it carries no answer"),
    "a refresh": ({"method": "REFRESH"}, "it carries no answer"),
    "a SEQUENCE in words": (
        {"sequence": "two"},
        "its SEQUENCE is no number that a SEQUENCE can be",
    ),
    "a huge SEQUENCE": ({"sequence": 2**31}, "its SEQUENCE is no number that a SEQUENCE can be"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_changes_nothing(case: str) -> None:
    changes, reason = REFUSED[case]
    entry = the_entry()
    decision = received(answer(**{"partstat": "DECLINED", **changes}))
    assert (decision.accepted, decision.reason) == (False, reason)
    assert (replies(), owed(), entry.partstat) == ([], [], PartStat.ACCEPTED)
    assert holds_seat(entry)


def test_a_log_names_nobody() -> None:
    the_entry()
    said = [
        str(received(answer())),
        str(received(answer(to="answers+nobody@example.org", organizer=None))),
        str(received(answer(uid="other"))),
    ]
    assert not any("@" in sentence or TOKEN in sentence for sentence in said)
    assert said[0].startswith("accepted: accepted, applied (entry ")


# Where the token may stand.


@pytest.mark.parametrize(
    "head",
    [
        f"Cc: {ADDRESS}",
        f"Delivered-To: {ADDRESS}",
        f"X-Original-To: {ADDRESS}",
        f"Envelope-To: <{ADDRESS.upper()}>",
        f'To: "Dialogues, Food Systems" <{ADDRESS}>, somebody@example.org',
    ],
)
def test_the_token_is_found_in_any_header_that_names_recipients(head: str) -> None:
    the_entry()
    raw = answer(to="list@example.org", organizer=None, head=(head,))
    assert received(raw).accepted


def test_the_token_is_found_in_the_organizer_alone() -> None:
    the_entry()
    assert received(answer(to="somebody@example.org")).accepted


def test_a_missing_organizer_is_no_obstacle() -> None:
    the_entry()
    assert received(answer(organizer=None)).accepted


@pytest.mark.parametrize("fold", [b"\r\n ", b"\r\n\t", b"\n\t"])
def test_lines_are_read_however_they_are_folded_even_within_a_character(fold: bytes) -> None:
    the_entry()
    raw = answer("TENTATIVE", more=("COMMENT:Je préfère après",))
    raw = raw.replace(b"\xc3\xa9", b"\xc3" + fold + b"\xa9").replace(
        b"PARTSTAT", b"PART" + fold + b"STAT"
    )
    assert received(raw).accepted
    (reply,) = replies()
    assert (reply.kind.value, reply.comment) == ("tentative", "Je préfère après")


# Who may answer.

FROM_REGISTRANT = {
    "both": {},
    "the attendee alone": {"sender": "awa@alias.example.org"},
    "the sender alone": {"attendee": "awa@alias.example.org"},
    "in other case": {"sender": "x@example.org", "attendee": "Awa.DIOP@Example.ORG"},
    "one attendee of several": {
        "sender": "x@example.org",
        "attendee": "x@example.org",
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
    assert message.envelope_sender == "dialogues@example.org"
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


def test_a_refusal_of_a_cancelled_session_gives_nothing_back() -> None:
    entry = the_entry()
    programme.cancel_session(entry.session)
    db.session.commit()
    before = owed()
    received(answer("DECLINED", sequence=entry.sequence))
    assert (holds_seat(entry), owed()) == (True, before)


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


# Counter-proposals.


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Nowhere/At All:20300725T140000",
        "DTSTART:20300725T140000",
        "DTSTART;VALUE=DATE:20300725",
        "DTSTART:99990725T140000Z",
        "DTSTART;TZID=Europe/Rome:20300331T023000",
        "DTSTART:00010101T000000Z",
    ],
)
def test_a_proposal_whose_time_cannot_be_told_is_recorded_without_it(start: str) -> None:
    the_entry()
    received(answer("TENTATIVE", method="COUNTER", more=(start, "COMMENT:Later?")))
    (reply,) = replies()
    assert (reply.proposed_starts_at, reply.proposed_ends_at) == (None, None)
    assert (reply.comment, effects()) == ("Later?", [("counter", "noted")])


@pytest.mark.parametrize(
    ("start", "more", "length"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20300725T140000", "DURATION:PT1H", 60),
        ('DTSTART;TZID="/example.org/v1/Europe/Rome":20300725T140000', "DURATION:PT30M", 30),
        ('DTSTART;TZID="tzone://Microsoft/Utc":20300725T120000', "DTEND:20300725T130000Z", 60),
        ("DTSTART:20300725T120000Z", "DURATION:P999999999D", None),
    ],
)
def test_proposed_times_are_read_by_whatever_name_their_zone_goes(
    start: str, more: str, length: int | None
) -> None:
    the_entry()
    received(answer("TENTATIVE", method="COUNTER", more=(start, more)))
    (reply,) = replies()
    noon = dt.datetime(2030, 7, 25, 12, tzinfo=dt.UTC)
    ends_at = noon + dt.timedelta(minutes=length) if length else None
    assert (reply.proposed_starts_at, reply.proposed_ends_at) == (noon, ends_at)


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
