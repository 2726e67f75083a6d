"""The benchmarks, one after the other; about five minutes. The table goes to standard output.

``python -m benchmarks mail feed`` runs those that have one of the words in their names.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    calendars,
    feed,
    figures,
    finding,
    mail,
    notes,
    pages,
    registration,
    reschedule,
    room,
    visit,
)
from benchmarks.servers import Place

ROUNDS = 5
SECONDS = 3.0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dialogues-bench-") as folder:
        rows = []
        for name, measure in _measures(Path(folder)).items():
            if len(sys.argv) == 1 or any(word in name for word in sys.argv[1:]):
                print(f"measuring {name} ...", file=sys.stderr, flush=True)
                rows += measure()
    print(figures.table(rows))
    print(f"\nMedians (lowest–highest) of {ROUNDS} interleaved rounds. {figures.machine()}.")


def _measures(folder: Path) -> dict[str, Callable[[], list[figures.Row]]]:
    return {
        "pages": lambda: pages.measure(_demonstration(folder), ROUNDS, SECONDS),
        "a first visit": lambda: visit.measure(_demonstration(folder), ROUNDS),
        "registration": lambda: registration.measure(_demonstration(folder), ROUNDS, SECONDS),
        "calendar files": lambda: calendars.measure(ROUNDS, 0.5),
        "feed": lambda: feed.measure(_empty(folder / "feed"), ROUNDS, SECONDS),
        "mail": lambda: mail.measure(_empty(folder / "mail"), ROUNDS),
        "room": lambda: room.measure(_empty(folder / "room"), ROUNDS),
        "finding": lambda: finding.measure(_empty(folder / "finding"), ROUNDS),
        "notes": lambda: notes.measure(_empty(folder / "notes"), ROUNDS),
        "reschedule": lambda: reschedule.measure(_empty(folder / "reschedule"), ROUNDS),
    }


def _demonstration(folder: Path) -> Place:
    place = Place(folder)
    place.run("db", "upgrade")
    place.run("demo")
    return place


def _empty(folder: Path) -> Place:
    folder.mkdir()
    place = Place(folder)
    place.run("db", "upgrade")
    return place


if __name__ == "__main__":
    main()
