"""All benchmarks, one after the other; about three minutes. The table goes to standard output."""

import sys
import tempfile
from pathlib import Path

from benchmarks import calendars, figures, pages, registration, visit
from benchmarks.servers import Place

ROUNDS = 5
SECONDS = 3.0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dialogues-bench-") as folder:
        place = Place(Path(folder))
        place.run("db", "upgrade")
        place.run("demo")
        rows = []
        for name, measure in (
            ("pages", lambda: pages.measure(place, ROUNDS, SECONDS)),
            ("a first visit", lambda: visit.measure(place, ROUNDS)),
            ("registration", lambda: registration.measure(place, ROUNDS, SECONDS)),
            ("calendar files", lambda: calendars.measure(ROUNDS, 0.5)),
        ):
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            rows += measure()
    print(figures.table(rows))
    print(f"\nMedians (lowest–highest) of {ROUNDS} interleaved rounds. {figures.machine()}.")


if __name__ == "__main__":
    main()
