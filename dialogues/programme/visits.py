"""Counting how often short links are followed, by UTC day, and nothing of who followed them.

A figure is the number of times that a program which did not say it was a robot asked for the link
by GET: one person on two days counts twice, and so do mail scanners that pretend to be browsers.
Requests read only (DESIGN 3.4), so counts wait in the process, 30 seconds at most, and are written
outside of any request; a process that is killed loses those.
"""

import atexit
import datetime as dt
import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock, Timer

from flask import Flask
from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite

from dialogues.database import db, transact
from dialogues.programme.models import ShortLink, ShortLinkVisits
from dialogues.programme.rules import folded
from dialogues.support import clock

WRITTEN_EVERY_S = 30.0
_ROBOTS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|embedly|iframely|vkshare",
    re.IGNORECASE,
)
"""How fetchers name themselves that look at a link for a chat or a search engine (Cubot is a
telephone; Teams' fetcher is ``SkypeUriPreview``)."""

_Visit = tuple[str, dt.date]
_log = logging.getLogger(__name__)


def is_visit(user_agent: str, purpose: str) -> bool:
    """Whether a GET is somebody's: no robot's, by ``User-Agent``, and no prefetch.

    ``purpose`` is the value of ``Sec-Purpose``, or of ``Purpose`` as older browsers send it.
    """
    return "prefetch" not in purpose.casefold() and not _ROBOTS.search(user_agent)


@dataclass(eq=False)
class VisitCounter:
    """The visits that one process of ``app`` has seen and not yet written.

    Its timer runs only while there are some: none is there to be lost by a fork.
    """

    app: Flask
    every_s: float = WRITTEN_EVERY_S
    _waiting: Counter[_Visit] = field(default_factory=Counter)
    _timer: Timer | None = None
    _lock: Lock = field(default_factory=Lock)

    def count(self, slug: str) -> None:
        """Count one visit of a short link, today."""
        with self._lock:
            self._waiting[folded(slug), clock.now().date()] += 1
            self._wait()

    def write(self) -> None:
        """Add what waits to the database, in a transaction of its own; what fails waits on."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
                atexit.unregister(self.write)
            visits, self._waiting = self._waiting, Counter()
        if not visits:
            return
        try:
            with self.app.app_context():
                transact(lambda: _add(visits))
        except Exception:
            _log.exception("%s visits of short links wait for the database", visits.total())
            with self._lock:
                self._waiting.update(visits)
                self._wait()

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = Timer(self.every_s, self.write)
            self._timer.daemon = True
            self._timer.start()
            atexit.register(self.write)


def connect(app: Flask) -> None:
    """Give ``app`` its counter."""
    app.extensions["visits"] = VisitCounter(app)


def counter(app: Flask) -> VisitCounter:
    """The counter of ``app`` in this process."""
    found: VisitCounter = app.extensions["visits"]
    return found


def _add(visits: Counter[_Visit]) -> None:
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert_into = sqlite.insert if is_sqlite else postgresql.insert
    for (slug, day), number in sorted(visits.items()):
        link = select(ShortLink.id, literal(day), literal(number)).where(ShortLink.folded == slug)
        statement = insert_into(ShortLinkVisits).from_select(["short_link_id", "on", "count"], link)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["short_link_id", "on"],
                set_={"count": ShortLinkVisits.count + statement.excluded.count},
            )
        )
