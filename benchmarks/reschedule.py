"""A session moved that 10,000 people are registered for, and the worker that mails them."""

import datetime as dt
import time
from collections.abc import Callable
from html.parser import HTMLParser

from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from benchmarks import seed
from benchmarks.figures import Figure, Row
from benchmarks.servers import Place, memory, started
from benchmarks.sink import Sink, sink
from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession

PEOPLE = 10_000
MOST_SECONDS = 2.0
MOST_GROWTH = 1.1
_WARM = PEOPLE // 10
_LOOKS_EVERY_S = 0.2
_PATIENCE_S = 180


def measure(place: Place, rounds: int) -> list[Row]:
    """The organiser's request in seconds; the worker's memory until the last mail has left."""
    with seed.application(place) as app:
        (session,) = seed.sessions()
        seed.people(session, PEOPLE)
        organiser = seed.organiser(app)
        moves = [_moved(organiser, session) for _round in range(rounds)]
        looks, confirmations = (Figure(column) for column in zip(*moves, strict=True))
    with sink() as taking:
        warm, most, last, rate = _drained(place, taking)
    return [
        Row(
            f"moving a session with {PEOPLE:,} registrations: the organiser's request (seconds)",
            str(confirmations),
            f"the look at it before: {looks}",
            "",
            f"≤ {MOST_SECONDS:g}",
            max(confirmations.median, looks.median) <= MOST_SECONDS,
        ),
        Row(
            f"the worker's memory (RSS) after {_WARM:,} of these mails, at most, and after all",
            f"{warm:.0f}, {most:.0f}, {last:.0f} MB",
            f"{rate:,.0f} mails/s",
            f"{most / warm:.2f}",
            f"≤ {MOST_GROWTH:g}",
            most / warm <= MOST_GROWTH,
        ),
    ]


def _moved(organiser: FlaskClient, session: DialogueSession) -> tuple[float, float]:
    """How long the look at what follows takes, and how long confirming it."""
    db.session.execute(delete(OutboxMail))  # of the round before
    db.session.commit()
    path = f"/en/office/sessions/{session.public_id}/edit"
    form = _fields(organiser.get(path).text, "sitting-start")
    form["date"] = [str(dt.date.fromisoformat(form["date"][0]) + dt.timedelta(days=1))]
    look, look_s = _timed(lambda: organiser.post(path, data=form))
    assert look.status_code == 200, look.status
    fields = {**_fields(look.text, "seen"), "action": ["confirm"]}
    answer, confirmation_s = _timed(lambda: organiser.post(path, data=fields))
    assert answer.status_code == 303, answer.status
    owed = db.session.scalar(db.select(db.func.count()).select_from(OutboxMail))
    assert owed == PEOPLE, owed
    db.session.rollback()
    return look_s, confirmation_s


def _timed(ask: Callable[[], TestResponse]) -> tuple[TestResponse, float]:
    started_at = time.perf_counter()
    return ask(), time.perf_counter() - started_at


def _drained(place: Place, taking: Sink) -> tuple[float, float, float, float]:
    """The memory of a worker in MB: warm, at most, at the end; and mails per second."""
    environment = {**place.environment, "DIALOGUES_SMTP_URL": taking.url}
    seen: list[float] = []
    with started(environment, place.dialogues("worker")) as worker:
        until = time.monotonic() + _PATIENCE_S
        warm_at = 0.0
        while taking.taken.value < PEOPLE:
            assert time.monotonic() < until, f"only {taking.taken.value} mails have left"
            time.sleep(_LOOKS_EVERY_S)
            if taking.taken.value >= _WARM:
                warm_at = warm_at or time.monotonic()
                seen.append(memory(worker.pid) / 1024)
        rate = (PEOPLE - _WARM) / (time.monotonic() - warm_at)
    return seen[0], max(seen), seen[-1], rate


class _Forms(HTMLParser):
    """The forms of a page: what a browser would send of each."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = [{}]
        self._open: str | None = None
        """The name of the select or textarea that is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name:
            is_choice = given.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in given:
                self._add(name, given.get("value") or "")
        elif tag in ("select", "textarea"):
            self._open = name
            if tag == "textarea":
                self._add(name, "")
        elif tag == "option" and self._open and "selected" in given:
            self._add(self._open, given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.forms[-1][self._open] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._open = None

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


def _fields(page: str, name: str) -> dict[str, list[str]]:
    """The fields of the form that has a field called ``name``."""
    reader = _Forms()
    reader.feed(page)
    return next(form for form in reader.forms if name in form)
