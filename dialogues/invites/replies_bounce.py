"""Reports of mail that came back (RFC 3464), as mail servers write them."""

from collections.abc import Iterable
from email.message import Message

from dialogues.invites.content_lines import clean_line
from dialogues.invites.replies_said import Bounce, address

_LONGEST_REASON = 500


def read_bounce(message: Message, parts: Iterable[Message]) -> Bounce | None:
    """What a report says of the first recipient that was given up; None for other messages.

    A delay (Action: delayed), or a mail that was passed on, is no bounce.
    """
    report = str(message.get_param("report-type", "")).strip().casefold()
    if message.get_content_type() != "multipart/report" or report != "delivery-status":
        return None
    known = {part.get_content_type(): part for part in parts}
    status = known.get("message/delivery-status")
    blocks = status.get_payload() if status is not None else []
    for block in blocks if isinstance(blocks, list) else []:
        if _field(block, "Action").casefold() == "failed":
            recipient = _field(block, "Final-Recipient") or _field(block, "Original-Recipient")
            said = _field(block, "Status"), _after_type(_field(block, "Diagnostic-Code"))
            return Bounce(
                recipient=address(_after_type(recipient).strip("<>")),
                reason=" ".join(filter(None, said))[:_LONGEST_REASON],
                message_id=_message_id(known),
            )
    return None


def _message_id(known: dict[str, Message]) -> str | None:
    """The Message-ID in the copy, or in the headers, of the mail that came back."""
    copy = known.get("message/rfc822")
    if copy is not None and isinstance(copy.get_payload(), list):
        return _field(copy.get_payload(0), "Message-ID") or None
    headers = known.get("text/rfc822-headers")
    written = headers.get_payload(decode=True) if headers is not None else None
    for line in written.splitlines() if isinstance(written, bytes) else []:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"message-id":
            return clean_line(value.decode("ascii", "replace")) or None
    return None


def _field(block: object, name: str) -> str:
    return clean_line(str(block.get(name, ""))) if isinstance(block, Message) else ""


def _after_type(value: str) -> str:
    """What follows ``rfc822;`` or ``smtp;`` (RFC 3464, 2.1.2)."""
    return value.partition(";")[2].strip() if ";" in value else value
