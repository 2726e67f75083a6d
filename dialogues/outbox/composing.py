"""What becomes of the mail that is owed: who composes which kind, and the composing of many."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr

from flask import current_app, g
from flask_babel import force_locale
from sqlalchemy import event

from dialogues.config import settings
from dialogues.database import db, reading
from dialogues.outbox.mime import OutboxMessage, build
from dialogues.outbox.models import OutboxMail

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    """What a composer says: the words, in the recipient's language, and a calendar object."""

    subject: str
    text: str
    html: str
    sender_name: str
    envelope_sender: str | None = None
    """Where the mail comes back to if it cannot be delivered; None: to the address in From."""
    calendar: bytes | None = None
    method: str | None = None
    """The METHOD of ``calendar``."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values, in ASCII, of further headers."""
    on_sent: Callable[[], None] | None = None
    """Runs in the transaction that records the mail as sent."""


class NotNow(Exception):
    """What a composer raises where its mail is to be looked at again a while later."""


Composer = Callable[[OutboxMail], Mail | None]
"""Composes a row's mail, reading only; None where it need not be sent any more."""

Composed = tuple[Mail, OutboxMessage] | Exception | None
"""What becomes of a row: a mail and its message, nothing, or what went wrong."""

Preload = Callable[[Sequence[OutboxMail]], None]
"""Reads at once what the composers of some rows would read one by one."""


KindNames = Mapping[str | tuple[str, str], object]
"""Lazily translated names of kinds, and of each kind and reason that organisers tell apart."""


def _nothing(_rows: Sequence[OutboxMail]) -> None: ...


_composers: Mapping[str, Composer] = {}
_names: KindNames = {}
_preload: Preload = _nothing


def install(
    composers: Mapping[str, Composer],
    names: KindNames | None = None,
    preload: Preload = _nothing,
) -> None:
    """Make ``composers`` the table of who composes which kind of mail.

    ``names`` says what organisers call each kind.
    """
    global _composers, _names, _preload
    _composers, _names, _preload = composers, names or {}, preload


def kind_name(kind: str, reason: str = "") -> str:
    """What organisers call a kind of mail, owed for a reason, in the page's language."""
    return str(_names.get((kind, reason)) or _names.get(kind, kind.replace("_", " ")))


def compose(rows: Sequence[OutboxMail]) -> list[Composed]:
    """What becomes of each row, in one read. Needs an application context."""
    app, composed = current_app, list[Composed]()
    base_url = settings().base_url
    address = parseaddr(settings().mail_from)[1]
    with app.test_request_context(base_url=base_url), reading(), _keeping_what_is_read():
        _preload(rows)
        for row in rows:
            try:
                composed.append(_compose_one(row, address))
            except NotNow as answer:
                composed.append(answer)
            except Exception as error:  # One mail's fault must not hold up the others.
                _log.exception("composing mail %s of kind %s", row.id, row.kind)
                db.session.rollback()
                composed.append(error)
        db.session.rollback()
    return composed


def _compose_one(row: OutboxMail, address: str) -> tuple[Mail, OutboxMessage] | None:
    g.language = row.language
    with force_locale(row.language):
        mail = _composers[row.kind](row)
    if mail is None:
        return None
    message = build(
        row,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        sender=(mail.sender_name, address),
        envelope_sender=mail.envelope_sender,
        calendar=mail.calendar,
        method=mail.method,
        headers=mail.headers,
    )
    return mail, message


@contextmanager
def _keeping_what_is_read() -> Iterator[None]:
    """Keep what composers read until the end: their mails are about the same few sessions."""
    kept: list[object] = []
    session = db.session()

    def keep(_session: object, instance: object) -> None:
        kept.append(instance)

    event.listen(session, "loaded_as_persistent", keep)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", keep)
