"""A stored mail, taken apart for its viewer."""

from dataclasses import dataclass
from email import message_from_bytes
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
        sender=str(message["From"]),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text="".join(parts.get("plain", [])),
        html="".join(parts.get("html", [])),
        calendars=tuple(parts.get("calendar", [])),
    )
