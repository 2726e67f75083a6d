"""What programs and mail servers write, read as it is meant and applied as it should be."""

import datetime as dt

import pytest

from dialogues.invites.models import PartStat
from dialogues.replies.incoming import Bounce, CalendarReply, Failure
from dialogues.replies.mime import read
from tests.replies.messages import (
    ADDRESS,
    DEPUTY,
    NOW,
    REGISTRANT,
    SAMPLES,
    SEQUENCE,
    UID,
    effects,
    holds_seat,
    received,
    replies,
    the_entry,
)

pytestmark = pytest.mark.usefixtures("on_that_day")

Time = tuple[int, int]
ANSWERS: dict[str, tuple[str, str, str | None, Time | None, str]] = {
    # Who answers, what, the organiser that is named, when it starts (UTC), and the words.
    "outlook-desktop-accepted": (REGISTRANT, "ACCEPTED", ADDRESS, (6, 0), ""),
    "outlook-com-tentative": (REGISTRANT, "TENTATIVE", None, (6, 0), ""),
    "exchange-declined": (
        REGISTRANT,
        "DECLINED",
        ADDRESS,
        (6, 0),
        "On mission that day, sorry.\nMy team will read the note.",
    ),
    "gmail-accepted": (REGISTRANT, "ACCEPTED", ADDRESS, (6, 0), "Looking forward to it"),
    "apple-declined": (REGISTRANT, "DECLINED", ADDRESS, (6, 0), ""),
    "icloud-accepted": (REGISTRANT, "ACCEPTED", ADDRESS, (6, 0), ""),
    "thunderbird-accepted": (REGISTRANT, "ACCEPTED", ADDRESS, (6, 0), ""),
    "exchange-counter": (
        REGISTRANT,
        "DECLINED",
        ADDRESS,
        (12, 0),
        "Parliament sits in the morning.",
    ),
    "google-counter": (REGISTRANT, "TENTATIVE", ADDRESS, (13, 0), "After lunch would suit us."),
    "delegated": (REGISTRANT, "DELEGATED", ADDRESS, None, ""),
    "delegate-accepted": (DEPUTY, "ACCEPTED", ADDRESS, None, ""),
    "delegate-declined": (DEPUTY, "DECLINED", ADDRESS, None, ""),
}
BOUNCES = {
    "postfix-bounce": (
        "5.1.1 550 5.1.1 <awa.diop@example.org>: Recipient address rejected: User unknown in "
        "virtual mailbox table"
    ),
    "exchange-bounce": (
        "5.1.10 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address "
        "lookup"
    ),
    "gmail-bounce": (
        "5.1.1 550-5.1.1 The email account that you tried to reach does not exist. Please try "
        "550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 "
        "unnecessary spaces."
    ),
}
NEITHER = ("note-by-hand", "postfix-delayed", "vacation")

FOLLOWS = {
    # What is stored, what the person is known to have answered, whether the seat is held.
    "outlook-desktop-accepted": ([("accepted", "applied")], PartStat.ACCEPTED, True),
    "outlook-com-tentative": ([("tentative", "applied")], PartStat.TENTATIVE, True),
    "exchange-declined": ([("declined", "applied")], PartStat.DECLINED, False),
    "gmail-accepted": ([("accepted", "applied")], PartStat.ACCEPTED, True),
    "apple-declined": ([("declined", "applied")], PartStat.DECLINED, False),
    "icloud-accepted": ([("accepted", "applied")], PartStat.ACCEPTED, True),
    "thunderbird-accepted": ([("accepted", "applied")], PartStat.ACCEPTED, True),
    "exchange-counter": ([("counter", "noted")], PartStat.ACCEPTED, True),
    "google-counter": ([("counter", "noted")], PartStat.ACCEPTED, True),
    "delegated": ([("delegated", "noted")], PartStat.ACCEPTED, True),
    "delegate-accepted": ([("accepted", "noted")], PartStat.ACCEPTED, True),
    "delegate-declined": ([("declined", "asked")], PartStat.ACCEPTED, True),
    "postfix-bounce": ([("bounce", "applied")], PartStat.ACCEPTED, True),
    "exchange-bounce": ([("bounce", "applied")], PartStat.ACCEPTED, True),
    "gmail-bounce": ([("bounce", "applied")], PartStat.ACCEPTED, True),
    "postfix-delayed": ([], PartStat.ACCEPTED, True),
    "vacation": ([], PartStat.ACCEPTED, True),
    "note-by-hand": ([], PartStat.ACCEPTED, True),
}


def test_every_sample_is_tried() -> None:
    assert {*ANSWERS, *BOUNCES, *NEITHER} == set(FOLLOWS) == set(SAMPLES)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_as_it_is_meant(name: str) -> None:
    attendee, partstat, organizer, starts, comment = ANSWERS[name]
    incoming = read(SAMPLES[name].read_bytes())
    said = incoming.said
    assert isinstance(said, CalendarReply)
    (who,) = said.attendees
    assert (who.address, who.partstat, incoming.sender) == (attendee, partstat, attendee)
    assert (said.uid, said.sequence, said.organizer) == (UID, SEQUENCE, organizer)
    assert said.is_counter == name.endswith("counter")
    day = 25 if name == "exchange-counter" else 24
    expected = dt.datetime(2030, 7, day, *starts, tzinfo=dt.UTC) if starts else None
    assert said.starts_at == expected
    assert said.ends_at == (expected and expected + dt.timedelta(minutes=90))
    assert (said.comment or who.comment) == comment
    assert said.said_at is not None
    assert ADDRESS in incoming.addressed_to


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_says_whom_it_did_not_reach_and_why(name: str) -> None:
    original = "" if name == "gmail-bounce" else REGISTRANT
    assert read(SAMPLES[name].read_bytes()).said == Bounce(
        (Failure(REGISTRANT, original, BOUNCES[name]),), "<invite@dialogues.example.org>"
    )


@pytest.mark.parametrize("name", NEITHER)
def test_a_delay_a_vacation_and_a_person_s_note_are_no_answers(name: str) -> None:
    assert read(SAMPLES[name].read_bytes()).said is None


@pytest.mark.databases
@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", FOLLOWS)
def test_what_follows_from_each(name: str) -> None:
    entry = the_entry()
    stored, partstat, keeps_seat = FOLLOWS[name]
    decision = received(SAMPLES[name].read_bytes())
    assert decision.accepted == bool(stored)
    assert effects() == stored
    assert entry.partstat is partstat
    assert holds_seat(entry) == keeps_seat
    for reply in replies():
        assert (reply.entry_id, reply.received_at, reply.handled_at) == (entry.id, NOW, None)


@pytest.mark.usefixtures("app")
def test_a_delegation_says_who_comes_instead() -> None:
    the_entry()
    received(SAMPLES["delegated"].read_bytes())
    assert [reply.attendee for reply in replies()] == [DEPUTY]


@pytest.mark.usefixtures("app")
def test_a_counter_proposal_is_stored_with_its_time_and_words() -> None:
    the_entry()
    received(SAMPLES["exchange-counter"].read_bytes())
    (reply,) = replies()
    assert (reply.proposed_starts_at, reply.proposed_ends_at, reply.comment) == (
        dt.datetime(2030, 7, 25, 12, tzinfo=dt.UTC),
        dt.datetime(2030, 7, 25, 13, 30, tzinfo=dt.UTC),
        "Parliament sits in the morning.",
    )
