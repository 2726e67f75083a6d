"""A message in, what it says out (RFC 5322, 2045, 6047). Knows no database and no setting."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from itertools import islice

from dialogues.replies.bounces import read_bounce
from dialogues.replies.incoming import CalendarReply, Incoming, Unreadable, address
from dialogues.replies.itip import read_reply

LONGEST = 10 * 1024 * 1024
"""Octets of a message that is read at all."""

_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_BETWEEN_ADDRESSES = re.compile(r'[\s<>,;:"()\[\]]+')
_MOST_ADDRESSES = 100
_CONTENT_FIELD = re.compile(rb"^content-[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_LONGEST_FIELD = 16 * 1024
_MOST_MULTIPARTS = 20
_MOST_LINES = 150_000
"""More than the longest message has in base64: each may be a header or a part of its own."""
_MOST_CALENDARS = 3
"""Those after are not looked at: programs send one, some attach it once more."""
_LONGEST_HEAD = 256 * 1024
_LONGEST_SENDER = 2000


def read(raw: bytes) -> Incoming:
    """What a message says, whatever its line ends. Raises :class:`Unreadable`, and nothing else."""
    octets = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _require_reasonable(octets)
    try:
        return _read(octets)
    except Unreadable:
        raise
    except Exception as error:  # whatever a stranger may think of, RecursionError included
        raise Unreadable(f"it is broken ({type(error).__name__})") from error


def _require_reasonable(octets: bytes) -> None:
    """Refuse what the email package would take minutes over, or all memory."""
    if len(octets) > LONGEST:
        raise Unreadable("it is too large")
    if len(octets.partition(b"\n\n")[0]) > _LONGEST_HEAD:
        raise Unreadable("its head is too long")
    if octets.count(b"\n") > _MOST_LINES:
        raise Unreadable("it has too many lines")
    fields = _CONTENT_FIELD.findall(octets)
    if any(len(field) > _LONGEST_FIELD for field in fields):
        raise Unreadable("a header of a part is too long")
    if sum(b"boundary" in field.lower() for field in fields) > _MOST_MULTIPARTS:
        raise Unreadable("it has too many parts in parts")


def _read(octets: bytes) -> Incoming:
    # The old policy: the new one's parser of headers raises on some that are broken.
    message = message_from_bytes(octets, policy=compat32)
    parts = list(_parts(message))
    said = _calendar_reply(parts) or read_bounce(message, parts)
    organizer = said.organizer if isinstance(said, CalendarReply) else None
    automatic = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().casefold()
    return Incoming(
        digest=_digest(str(message.get("Message-ID", "")), octets),
        addressed_to=[*_addressed_to(message), *([organizer] if organizer else [])],
        sender=address(parseaddr(str(message.get("From", ""))[:_LONGEST_SENDER])[1]),
        is_automatic=automatic != "no",
        said=said,
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts in reading order, but not those of messages that are attached or returned."""
    yield message
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part)


def _calendar_reply(parts: Sequence[Message]) -> CalendarReply | None:
    for part in islice(filter(_is_calendar, parts), _MOST_CALENDARS):
        content = part.get_payload(decode=True)
        method = str(part.get_param("method", ""))
        if isinstance(content, bytes) and (
            reply := read_reply(content, part.get_content_charset(), method)
        ):
            return reply
    return None


def _is_calendar(part: Message) -> bool:
    is_said = part.get_content_type() in ("text/calendar", "application/ics")
    return is_said or str(part.get_filename("")).casefold().endswith(".ics")


def _addressed_to(message: Message) -> list[str]:
    found = [
        word
        for name in _RECIPIENTS
        for value in message.get_all(name, [])
        for word in _BETWEEN_ADDRESSES.split(str(value))
        if "@" in word
    ]
    return found[:_MOST_ADDRESSES]


def _digest(message_id: str, octets: bytes) -> str:
    """Of the Message-ID and the body: the rest of the head differs by the way that it came."""
    body = octets.partition(b"\n\n")[2]
    return hashlib.sha256(message_id.strip().encode(errors="replace") + b"\n\n" + body).hexdigest()
