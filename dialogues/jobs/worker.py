"""The worker: huey's consumer in this process, a sweep every ten seconds, the daily chores.

A sweep promotes where registration has opened by time, owes the reminders that are due, delivers
what is owed, and wipes the addresses of erased people to whom that was the last mail.
"""

import datetime as dt
import logging
import threading
import time
from typing import Any

from flask import Flask
from huey import Huey
from huey.consumer import Consumer, Scheduler

from dialogues.config import settings
from dialogues.database import db
from dialogues.jobs import chores, promoting, reminding, wiping
from dialogues.jobs.mailbox import Mailbox
from dialogues.jobs.queue import current_queue
from dialogues.outbox import delivery
from dialogues.outbox.rules import LEASE

SWEEP_EVERY_S = 10
CHORES_EVERY_S = 600
"""How often the worker looks whether a daily chore is due."""
_LONGEST_POLL_S = 0.5
_SHUTDOWN_S = 30
_TOLD_EVERY_S = 60.0

_log = logging.getLogger(__name__)


class Rounds:
    """What the threads of a worker do: one drain at a time, none after a stop, and chores."""

    def __init__(self, app: Flask, lease: dt.timedelta = LEASE) -> None:
        self._app = app
        self._lease = lease
        self._due_at_start = chores.AT_START
        self._one_at_a_time = threading.Lock()
        self.stopping = threading.Event()

    def drain(self) -> None:
        """Deliver what is due; what goes wrong is logged, and tried again by the next sweep."""
        with self._one_at_a_time, self._app.app_context():
            try:
                done = delivery.drain(lease=self._lease, should_stop=self.stopping.is_set)
                if done != delivery.Delivered():
                    _log.info("mail: %s", done)
            except Exception:
                _log.exception("draining the outbox")
            finally:
                db.session.remove()

    def remind(self) -> None:
        """Owe the reminders that are due; what goes wrong is tried again by the next sweep."""
        with self._app.app_context():
            try:
                if owed := reminding.remind():
                    _log.info("reminders: %s", owed)
            except Exception:
                _log.exception("owing reminders")
            finally:
                db.session.remove()

    def promote(self) -> None:
        """Promote who waits where they can; what goes wrong is tried again by the next sweep."""
        with self._app.app_context():
            try:
                if found := promoting.promote_waiting():
                    _log.info("sessions promoted in: %s", found)
            except Exception:
                _log.exception("promoting")
            finally:
                db.session.remove()

    def wipe(self) -> None:
        """Wipe erased people's addresses; what goes wrong is tried again by the next sweep."""
        with self._app.app_context():
            try:
                if wiped := wiping.wipe_addresses():
                    _log.info("calendar entries wiped: %s", wiped)
            except Exception:
                _log.exception("wiping addresses")
            finally:
                db.session.remove()

    def do_chores(self) -> None:
        """Do the daily chores that nobody has done today, and at first what a start asks for."""
        with self._app.app_context():
            try:
                self._due_at_start -= chores.run_due(anyway=self._due_at_start).keys()
            finally:
                db.session.remove()


class _Sweeper(Scheduler):  # type: ignore[misc]
    """huey's scheduler thread; it also sweeps, past the queue, which may be down."""

    def __init__(self, rounds: Rounds, **options: Any) -> None:
        super().__init__(**options)
        self._rounds = rounds
        self._next_sweep = self._next_chores = time.monotonic()

    def loop(self, now: dt.datetime | None = None) -> None:
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + SWEEP_EVERY_S
            self._rounds.promote()
            self._rounds.remind()
            self._rounds.drain()
            self._rounds.wipe()
        if time.monotonic() >= self._next_chores:
            self._next_chores = time.monotonic() + CHORES_EVERY_S
            self._rounds.do_chores()
        super().loop(now)


class _Consumer(Consumer):  # type: ignore[misc]
    """huey's consumer; SIGTERM and SIGINT both let it finish the mail that it is sending."""

    def __init__(self, huey: Huey, rounds: Rounds, **options: Any) -> None:
        self._rounds = rounds
        super().__init__(huey, **options)

    def _create_scheduler(self) -> _Sweeper:
        return _Sweeper(
            self._rounds,
            huey=self.huey,
            stop_flag=self.stop_flag,
            interval=self.scheduler_interval,
            periodic=False,
        )

    def _handle_signal(self, signum: int, frame: object) -> None:
        self._rounds.stopping.set()
        super()._handle_signal(signum, frame)
        self._restart, self._graceful = False, True


class _Seldom(logging.Filter):
    """Lets a message through once a minute: huey tells of a queue that is away at every look."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now - self._told.get(record.msg, -_TOLD_EVERY_S) < _TOLD_EVERY_S:
            return False
        self._told[record.msg] = now
        return True


def run(app: Flask, lease: dt.timedelta = LEASE) -> None:
    """Work until SIGTERM or SIGINT."""
    rounds = Rounds(app, lease)
    with app.app_context():
        queue = current_queue()
        reads_mail = settings().imap_url is not None
    queue.work = rounds.drain
    for thread in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{thread}").addFilter(_Seldom())
    if reads_mail:
        Mailbox(app, rounds.stopping).start()
    _Consumer(
        queue.huey,
        rounds,
        workers=1,
        max_delay=_LONGEST_POLL_S,
        graceful_signal="TERM",
        shutdown_timeout=_SHUTDOWN_S,
    ).run()
