"""The organisers' page of a session that 10,000 people are registered for, and their export."""

import time
import tracemalloc
from collections.abc import Callable

from flask.testing import FlaskClient

from benchmarks import seed
from benchmarks.figures import Row, interleaved
from benchmarks.servers import Place
from dialogues.programme.models import DialogueSession

FEW, MANY = 10, 10_000
MOST_SECONDS = 0.3
MOST_GROWTH = 1.1
_FILTERED = "?q=person&region=Africa&sort=country"
_SHORT = "?q=person1"
"""Selects more than a batch of the export, and a ninth of all."""


def measure(place: Place, rounds: int) -> list[Row]:
    """The page in seconds at 10 and at 10,000, as it opens and filtered; the export's memory."""
    with seed.application(place) as app:
        few, many = seed.sessions(each=2)
        seed.people(few, FEW)
        seed.people(many, MANY)
        client = seed.organiser(app)
        small, large, filtered = interleaved(
            rounds,
            [
                _opening(client, few, ""),
                _opening(client, many, ""),
                _opening(client, many, _FILTERED),
            ],
        )
        exports = {
            ending: (_peak(client, many, ending, _SHORT), _peak(client, many, ending, ""))
            for ending in ("csv", "xlsx")
        }
        files = {ending: _seconds(client, many, ending) for ending in exports}
    slowest = max(large.median, filtered.median)
    return [
        Row(
            f"an organiser's page of a session with {MANY:,} registrations (seconds)",
            str(large),
            f"searched, filtered and sorted: {filtered}; with {FEW}: {small}",
            "",
            f"≤ {MOST_SECONDS:g}",
            slowest <= MOST_SECONDS,
        ),
        *(
            Row(
                f"{MANY:,} registrations exported as {ending.upper()}: Python's memory at most",
                f"{everybody / 1e6:.1f} MB",
                f"a ninth of them: {some / 1e6:.1f} MB; {files[ending]:.1f} s",
                f"{everybody / some:.2f}",
                f"≤ {MOST_GROWTH:g}",
                everybody / some <= MOST_GROWTH,
            )
            for ending, (some, everybody) in exports.items()
        ),
    ]


def _path(session: DialogueSession) -> str:
    return f"/en/office/sessions/{session.public_id}"


def _opening(client: FlaskClient, session: DialogueSession, query: str) -> Callable[[], float]:
    path = _path(session) + query
    assert client.get(path).status_code == 200  # what is made once

    def opened() -> float:
        started_at = time.perf_counter()
        assert client.get(path).status_code == 200
        return time.perf_counter() - started_at

    return opened


def _peak(client: FlaskClient, session: DialogueSession, ending: str, query: str) -> int:
    """The most bytes that Python holds while the file is read chunk by chunk."""
    tracemalloc.start()
    _read(client, session, ending, query)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _seconds(client: FlaskClient, session: DialogueSession, ending: str) -> float:
    started_at = time.perf_counter()
    _read(client, session, ending, "")
    return time.perf_counter() - started_at


def _read(client: FlaskClient, session: DialogueSession, ending: str, query: str) -> None:
    answer = client.get(f"{_path(session)}/registrations.{ending}{query}", buffered=False)
    assert sum(len(chunk) for chunk in answer.response) > 0
    answer.close()
