"""The feed of 2,000 sessions: sent again, and made."""

import dataclasses
import time
from collections.abc import Sequence

from sqlalchemy import select

from benchmarks import seed
from benchmarks.calendars import by_icalendar
from benchmarks.client import ask
from benchmarks.figures import Figure, Row, compared, interleaved
from benchmarks.pages import get, rate, repeating
from benchmarks.servers import Place, bare, dialogues_web
from dialogues.database import db
from dialogues.invites.ical import CalendarEvent
from dialogues.programme.models import DialogueSession
from dialogues.publishing.events import public_event
from dialogues.web import caching
from dialogues.web.application import DialoguesApp

DIALOGUES = 1000
SESSIONS = 2 * DIALOGUES
LONGEST_MADE = 1.5
LEAST_SENT = 0.5
_PATH = "/en/calendar.ics"


def measure(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Seconds to make the feed from the database, and answers per second once it is made."""
    with seed.application(place) as app:
        seed.sessions(DIALOGUES, each=2)
        with app.test_request_context("/en/"):
            events = [
                public_event(each, "en") for each in db.session.scalars(select(DialogueSession))
            ]
        made, written = interleaved(rounds, [lambda: _made(app), lambda: _written(events)])
    return [_cold(made, written), _warm(place, rounds, seconds)]


def _cold(made: Figure, written: Figure) -> Row:
    row = compared(
        f"feed of {SESSIONS:,} sessions, cold: read, written, zipped (seconds)",
        *(made, "icalendar alone writes the events", written),
    )
    return dataclasses.replace(
        row, budget=f"≤ {LONGEST_MADE:g}", is_met=made.over(written).median <= LONGEST_MADE
    )


def _warm(place: Place, rounds: int, seconds: float) -> Row:
    with dialogues_web(place) as ours:
        feed = ask(ours.address, get(_PATH)).expect(200)
        assert feed.text.count("BEGIN:VEVENT") == SESSIONS
        size = len(feed.body)
        with bare(place, place.database_url, size) as theirs:
            sent, constant = interleaved(
                rounds,
                [
                    rate(ours, repeating(get(_PATH), 200), seconds),
                    rate(theirs, repeating(get("/page"), 200), seconds),
                ],
            )
    return compared(
        f"the same, warm, {size:,} bytes zipped (requests/s)",
        *(sent, "bare Flask view, body of the same size", constant, LEAST_SENT),
    )


def _made(app: DialoguesApp) -> float:
    caching.clear(app)
    started = time.perf_counter()
    answer = app.test_client().get(_PATH, headers={"Accept-Encoding": "gzip"})
    seconds = time.perf_counter() - started
    assert answer.status_code == 200, answer.status
    return seconds


def _written(events: Sequence[CalendarEvent]) -> float:
    started = time.perf_counter()
    by_icalendar(events)
    return time.perf_counter() - started
