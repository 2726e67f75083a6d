"""Reports of mail that came back (RFC 3464), as mail servers write them."""

from collections.abc import Iterable, Iterator
from email.message import Message
from itertools import islice

from dialogues.invites.content_lines import clean_line
from dialogues.replies.incoming import Bounce, Failure, address

_LONGEST_REASON = 500
_MOST_FAILURES = 20


def read_bounce(message: Message, parts: Iterable[Message]) -> Bounce | None:
    """What a report says of the recipients that were given up; None for other messages.

    A delay (Action: delayed), or a mail that was passed on, is no bounce.
    """
    report = str(message.get_param("report-type", "")).strip().casefold()
    if message.get_content_type() != "multipart/report" or report != "delivery-status":
        return None
    known = {part.get_content_type(): part for part in parts}
    failures = tuple(islice(_failures(known.get("message/delivery-status")), _MOST_FAILURES))
    return Bounce(failures, _message_id(known)) if failures else None


def _failures(status: Message | None) -> Iterator[Failure]:
    blocks = status.get_payload() if status is not None else []
    for block in blocks if isinstance(blocks, list) else []:
        if _field(block, "Action").casefold() == "failed":
            original = _recipient(block, "Original-Recipient")
            said = _field(block, "Status"), _after_type(_field(block, "Diagnostic-Code"))
            yield Failure(
                recipient=_recipient(block, "Final-Recipient") or original,
                original=original,
                reason=" ".join(filter(None, said))[:_LONGEST_REASON],
            )


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


def _recipient(block: object, name: str) -> str:
    return address(_after_type(_field(block, name)).strip("<>"))


def _field(block: object, name: str) -> str:
    return clean_line(str(block.get(name, ""))) if isinstance(block, Message) else ""


def _after_type(value: str) -> str:
    """What follows ``rfc822;`` or ``smtp;`` (RFC 3464, 2.1.2)."""
    return value.partition(";")[2].strip() if ";" in value else value
