"""Delivering the mail that is owed: claimed under a lease, sent, recorded."""

import datetime as dt
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask_mail import BadHeaderError

from dialogues.config import settings
from dialogues.database import transact
from dialogues.outbox import service
from dialogues.outbox.composing import Composed, Mail, NotNow, compose
from dialogues.outbox.mime import OutboxMessage
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


@dataclass
class Delivered:
    """How many mails a drain settled, and how."""

    sent: int = 0
    superseded: int = 0
    put_off: int = 0
    failed: int = 0
    lost: int = 0
    """Settled by another worker, because the lease ran out."""


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
        self._last_start = leased_until - left * 2 / 3

    def deliver(self) -> bool:
        """Deliver the mails; False where the server could not be reached, or at a stop."""
        composed = compose(self._rows)
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

    def _settle(self, row: OutboxMail, composed: Composed) -> bool:
        match composed:
            case None:
                self._count("superseded", transact(lambda: service.record_superseded(row)))
            case NotNow():
                self._count("put_off", transact(lambda: service.record_not_now(row)))
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
        _log.warning("mail %s of kind %s failed: %s", row.id, row.kind, _code(error))
        self._count("failed", transact(lambda: service.record_failed(row, error)))

    def _put_off(self, row: OutboxMail, error: str, give_up_after: int) -> None:
        _log.warning("mail %s of kind %s put off: %s", row.id, row.kind, _code(error))
        self._count("put_off", transact(lambda: service.record_retry(row, error, give_up_after)))

    def _count(self, what: str, held: bool) -> None:
        name = what if held else "lost"
        setattr(self._delivered, name, getattr(self._delivered, name) + 1)
        if not held:
            _log.warning("the lease on a mail ran out before it was recorded as %s", what)


def _code(error: str) -> str:
    """A server's code, or the name of what went wrong: its words may name a person."""
    return re.split(r"\W", error, maxsplit=1)[0]
