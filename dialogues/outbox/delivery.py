"""Composing and delivering the mail that is owed."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from functools import partial

from flask import current_app, g
from flask_babel import force_locale
from flask_mail import BadHeaderError
from sqlalchemy import event

from dialogues.config import settings
from dialogues.database import db, reading, transact
from dialogues.outbox import service
from dialogues.outbox.mime import OutboxMessage, build
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.rules import (
    COMPOSING_GIVEN_UP_AFTER,
    GIVEN_UP_AFTER,
    LEASE,
    PRIVATE_KINDS,
)
from dialogues.outbox.transport import Answer, Outcome, Post
from dialogues.support import clock

_BATCH = 50
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    """What a composer says: the words, in the recipient's language, and a calendar object."""

    subject: str
    text: str
    html: str
    sender_name: str
    calendar: bytes | None = None
    method: str | None = None
    """The METHOD of ``calendar``."""
    on_sent: Callable[[], None] | None = None
    """Runs in the transaction that records the mail as sent."""


Composer = Callable[[OutboxMail], Mail | None]
"""Composes a row's mail, reading only; None where it need not be sent any more."""

Preload = Callable[[Sequence[OutboxMail]], None]
"""Reads at once what the composers of some rows would read one by one."""


def _nothing(_rows: Sequence[OutboxMail]) -> None: ...


_composers: Mapping[str, Composer] = {}
_names: Mapping[str, object] = {}
_preload: Preload = _nothing


@dataclass
class Delivered:
    """How many mails a drain settled, and how."""

    sent: int = 0
    superseded: int = 0
    put_off: int = 0
    failed: int = 0
    lost: int = 0
    """Settled by another worker, because the lease ran out."""


def install(
    composers: Mapping[str, Composer],
    names: Mapping[str, object] | None = None,
    preload: Preload = _nothing,
) -> None:
    """Make ``composers`` the table of who composes which kind of mail.

    ``names`` says what organisers call each kind, as lazily translated strings.
    """
    global _composers, _names, _preload
    _composers, _names, _preload = composers, names or {}, preload


def kind_name(kind: str) -> str:
    """What organisers call a kind of mail, in the page's language."""
    return str(_names.get(kind, kind.replace("_", " ")))


def drain(
    limit: int | None = None,
    *,
    lease: dt.timedelta = LEASE,
    should_stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Deliver what is due, ``limit`` mails at most, over one connection.

    Needs an application context and no open transaction. Ends early when ``should_stop`` says
    so, or when the server cannot be reached; what was claimed is then given back.
    """
    delivered = Delivered()
    claimed = 0
    with Post() as post:
        while not should_stop():
            count = _BATCH if limit is None else min(_BATCH, limit - claimed)
            rows = transact(partial(service.claim, count, lease)) if count else []
            claimed += len(rows)
            if not rows or not _Batch(rows, post, delivered, should_stop).deliver():
                break
    return delivered


class _Batch:
    """Mails claimed together: composed in one read, then each sent and recorded by itself."""

    def __init__(
        self,
        rows: Sequence[OutboxMail],
        post: Post,
        delivered: Delivered,
        should_stop: Callable[[], bool],
    ) -> None:
        self._rows = rows
        self._post = post
        self._delivered = delivered
        self._should_stop = should_stop
        leased_until = rows[0].leased_until
        assert leased_until is not None
        left = leased_until - clock.now()
        # A mail begun this late still has time to be sent and recorded under the lease.
        self._last_start = leased_until - left / 3

    def deliver(self) -> bool:
        """Deliver the mails; False where the server could not be reached, or at a stop."""
        composed = _compose(self._rows)
        for number, (row, outcome) in enumerate(zip(self._rows, composed, strict=True)):
            if self._should_stop():
                return self._give_back(number)
            if clock.now() > self._last_start:
                self._give_back(number)
                return number > 0
            if not self._settle(row, outcome):
                return self._give_back(number + 1)
        return True

    def _give_back(self, first: int) -> bool:
        transact(lambda: service.release(self._rows[first:]))
        return False

    def _settle(self, row: OutboxMail, composed: "_Composed") -> bool:
        match composed:
            case None:
                self._count("superseded", transact(lambda: service.record_superseded(row)))
            case BadHeaderError():
                self._fail(row, str(composed))
            case Exception():
                self._put_off(row, repr(composed), COMPOSING_GIVEN_UP_AFTER)
            case (mail, message):
                return self._send(row, mail, message)
        return True

    def _send(self, row: OutboxMail, mail: Mail, message: OutboxMessage) -> bool:
        body = None
        if settings().smtp_url:
            outcome = self._post.send(message)
        else:
            outcome = Outcome(Answer.SENT)
            body = None if row.kind in PRIVATE_KINDS else message.as_bytes()
        match outcome.answer:
            case Answer.SENT:
                held = transact(
                    lambda: service.record_sent(row, body, mail.on_sent), keep=lambda held: held
                )
                self._count("sent", held)
            case Answer.NEVER:
                self._fail(row, outcome.error)
            case Answer.LATER | Answer.UNREACHABLE:
                self._put_off(row, outcome.error, GIVEN_UP_AFTER)
        return outcome.answer is not Answer.UNREACHABLE

    def _fail(self, row: OutboxMail, error: str) -> None:
        _log.warning("mail %s of kind %s failed: %s", row.id, row.kind, error)
        self._count("failed", transact(lambda: service.record_failed(row, error)))

    def _put_off(self, row: OutboxMail, error: str, give_up_after: int) -> None:
        _log.warning("mail %s of kind %s put off: %s", row.id, row.kind, error)
        self._count("put_off", transact(lambda: service.record_retry(row, error, give_up_after)))

    def _count(self, what: str, held: bool) -> None:
        name = what if held else "lost"
        setattr(self._delivered, name, getattr(self._delivered, name) + 1)
        if not held:
            _log.warning("the lease on a mail ran out before it was recorded as %s", what)


_Composed = tuple[Mail, OutboxMessage] | Exception | None


def _compose(rows: Sequence[OutboxMail]) -> list[_Composed]:
    """What becomes of each row: a mail and its message, nothing, or what went wrong."""
    app, composed = current_app, list[_Composed]()
    base_url = settings().base_url
    address = parseaddr(settings().mail_from)[1]
    with app.test_request_context(base_url=base_url), reading(), _keeping_what_is_read():
        _preload(rows)
        for row in rows:
            try:
                composed.append(_compose_one(row, address))
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
        calendar=mail.calendar,
        method=mail.method,
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
