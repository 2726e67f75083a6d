"""What is refused, and how what is not is read: each on both databases."""

import datetime as dt
from typing import Any

import pytest

from dialogues.invites.models import PartStat
from tests.replies.messages import (
    ADDRESS,
    TOKEN,
    answer,
    effects,
    holds_seat,
    owed,
    received,
    replies,
    the_entry,
)

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("on_that_day", "app")]


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


# Proposed times.


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
