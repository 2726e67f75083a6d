"""Mail drained, beside a bare loop that builds and sends the same parts with the email package."""

import email
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select

from benchmarks import seed
from benchmarks.figures import Row, compared, interleaved
from benchmarks.servers import HOST, Place
from benchmarks.sink import Sink, sink
from dialogues.database import db
from dialogues.invites.entries import INVITE
from dialogues.invites.models import Entry
from dialogues.outbox.composing import compose
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import owe_many
from dialogues.registration.models import Registration

MAILS = 300
AT_LEAST_OF_A_BARE_LOOP = 1.0


@dataclass(frozen=True)
class Parts:
    """What one mail carries."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    calendar: str


def measure(place: Place, rounds: int) -> list[Row]:
    """Mails per second, from claiming to recorded; the bare loop has its texts ready."""
    with sink() as taking, seed.application(place, DIALOGUES_SMTP_URL=taking.url):
        (session,) = seed.sessions()
        seed.people(session, MAILS)
        parts = _parts()
        drained, bare = interleaved(
            rounds, [lambda: _drained(taking), lambda: _sent(taking, parts)]
        )
    return [
        compared(
            "mail with its invite, composed and sent over one connection (mails/s)",
            *(drained, "`EmailMessage` and smtplib, texts ready", bare, AT_LEAST_OF_A_BARE_LOOP),
        )
    ]


def _owe() -> None:
    """Owe every registrant their invite."""
    rows = db.session.execute(select(Entry, Registration).join(Entry.registration)).all()
    owe_many(
        {
            "kind": INVITE,
            "recipient": entry.attendee,
            "language": registration.language,
            "zone": registration.zone,
            "subject_id": registration.id,
            "payload": {"reason": "registered"},
            "entry_id": entry.id,
            "method": entry.method.value,
            "sequence": entry.sequence,
            "dtstamp": entry.dtstamp,
        }
        for entry, registration in rows
    )
    db.session.commit()
    db.session.remove()


def _drained(taking: Sink) -> float:
    _owe()
    before, started = taking.taken.value, time.perf_counter()
    delivered = drain()
    seconds = time.perf_counter() - started
    assert delivered.sent == taking.taken.value - before == MAILS, delivered
    return MAILS / seconds


def _sent(taking: Sink, parts: Sequence[Parts]) -> float:
    before, started = taking.taken.value, time.perf_counter()
    with smtplib.SMTP(HOST, taking.port) as server:
        for each in parts:
            server.send_message(_built(each))
    seconds = time.perf_counter() - started
    assert taking.taken.value - before == len(parts) == MAILS
    return MAILS / seconds


def _built(parts: Parts) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = parts.sender, parts.recipient
    message["Subject"] = parts.subject
    message.set_content(parts.text)
    message.add_alternative(parts.html, subtype="html")
    message.add_alternative(parts.calendar, subtype="calendar", params={"method": "REQUEST"})
    message.add_attachment(
        parts.calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
    )
    return message


def _parts() -> list[Parts]:
    """The parts of what a drain sends: these rows are sent as a warm-up."""
    _owe()
    rows = db.session.scalars(select(OutboxMail)).all()
    parts = []
    for composed in compose(rows):
        assert isinstance(composed, tuple), composed
        mail, message = composed
        read = email.message_from_bytes(message.as_bytes(), policy=default)
        assert mail.calendar
        parts.append(
            Parts(
                sender=str(read["From"]),
                recipient=str(read["To"]),
                subject=mail.subject,
                text=mail.text,
                html=mail.html,
                calendar=mail.calendar.decode(),
            )
        )
    db.session.remove()
    drain()
    return parts
