"""The one search: what it finds, in which order, the same on both databases."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db
from dialogues.finding import queries
from dialogues.finding.models import Passage, PassageKind
from dialogues.finding.tokens import tokens_of, wanted
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue
from tests.finding.reading import finds

WORDS = (
    *("food", "Foods", "décision", "decision", "système", "粮食", "系统", "粮食系统", "食"),
    *("الغذاء", "غذاء", "وبالغِذاء", "الأمن", "ещё", "еще", "27", "٢٧", "l’eau", "&", "'", '"x"'),
    *("systems", "coalition", "coalitions", "система", "систем", "التزام", "والالتزام", "œuvre"),
)
LINES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
TYPED = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    st.text(max_size=12).filter(lambda text: "\0" not in text),
)
PASSAGES = st.lists(
    st.tuples(
        st.sampled_from(PassageKind),
        st.sampled_from(["en", "zh", "ar"]),
        st.integers(1, 3),
        LINES,
        LINES,
    ),
    min_size=3,
    max_size=14,
)


def store(dialogue_id: int, passages: list[tuple[PassageKind, str, int, str, str]]) -> None:
    rows = [
        {
            "id": number,
            "kind": kind,
            "dialogue_id": dialogue_id,
            "subject": f"subject{number}",
            "language": language,
            "anchor": "",
            "held_on": dt.date(2026, 1, day),
            "heading": heading,
            "text": text,
            "heading_tokens": tokens_of(heading),
            "tokens": sorted({*tokens_of(heading), *tokens_of(text)}),
        }
        for number, (kind, language, day, heading, text) in enumerate(passages, start=1)
    ]
    if rows:
        db.session.execute(insert(Passage), rows)


def ids(typed: str, language: str = "en", kind: PassageKind | None = None) -> list[int]:
    found: list[int] = []
    number, has_more = 0, bool(wanted(typed))
    while has_more:
        number += 1
        page = queries.found(wanted(typed), language, kind, number)
        found += [passage.id for passage in page.items]
        has_more = page.has_more
    return found


@pytest.fixture(scope="module")
def both(templates: Any, run_folder: Path) -> Iterator[list[tuple[DialoguesApp, int]]]:
    """The application over each of the databases, with a Dialogue."""
    with ExitStack() as stack:
        apps = []
        for name in ("sqlite", "postgresql"):
            url = stack.enter_context(templates(name).copy())
            app = create_app(settings_of(url, run_folder))
            with app.app_context():
                apps.append((app, a_dialogue().id))
            stack.callback(close, app)
        yield apps


def settings_of(url: str, folder: Path) -> Settings:
    return Settings.from_environment(
        {
            "DIALOGUES_DATABASE_URL": url,
            "DIALOGUES_QUEUE_URL": f"sqlite:///{folder}/queue.sqlite",
            "DIALOGUES_SECRET_KEY": "a secret for tests that is long enough",
        }
    )


def close(app: DialoguesApp) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(PASSAGES, TYPED, st.sampled_from(["en", "zh"]), st.sampled_from([None, *PassageKind]))
def test_both_databases_find_the_same_in_the_same_order(
    both: list[tuple[DialoguesApp, int]],
    passages: list[tuple[PassageKind, str, int, str, str]],
    typed: str,
    language: str,
    kind: PassageKind | None,
) -> None:
    answers = []
    for app, dialogue_id in both:
        with app.app_context():
            store(dialogue_id, passages)
            answers.append(ids(typed, language, kind))
            db.session.rollback()
    assert answers[0] == answers[1] == by_reading(passages, typed, language, kind)


def by_reading(
    passages: list[tuple[PassageKind, str, int, str, str]],
    typed: str,
    language: str,
    kind: PassageKind | None,
) -> list[int]:
    """The same by looking at every passage in turn."""
    found = [
        (of != language, not finds(typed, heading), -day, number)
        for number, (what, of, day, heading, text) in enumerate(passages, start=1)
        if wanted(typed) and kind in (None, what) and finds(typed, f"{heading}\n{text}")
    ]
    return [number for *_order, number in sorted(found)]


@pytest.mark.databases
def test_what_people_type_is_never_read_as_a_query(app: DialoguesApp) -> None:
    store(a_dialogue().id, [(PassageKind.DIALOGUE, "en", 1, "", "food OR near heading tokens")])
    for typed in (
        '"',
        "food*",
        "tokens : x",
        "a AND",
        "NEAR(food, 2)",
        "^food",
        "f'ood\\",
        "-food",
    ):
        assert ids(typed) in ([], [1])
    assert ids("food AND prices") == []
    assert ids("food OR") == [1]
    assert ids("'food':* & !x") == []


@pytest.mark.databases
def test_results_come_by_tens(app: DialoguesApp) -> None:
    store(a_dialogue().id, [(PassageKind.NOTE, "en", 1, "", "food")] * 21)
    pages = [queries.found(wanted("food"), "en", None, number) for number in (1, 2, 3, 4)]
    assert [len(page.items) for page in pages] == [10, 10, 1, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]
