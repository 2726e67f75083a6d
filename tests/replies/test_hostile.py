"""What nobody sends by accident: broken, endless and random messages."""

import os
import random
import re
import time
from base64 import encodebytes
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogues.database import db
from dialogues.replies.cli import receive_mail
from dialogues.replies.incoming import Bounce, Unreadable
from dialogues.replies.mime import LONGEST, read
from dialogues.replies.service import TOO_LARGE, receive
from dialogues.web.application import DialoguesApp
from tests.replies.messages import (
    ADDRESS,
    SAMPLES,
    TOKEN,
    answer,
    received,
    replies,
    the_entry,
)

FORGED = "a" * len(TOKEN)
HEAD = f"From: awa.diop@example.org\nTo: {ADDRESS}\nMIME-Version: 1.0\n".encode()


def a_part(kind: str, content: bytes) -> bytes:
    return HEAD + f"Content-Type: {kind}\n".encode() + content


def nested(depth: int) -> bytes:
    return HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )


def of_a_message_in_a_message(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\n" * depth


CALENDAR = answer().partition(b"\r\n\r\n")[2]
BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "NUL bytes": b"\0" * 1000,
    "head without body": HEAD,
    "parts in parts": nested(15),
    "many parts in parts": nested(5000),
    "long parts in parts": nested(400) + b"\n" + b"x\n" * 140_000,
    "messages in messages": of_a_message_in_a_message(2000),
    "many messages in messages": of_a_message_in_a_message(20000),
    "comments in comments": b"From: " + b"(" * 50000 + b"\nTo: x\n\nx",
    "an endless parameter": a_part(
        "multipart/mixed; boundary=b",
        b"\n--b\nContent-Type: text/plain" + b'; a*0*="' * 400_000 + b"\n\nx\n",
    ),
    "an endless head": b"To: a@example.org\n" * 20_000 + b"\nx",
    "many empty parts": a_part("multipart/mixed; boundary=b", b"\n" + b"--b\n\n" * 1_000_000),
    "empty parts": a_part("multipart/mixed; boundary=b", b"\n" + b"--b\n\n" * 20_000),
    "many headers of a part": a_part("multipart/mixed; boundary=b", b"\n--b\n" + b"a:\n" * 70_000),
    "no boundary": a_part("multipart/mixed", b"\nx"),
    "truncated": SAMPLES["gmail-accepted"].read_bytes()[:1500],
    "bad charset": a_part("text/calendar; method=REPLY; charset=klingon", b"\n\xff\xfe\xfd"),
    "bad charset in a header": a_part("text/calendar; charset*=x'y'%FF%00", b"\n\xff"),
    "bad base64": a_part(
        "text/calendar; method=REPLY", b"Content-Transfer-Encoding: base64\n\n%%%=A\n=\n"
    ),
    "bad quoted-printable": a_part(
        "text/calendar; method=REPLY",
        b"Content-Transfer-Encoding: quoted-printable\n\n=ZZ=\n==0",
    ),
    "bad uuencode": a_part(
        "text/calendar; method=REPLY", b"Content-Transfer-Encoding: uuencode\n\nbegin 6 \xff\n\xff"
    ),
    "a calendar without end": a_part(
        "text/calendar; method=REPLY", b"\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n" * 20_000
    ),
    "a calendar that is too large": a_part(
        "text/calendar; method=REPLY", b"\n" + CALENDAR + b"X" * 1024 * 1024
    ),
    "a line of two megabytes": a_part("text/calendar; method=REPLY", b"\nUID:" + b"x" * 2_000_000),
    "line ends alone": a_part("text/calendar; method=REPLY", b"\n" + b"\n" * 900_000),
    "folds alone": a_part("text/calendar; method=REPLY", b"\n" + b"\n " * 400_000),
    "quotes alone": a_part(
        "text/calendar; method=REPLY",
        b"\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;" + b'"' * 500_000,
    ),
    "seven calendars of a megabyte": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"".join(
        b"--b\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n" + coded
        for coded in [encodebytes(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"A:1\n" * 260_000)] * 7
    ),
    "a calendar of many people": a_part(
        "text/calendar; method=REPLY",
        b"\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"ATTENDEE:a\n" * 90_000,
    ),
    "a status without blocks": a_part(
        "multipart/report; report-type=delivery-status; boundary=b",
        b"\n--b\nContent-Type: message/delivery-status\n\n--b--\n",
    ),
    "a status that is no text": a_part(
        "multipart/report; report-type=delivery-status; boundary=b",
        b"\n--b\nContent-Type: message/delivery-status\n\n\xff\0: \xfe\n\nAction: \xff\n--b--\n",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.usefixtures("app")
def test_what_is_broken_is_refused_soon_and_changes_nothing(name: str) -> None:
    the_entry()
    began = time.monotonic()
    decision = received(BROKEN[name])
    assert (decision.accepted, replies()) == (False, [])
    assert time.monotonic() - began < 5


@pytest.mark.usefixtures("app")
def test_of_a_calendar_only_so_many_properties_are_read() -> None:
    the_entry()
    assert received(answer(more=("COMMENT:x",) * 2000)).accepted
    assert not received(answer(more=("COMMENT:x",) * 3000)).accepted
    assert received(answer(more=("X-MANY:x",) * 30_000)).accepted


@pytest.mark.parametrize(("before", "is_read"), [(2, True), (3, False)])
def test_only_the_first_calendars_of_a_message_are_read(before: int, is_read: bool) -> None:
    other = b"--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\n"
    last = b"--b\nContent-Type: text/calendar\n\n" + CALENDAR + b"--b--"
    said = read(a_part("multipart/mixed; boundary=b", b"\n" + other * before + last)).said
    assert (said is not None) == is_read


def test_of_a_report_only_the_first_recipients_are_read() -> None:
    report = a_part(
        "multipart/report; report-type=delivery-status; boundary=b",
        b"\n--b\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: x;a@example.org\nAction: failed\n\n" * 30_000,
    )
    said = read(report).said
    assert isinstance(said, Bounce)
    assert len(said.failures) == 20


@pytest.mark.usefixtures("app")
def test_what_is_too_large_is_not_taken_apart() -> None:
    the_entry()
    raw = answer("DECLINED") + b"x" * 20_000_000
    began = time.monotonic()
    assert received(raw) == TOO_LARGE
    assert time.monotonic() - began < 1
    assert received(answer() + b"\r\n" + b"x\r\n" * 10_000).accepted
    assert LONGEST < 20_000_000


@pytest.mark.databases
@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("odd", ["\0", "\ud800", "%00", "é"])
def test_a_token_that_databases_cannot_look_for_is_none(odd: str) -> None:
    the_entry()
    raw = answer(to="To be put in", organizer=None)
    to = f"answers+{TOKEN[:5]}{odd}@example.org".encode(errors="surrogatepass")
    assert not received(raw.replace(b"To be put in", to)).accepted


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_what_databases_cannot_hold_is_left_out() -> None:
    the_entry()
    raw = answer(
        "TENTATIVE",
        method="COUNTER",
        sender="x\0y@example.org",
        more=("COMMENT:one\0two\x07\u202e" + "three " * 2000,),
    )
    assert received(raw).accepted
    (reply,) = replies()
    assert reply.comment.startswith("onetwo")
    assert "\0" not in reply.comment + reply.sender
    assert len(reply.comment) == 2000


@pytest.mark.usefixtures("app")
def test_a_zone_that_a_stranger_defines_is_neither_expanded_nor_remembered() -> None:
    the_entry()
    zone = (
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
        "TZID:Mine",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0500",
        "RRULE:FREQ=SECONDLY",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
    )
    began = time.monotonic()
    assert received(answer(more=zone)).accepted
    assert time.monotonic() - began < 1


# Fuzz: no exception escapes, and without a token of ours no row changes.

tried = settings(
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MESSAGES = [
    *(path.read_bytes().replace(b"\n", b"\r\n") for path in SAMPLES.values()),
    answer("DECLINED"),
    answer("TENTATIVE", method="COUNTER", more=("DTSTART;TZID=Europe/Rome:20300725T140000",)),
]


def _flip(raw: bytes, at: int, value: int) -> bytes:
    at %= len(raw) or 1
    return raw[:at] + bytes([value % 256]) + raw[at + 1 :]


def _truncate(raw: bytes, at: int, _value: int) -> bytes:
    return raw[: at % (len(raw) or 1)]


def _repeat_line(raw: bytes, at: int, value: int) -> bytes:
    lines = raw.split(b"\r\n")
    at %= len(lines)
    return b"\r\n".join([*lines[:at], *[lines[at]] * (1 + value % 5), *lines[at:]])


def _drop_line(raw: bytes, at: int, _value: int) -> bytes:
    lines = raw.split(b"\r\n")
    del lines[at % len(lines)]
    return b"\r\n".join(lines)


def _swap_lines(raw: bytes, at: int, value: int) -> bytes:
    lines = raw.split(b"\r\n")
    one, other = at % len(lines), value % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\r\n".join(lines)


def _blow_up(raw: bytes, at: int, value: int) -> bytes:
    at %= len(raw) or 1
    return raw[:at] + raw[at : at + 1] * (value % 3000) + raw[at:]


def _insert(raw: bytes, at: int, value: int) -> bytes:
    odd = [b"\0", b"\r", b"\xff\xfe", b"=?utf-8?b?", b"%00", b";;", b'"', b"99999999999", b"-1"]
    at %= len(raw) or 1
    return raw[:at] + odd[value % len(odd)] + raw[at:]


Mutation = tuple[Callable[[bytes, int, int], bytes], int, int]
MUTATIONS = [_flip, _truncate, _repeat_line, _drop_line, _swap_lines, _blow_up, _insert]
mutations: st.SearchStrategy[list[Mutation]] = st.lists(
    st.tuples(
        st.sampled_from(MUTATIONS),
        st.integers(0, 100_000),
        st.integers(0, 100_000),
    ),
    min_size=1,
    max_size=8,
)


def mutated(raw: bytes, by: list[Mutation]) -> bytes:
    for mutate, at, value in by:
        raw = mutate(raw, at, value)
    return raw


def everything_stored() -> list[list[tuple[Any, ...]]]:
    return [
        [tuple(row) for row in db.session.execute(db.select(table))]
        for table in db.metadata.sorted_tables
    ]


def is_forged(raw: bytes) -> bool:
    """Whether no token of ours is left in it, in any of the codings that hide one."""
    try:
        incoming = read(raw)
    except Unreadable:
        return True
    return not any(TOKEN in address.casefold() for address in incoming.addressed_to)


def must_change_nothing(raw: bytes) -> None:
    before = everything_stored()
    assert not receive(raw).accepted
    db.session.flush()
    assert everything_stored() == before


@tried
@given(st.binary(max_size=2000))
def test_random_octets_raise_nothing_but_their_own_refusal(raw: bytes) -> None:
    assert _reads(raw) in (True, False)


def _reads(raw: bytes) -> bool:
    try:
        read(raw)
    except Unreadable:
        return False
    return True


words = st.text(max_size=40) | st.sampled_from([ADDRESS, f"mailto:{ADDRESS}", "20300724T060000Z"])
names = st.sampled_from(
    ["METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "COMMENT", "ATTENDEE"]
)
parameters = st.sampled_from(["", ";TZID=Europe/Rome", ";PARTSTAT=DECLINED", ';CN="', ";=;:", ";X"])
lines = st.builds("{}{}:{}".format, names, parameters, words)
calendars = st.lists(lines, max_size=12).map(
    lambda found: "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *found, "END:VEVENT"])
)
kinds = st.sampled_from(
    [
        "text/calendar; method=REPLY",
        "text/calendar; method=COUNTER; charset=utf-16",
        "multipart/report; report-type=delivery-status; boundary=b",
        "multipart/mixed; boundary=b",
        "application/ics; name*0=x; name*1=y",
    ]
)
encodings = st.sampled_from(["7bit", "base64", "quoted-printable", "x-uuencode", "\x7f"])


@tried
@given(words, words, kinds, encodings, calendars)
def test_messages_of_random_parts_raise_nothing_but_their_own_refusal(
    sender: str, to: str, kind: str, encoding: str, calendar: str
) -> None:
    head = f"From: {sender}\nTo: {to}\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}"
    parts = f"--b\nContent-Type: text/calendar; method=REPLY\n\n{calendar}\n--b\n"
    assert _reads(f"{head}\n\n{parts}{calendar}".encode(errors="replace")) in (True, False)


@tried
@given(st.sampled_from(MESSAGES), mutations)
@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_real_messages_that_were_damaged_are_decided_upon(raw: bytes, by: list[Mutation]) -> None:
    if not db.session.scalars(db.select(db.metadata.tables["entry"].c.id)).all():
        the_entry()
    before = everything_stored()
    try:
        decision = receive(mutated(raw, by))
        db.session.flush()
        assert decision.accepted or everything_stored() == before
    finally:
        db.session.rollback()


SEED = os.environ["DIALOGUES_TEST_SEED"]


def test_the_command_ends_with_0_whatever_the_message(app: DialoguesApp) -> None:
    the_entry()
    rng, runner = random.Random(SEED), app.test_cli_runner()
    for _ in range(200):
        by = [
            (rng.choice(MUTATIONS), rng.randrange(100_000), rng.randrange(100_000))
            for _ in range(rng.randint(1, 8))
        ]
        message = mutated(rng.choice(MESSAGES), by)
        done = runner.invoke(receive_mail, input=message)
        said = re.fullmatch(r"(accepted|refused): .+\n", done.stderr)
        assert (done.exit_code, bool(said)) == (0, True), (SEED, message, done.output)


@tried
@given(st.sampled_from(MESSAGES), mutations)
@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_damaged_messages_without_a_token_of_ours_change_nothing(
    raw: bytes, by: list[Mutation]
) -> None:
    if not db.session.scalars(db.select(db.metadata.tables["entry"].c.id)).all():
        the_entry()
    forged = mutated(re.sub(TOKEN.encode(), FORGED.encode(), raw), by)
    if is_forged(forged):  # a token may hide in base64, where nothing was put in its place
        must_change_nothing(forged)
