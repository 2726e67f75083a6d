"""A note of 5,000 words in Arabic as a file, made and asked for again; and as a page."""

import datetime as dt
import time
from collections.abc import Callable

from benchmarks import seed
from benchmarks.figures import Row, interleaved
from benchmarks.servers import Place
from dialogues.database import db
from dialogues.summaries.documents import Document, Part, Stamp
from dialogues.summaries.files import file_of
from dialogues.summaries.models import SectionKind
from dialogues.summaries.publishing import publish_in
from dialogues.support.made import made_files
from dialogues.web import caching
from dialogues.web.application import DialoguesApp
from tests.builders import a_note

WORDS = 5000
MOST_SECONDS = 1.0
_SENTENCE = "تريد البلدان قائمة محدثة بالتحالفات ومنسقيها ومواقعها يوم 27 تموز/يوليه 2022."
_NAMES = {"pdf": "PDF", "docx": "Word file"}


def measure(place: Place, rounds: int) -> list[Row]:
    """Seconds until the bytes are there."""
    with seed.application(place) as app, app.test_request_context():
        return [*(_measured(kind, rounds) for kind in _NAMES), _page(app, rounds)]


def _measured(kind: str, rounds: int) -> Row:
    note = _note()
    anew, again = interleaved(rounds, [_making(note, kind, True), _making(note, kind, False)])
    return Row(
        f"a note of {WORDS:,} words in Arabic as {_NAMES[kind]} (seconds)",
        str(anew),
        f"the same once more: {again}",
        "",
        f"≤ {MOST_SECONDS:g} s",
        anew.median <= MOST_SECONDS,
    )


def _page(app: DialoguesApp, rounds: int) -> Row:
    """The page that readers ask for, with all that it reads from the database."""
    sections = [(SectionKind.PARTICIPATION, part.heading, part.markdown) for part in _note().parts]
    note = a_note(seed.sessions()[0].dialogue, language="ar", sections=sections)
    path = f"/ar/dialogues/{publish_in(note, 'ar', None).note.dialogue.public_id}/summary"
    db.session.commit()
    client = app.test_client()

    def ask() -> float:
        started = time.perf_counter()
        answer = client.get(path)
        seconds = time.perf_counter() - started
        assert answer.status_code == 200, answer.status
        return seconds

    def ask_anew() -> float:
        caching.clear(app)
        return ask()

    anew, again = interleaved(rounds, [ask_anew, ask])
    return Row(
        f"a note of {WORDS:,} words in Arabic as a page (seconds)",
        str(anew),
        f"the same once more: {again}",
        "",
        f"≤ {MOST_SECONDS:g} s",
        anew.median <= MOST_SECONDS,
    )


def _making(note: Document, kind: str, is_new: bool) -> Callable[[], float]:
    def make() -> float:
        if is_new:
            made_files.clear()
        started = time.perf_counter()
        file_of(note, kind)
        return time.perf_counter() - started

    return make


def _note() -> Document:
    times = WORDS // (10 * len(_SENTENCE.split()))
    body = "\n\n".join([" ".join([_SENTENCE] * times)] * 2)
    stamp = Stamp("النسخة 1", "https://dialogues.example.org/ar/x", dt.date(2022, 7, 6))
    return Document(
        language="ar",
        title="ملتزمون بتحويل النظم الغذائية",
        dates="29 حزيران/يونيه 2022",
        opening=_SENTENCE,
        themes=(),
        parts=tuple(Part(f"section-{n}", f"القسم {n}", body, (), ()) for n in range(5)),
        promises=(),
        carried=(),
        stamp=stamp,
    )
