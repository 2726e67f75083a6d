"""Messages for tests: the samples, answers of one's own, and the entry that both are about."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.invites.models import Entry
from dialogues.outbox.models import OutboxMail
from dialogues.registration.models import RegistrationStatus
from dialogues.replies.models import Reply
from dialogues.replies.service import Decision, receive
from tests.builders import a_registration, a_session, an_entry

SAMPLES = {path.stem: path for path in sorted((Path(__file__).parent / "samples").glob("*.eml"))}

TOKEN = "mfrggzdfmztwq2lknnwg23tpoa"
ADDRESS = f"answers+{TOKEN}@example.org"
UID = "morning@dialogues.example.org"
REGISTRANT, DEPUTY = "awa.diop@example.org", "deputy@example.org"
SEQUENCE = 2
NOW = dt.datetime(2030, 6, 20, 12, tzinfo=dt.UTC)
"""When the answers are read: after all of the samples, and before the session."""


def with_answers(settings: Settings) -> Settings:
    """Settings of an installation that processes answers."""
    return replace(settings, rsvp_address="Answers@example.org")


def the_entry(**fields: Any) -> Entry:
    """The entry that every answer here is about: 24 July 2030, 08:00 in Rome, SEQUENCE 2."""
    session = fields.pop("session", None) or a_session(
        local_start=dt.datetime(2030, 7, 24, 8), uid=UID, sequence=SEQUENCE
    )
    registration = a_registration(session, email=REGISTRANT, name="Awa Diop")
    given = {"token": TOKEN, "organizer": ADDRESS, "dtstamp": NOW - dt.timedelta(days=2)}
    return an_entry(registration, **{**given, **fields})


def answer(
    partstat: str | None = "ACCEPTED",
    *,
    to: str = ADDRESS,
    sender: str = REGISTRANT,
    attendee: str | None = REGISTRANT,
    organizer: str | None = ADDRESS,
    method: str = "REPLY",
    uid: str | None = UID,
    sequence: str | int | None = SEQUENCE,
    dtstamp: str | None = "20300620T100000Z",
    message_id: str = "<answer@example.org>",
    more: tuple[str, ...] = (),
    head: tuple[str, ...] = (),
) -> bytes:
    """A message that answers; what a test is about, it says itself. None leaves a line out."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        uid and f"UID:{uid}",
        None if sequence is None else f"SEQUENCE:{sequence}",
        dtstamp and f"DTSTAMP:{dtstamp}",
        organizer and f"ORGANIZER:mailto:{organizer}",
        attendee and f"ATTENDEE{f';PARTSTAT={partstat}' if partstat else ''}:mailto:{attendee}",
        *more,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    headers = [
        f"From: Somebody <{sender}>",
        f"To: {to}",
        f"Message-ID: {message_id}",
        "MIME-Version: 1.0",
        *head,
        f"Content-Type: text/calendar; charset=utf-8; method={method}",
    ]
    body = "\r\n".join(line for line in lines if line)
    return ("\r\n".join(headers) + "\r\n\r\n" + body + "\r\n").encode()


def bounce(entry: Entry, message_id: str) -> bytes:
    """Postfix's report that a mail about an entry came back."""
    text = SAMPLES["postfix-bounce"].read_text()
    for old, new in (
        (ADDRESS, entry.organizer),
        (REGISTRANT, entry.attendee),
        ("<invite@dialogues.example.org>", message_id),
        ("4WqZxM1gYcz9t.failed", f"{message_id.strip('<>').partition('@')[0]}.failed"),
    ):
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def received(raw: bytes) -> Decision:
    """What becomes of a message, committed as a command commits it."""
    return transact(lambda: receive(raw))


def replies() -> list[Reply]:
    """All replies that are stored, oldest first."""
    return list(db.session.scalars(db.select(Reply).order_by(Reply.id)))


def effects() -> list[tuple[str, str]]:
    """Kind and effect of each."""
    return [(reply.kind.value, reply.effect.value) for reply in replies()]


def owed() -> list[tuple[str, str | None, str | None]]:
    """Kind, method and reason of each mail that is owed, oldest first."""
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.kind, row.method, row.payload.get("reason")) for row in rows]


def holds_seat(entry: Entry) -> bool:
    """Whether the entry's registration is not cancelled."""
    return entry.registration.status is RegistrationStatus.CONFIRMED
