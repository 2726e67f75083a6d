"""Two calendar programs, as far as they decide what mails do to a calendar."""

import datetime as dt
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import NamedTuple

from icalendar import Calendar


class Message(NamedTuple):
    """What a program reads in a mail with a calendar part."""

    method: str
    uid: str
    sequence: int
    dtstamp: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: str | None
    summary: str
    description: str

    @property
    def says(self) -> tuple[str, dt.datetime, dt.datetime, str | None]:
        """What only a higher SEQUENCE may change (RFC 5546, 2.1.4)."""
        return self.method, self.starts_at, self.ends_at, self.status


class Event(NamedTuple):
    """What a calendar holds of a session."""

    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: str | None
    summary: str
    listening: str
    """The line of the description that says in which language."""


def message_in(mail: EmailMessage) -> Message | None:
    """The scheduling message of a mail; its METHOD is that of the part's header, too."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    method = str(calendar["METHOD"])
    assert part.get_param("method") == method
    return Message(
        method,
        str(event["UID"]),
        int(event["SEQUENCE"]),
        event["DTSTAMP"].dt,
        event["DTSTART"].dt.astimezone(dt.UTC),
        event["DTEND"].dt.astimezone(dt.UTC),
        str(event["STATUS"]) if "STATUS" in event else None,
        str(event["SUMMARY"]),
        str(event.get("DESCRIPTION", "")),
    )


@dataclass
class Strict:
    """Goes by RFC 5546, 2.1.5: UID, then SEQUENCE, then DTSTAMP; remembers what was cancelled."""

    known: dict[str, Message] = field(default_factory=dict)

    def receive(self, message: Message) -> None:
        """Take what is newer than what is known."""
        before = self.known.get(message.uid)
        if before is None or (message.sequence, message.dtstamp) > (
            before.sequence,
            before.dtstamp,
        ):
            self.known[message.uid] = message

    def holds(self) -> dict[str, Event]:
        """What the person sees, by UID."""
        return {
            uid: _event(message)
            for uid, message in self.known.items()
            if message.method != "CANCEL"
        }


@dataclass
class Naive:
    """As Thunderbird is: obeys every CANCEL, and adds or overwrites by every REQUEST."""

    events: dict[str, Event] = field(default_factory=dict)

    def receive(self, message: Message) -> None:
        """Do what the message says."""
        if message.method == "CANCEL":
            self.events.pop(message.uid, None)
        else:
            self.events[message.uid] = _event(message)

    def holds(self) -> dict[str, Event]:
        """What the person sees, by UID."""
        return self.events


def _event(message: Message) -> Event:
    return Event(
        message.sequence,
        message.starts_at,
        message.ends_at,
        message.status,
        message.summary,
        message.description.partition("\n")[0],
    )
