"""A stored mail, taken apart for its viewer."""

from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True)
class StoredMail:
    """What a reader sees of a mail; ``calendars`` are the text of its calendar parts."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    calendars: tuple[str, ...]


def read(body: bytes) -> StoredMail:
    """Take apart a message as the outbox stores it (RFC 5322)."""
    message = message_from_bytes(body, policy=default)
    parts: dict[str, list[str]] = {}
    for part in message.walk():
        if part.get_content_maintype() == "text":
            parts.setdefault(part.get_content_subtype(), []).append(part.get_content())
    return StoredMail(
        sender=_decoded(message, "From"),
        recipient=_decoded(message, "To"),
        subject=_decoded(message, "Subject"),
        text="".join(parts.get("plain", [])),
        html="".join(parts.get("html", [])),
        calendars=tuple(parts.get("calendar", [])),
    )


def _decoded(message: EmailMessage, name: str) -> str:
    # The header classes of Python 3.11 put a space between encoded words (RFC 2047, 6.2).
    raw = next((value for key, value in message.raw_items() if key == name), "")
    return str(make_header(decode_header(str(raw))))
