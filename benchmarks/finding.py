"""The search over 10,000 paragraphs: the page of the first ten, on either database."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import insert

from benchmarks import seed
from benchmarks.figures import Row, interleaved
from benchmarks.servers import Place
from dialogues.database import db
from dialogues.finding.models import Passage, PassageKind
from dialogues.finding.tokens import tokens_of
from tests import databases

PARAGRAPHS = 10_000
MOST_SECONDS = 0.1
_WORDS = {
    "en": "food systems coalitions ministries countries finance nutrition climate farmers markets",
    "fr": "décision alimentation systèmes ministères pays financement nutrition climat marchés",
    "zh": "粮食 系统 转型 联盟 部委 国家 融资 营养 气候 农民 市场 行动",
    "ar": "الغذاء والنظم الغذائية للتحالفات الوزارات البلدان بالتمويل التغذية المناخ الأسواق",
}
_TYPED = ("food", "food systems", "rare17", "粮食系统", "الغذاء", "décision", "fo of in")


def measure(place: Place, rounds: int) -> list[Row]:
    """Seconds until the first ten are on the page, for the slowest of what is typed."""
    with _postgresql() as url:
        return [
            _measured("SQLite", place, place.database_url, rounds),
            _measured("PostgreSQL", place, url, rounds),
        ]


@contextmanager
def _postgresql() -> Iterator[str]:
    """The URL of an empty database of a server of the run's own, as tests have one."""
    folder = databases.run_folder()
    try:
        with databases.PostgresqlTemplate(folder, "bench").copy() as url:
            yield url
    finally:
        databases.remove_run_folder(folder)


def _measured(name: str, place: Place, url: str, rounds: int) -> Row:
    with seed.application(place, DIALOGUES_DATABASE_URL=url) as app:
        _paragraphs()
        client = app.test_client()
        figures = interleaved(rounds, [_search(client, typed) for typed in _TYPED])
    typed, slowest = max(zip(_TYPED, figures, strict=True), key=lambda measured: measured[1].median)
    return Row(
        f"search in {PARAGRAPHS:,} paragraphs on {name}, the page of the first ten (seconds)",
        str(slowest),
        f"the slowest of {len(_TYPED)}: {typed}",
        "",
        f"≤ {MOST_SECONDS:g} s",
        slowest.median <= MOST_SECONDS,
    )


def _search(client: FlaskClient, typed: str) -> Callable[[], float]:
    def ask() -> float:
        started = time.perf_counter()
        answer = client.get("/en/search", query_string={"q": typed})
        seconds = time.perf_counter() - started
        assert answer.status_code == 200, answer.status
        return seconds

    return ask


def _paragraphs() -> None:
    dialogue_id = seed.sessions()[0].dialogue_id
    draw = random.Random(PARAGRAPHS)
    rows = [_paragraph(number, dialogue_id, draw) for number in range(PARAGRAPHS)]
    db.session.execute(insert(Passage), rows)
    db.session.commit()


def _paragraph(number: int, dialogue_id: int, draw: random.Random) -> dict[str, object]:
    """Fifty words of a language, a third of the paragraphs with "food" and its heading."""
    language = draw.choice([*_WORDS])
    between = "" if language == "zh" else " "
    words = draw.choices(_WORDS[language].split(), k=50)
    heading, text = f"Heading {number % 40} food", f"{between.join(words)} rare{number % 100}"
    return {
        "kind": PassageKind.NOTE,
        "dialogue_id": dialogue_id,
        "subject": "bench",
        "language": language,
        "anchor": f"section-{number}",
        "held_on": dt.date(2026, 1, 1) + dt.timedelta(days=number % 300),
        "heading": heading,
        "text": text,
        "heading_tokens": tokens_of(heading),
        "tokens": tokens_of(f"{heading} {text}"),
    }
