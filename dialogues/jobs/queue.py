"""huey's queue: it wakes the worker when mail is owed; what it loses, the sweep finds."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from dialogues.config import settings
from dialogues.database import db
from dialogues.outbox.service import MAIL_OWED

if TYPE_CHECKING:
    from huey import Huey

_NAME = "dialogues"
_PATIENCE_S = 1
"""How long a request may wait for the queue before it goes on without."""

_log = logging.getLogger(__name__)


class Queue:
    """A huey queue with one task; ``work`` is what a worker does when it is woken."""

    def __init__(self, url: str) -> None:
        self.huey = _open(url)
        self.work: Callable[[], object] = lambda: None
        self._drain = self.huey.task(name="drain")(lambda: self.work())

    def wake(self) -> None:
        """Wake a worker, unless a wake is waiting already."""
        if not self.huey.pending_count():
            self._drain()


def connect(app: Flask) -> None:
    """Give ``app`` a queue; it is opened when first needed."""
    app.extensions["queue"] = None


def current_queue() -> Queue:
    """The queue of the current application."""
    found: Queue | None = current_app.extensions["queue"]
    if found is None:
        found = current_app.extensions["queue"] = Queue(settings().queue_url)
    return found


def _open(url: str) -> "Huey":
    # Imported here: huey brings redis along, and a web process starts without either.
    from huey import RedisHuey, SqliteHuey

    if urlsplit(url).scheme in ("redis", "rediss"):
        from redis import ConnectionPool

        pool = ConnectionPool.from_url(
            url, socket_connect_timeout=_PATIENCE_S, socket_timeout=2 * _PATIENCE_S
        )
        return RedisHuey(_NAME, connection_pool=pool, results=False)
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    # Without fsync: the sweep makes good what a power cut takes from the queue.
    return SqliteHuey(_NAME, filename=str(file), results=False, fsync=False, timeout=_PATIENCE_S)


@event.listens_for(db.session, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.pop(MAIL_OWED, False):
        return
    try:
        current_queue().wake()
    except Exception as error:
        _log.warning("the worker was not woken, and finds the mail in its next sweep: %r", error)


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(MAIL_OWED, None)
