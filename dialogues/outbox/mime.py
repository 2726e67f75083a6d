"""A mail as bytes (RFC 5322, 2045, 6047), the same bytes whenever it is built again.

Flask-Mail's ``Message`` drops ``method=`` from alternatives and builds its tree of parts through
the email package, which takes longer than composing and sending together. The parts here are
always the same four, so their frame is written out.
"""

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache

from flask_mail import BadHeaderError, Message

from dialogues.outbox.models import OutboxMail

_TOKEN = re.compile(r"[A-Za-z0-9-]+\Z")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]+@[A-Za-z0-9.-]+\Z")
_FITS_ON_A_LINE = 30
_LONGEST_LINE = 998
_EOL = re.compile(rb"\r\n|\r|\n")


class OutboxMessage(Message):
    """One outbox row as Flask-Mail's connection sends it."""

    def __init__(self, row: OutboxMail, envelope_sender: str, content: bytes) -> None:
        # Without super().__init__(), which looks up the name of this host for a Message-ID.
        self.envelope_sender = ascii_address(envelope_sender)
        self.to_address = ascii_address(row.recipient)
        self.sender, self.recipients = self.envelope_sender, [self.to_address]
        self.reply_to = self.cc = self.bcc = None  # type: ignore[assignment]
        self.subject = ""
        self.date = row.created_at.timestamp()
        self.msgId = row.message_id
        self.mail_options: list[str] = []
        self.rcpt_options: list[str] = []
        self._content = content

    def as_bytes(self) -> bytes:
        """The whole message, with CRLF."""
        return self._content


def build(
    row: OutboxMail,
    *,
    subject: str,
    text: str,
    html: str,
    sender: tuple[str, str],
    envelope_sender: str | None = None,
    calendar: bytes | None = None,
    method: str | None = None,
    headers: Sequence[tuple[str, str]] = (),
) -> OutboxMessage:
    """The message of a row; ``sender`` is name and address, ``calendar`` an iCalendar object.

    ``envelope_sender`` (RFC 5321, 4.1.1.2) is where it comes back to; without, to the sender.

    Raises :class:`flask_mail.BadHeaderError` for an address or header that would end its line.
    """
    boundary = hashlib.sha256(row.message_id.encode()).hexdigest()[:24]
    parts = [
        _part("text/plain; charset=utf-8", text.encode()),
        _part("text/html; charset=utf-8", html.encode()),
    ]
    if calendar is not None:
        kind = f"text/calendar; charset=UTF-8; method={_token(method or 'PUBLISH')}"
        parts.append(_part(kind, calendar, exact=True))
    body = _multipart("alternative", f"a{boundary}", parts)
    if calendar is not None:
        attached = 'application/ics; name="invite.ics"'
        extra = ('Content-Disposition: attachment; filename="invite.ics"',)
        body = _multipart(
            "mixed", f"m{boundary}", [body, _part(attached, calendar, extra, exact=True)]
        )
    lines = [*_headers(row, subject, sender), *(_header(*header) for header in headers)]
    head = "".join(f"{line}\r\n" for line in lines).encode()
    return OutboxMessage(row, envelope_sender or sender[1], head + body)


def ascii_address(address: str) -> str:
    """An address as SMTP without extensions carries it (RFC 5321), its domain in IDNA."""
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    if not _ADDRESS.match(written := f"{local}@{domain}"):
        raise BadHeaderError("The address cannot be written in a mail header.")
    return written


def _headers(row: OutboxMail, subject: str, sender: tuple[str, str]) -> list[str]:
    return [
        f"From: {_mailbox(*sender)}",
        f"To: {ascii_address(row.recipient)}",
        f"Subject: {_unstructured(subject)}",
        f"Date: {format_datetime(row.created_at)}",
        f"Message-ID: {row.message_id}",
        "Auto-Submitted: auto-generated",
        f"Content-Language: {_token(row.language)}",
        "MIME-Version: 1.0",
    ]


def _header(name: str, value: str) -> str:
    """A further header, on one line (RFC 5322, 2.1.1: of 998 octets at most)."""
    line = f"{_token(name)}: {value}"
    if not (line.isascii() and line.isprintable() and len(line) <= _LONGEST_LINE):
        raise BadHeaderError(name)
    return line


@lru_cache(maxsize=256)
def _unstructured(value: str) -> str:
    """A header's text on lines of 76 octets at most (RFC 2047)."""
    line = _CONTROLS.sub(" ", value).strip()
    charset = None if line.isascii() else "utf-8"
    return Header(line, charset, maxlinelen=76, header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=256)
def _mailbox(name: str, address: str) -> str:
    """A display name and an address (RFC 5322, 3.4)."""
    name = _CONTROLS.sub(" ", name).strip()
    address = ascii_address(address)
    if name.isascii() and len(name) <= _FITS_ON_A_LINE:
        return formataddr((name, address))
    encoded = Header(name, "utf-8", maxlinelen=76, header_name="From").encode(linesep="\r\n")
    return f"{encoded}\r\n <{address}>"


def _token(value: str) -> str:
    if not _TOKEN.match(value):
        raise BadHeaderError(value)
    return value


def _part(kind: str, data: bytes, headers: Sequence[str] = (), exact: bool = False) -> bytes:
    """A leaf, with its own head. ``exact`` keeps the octets of ``data``; text gets CRLF."""
    coded, encoding = encodebytes(data), "base64"
    if not exact:
        quoted = b2a_qp(_EOL.sub(b"\n", data), istext=True)
        if len(quoted) <= len(coded):
            coded, encoding = quoted, "quoted-printable"
    head = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *headers)
    return _head(head) + _EOL.sub(b"\r\n", coded)


def _multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """A node, with its own head."""
    line = f"--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts)
    kind = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    return _head((kind,)) + body + line + b"--\r\n"


def _head(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"
