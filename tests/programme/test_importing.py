"""A sheet becomes a programme, twice the same, all of it or none; on both databases."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event

from dialogues.database import db, transact
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service
from dialogues.programme.importing import Outcome
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.sheet_checks import check
from dialogues.programme.sheet_report import importer
from dialogues.programme.sheets import read
from dialogues.support.sheet_refusals import SheetIsRefused
from tests.builders import UID_DOMAIN, a_registration, a_session, an_entry
from tests.programme.sheet_files import AFTERNOON, MORNING, ROW, a_csv

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def import_(*rows: dict[str, Any], dry_run: bool = False) -> tuple[list[Outcome], int]:
    """The outcome of each row, and the number of mails."""
    work = importer(check(read(a_csv(*rows))), UID_DOMAIN)
    effect = transact(work, keep=lambda _effect: not dry_run)
    return [outcome for _, outcome in effect.result.outcomes], effect.mails


def refused(*rows: dict[str, Any]) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(SheetIsRefused) as caught:
        import_(*rows)
    problems = caught.value.problems
    return [(problem.line, problem.column, str(problem.refusal)) for problem in problems]


def the_dialogue() -> Dialogue:
    return db.session.scalars(db.select(Dialogue)).one()


def count(model: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


def test_rows_of_one_key_become_one_published_dialogue() -> None:
    assert import_(MORNING, AFTERNOON) == ([Outcome.CREATED] * 2, 0)
    dialogue = the_dialogue()
    morning, afternoon = dialogue.sessions
    assert (dialogue.key, dialogue.status, dialogue.source_language) == (
        "2027-07",
        Status.PUBLISHED,
        "en",
    )
    assert (morning.key, morning.short_link, morning.status) == (
        "morning",
        "28julyAM",
        Status.PUBLISHED,
    )
    assert afternoon.starts_at == dt.datetime(2027, 7, 28, 14, tzinfo=dt.UTC)
    assert afternoon.interpretation == ("fr", "es")


def test_importing_twice_changes_nothing() -> None:
    import_(MORNING, {**AFTERNOON, "capacity": "50"})
    before = [(row.id, row.updated_at, row.sequence) for row in the_dialogue().sessions]
    assert import_(MORNING, {**AFTERNOON, "capacity": "50"}) == ([Outcome.UNCHANGED] * 2, 0)
    after = [(row.id, row.updated_at, row.sequence) for row in the_dialogue().sessions]
    assert after == before


def test_an_edited_row_goes_through_the_verbs_and_a_dry_run_counts_its_mails() -> None:
    import_(MORNING, AFTERNOON)
    morning, afternoon = the_dialogue().sessions
    for _ in range(2):
        an_entry(a_registration(morning))
    edited = {**MORNING, "start": "09:00"}
    outcomes = [Outcome.CHANGED, Outcome.UNCHANGED]
    assert import_(edited, AFTERNOON, dry_run=True) == (outcomes, 2)
    assert (count(OutboxMail), morning.local_start.hour, morning.sequence) == (0, 8, 0)
    assert import_(edited, AFTERNOON) == (outcomes, 2)
    assert (count(OutboxMail), morning.local_start.hour, morning.sequence) == (2, 9, 1)
    assert afternoon.sequence == 0


def test_absent_rows_are_left_alone() -> None:
    import_(MORNING, AFTERNOON)
    assert import_(MORNING) == ([Outcome.UNCHANGED], 0)
    assert [session.status for session in the_dialogue().sessions] == [Status.PUBLISHED] * 2


def test_empty_links_leave_what_is_there_and_make_up_what_is_not() -> None:
    import_({**MORNING, "short_link": "", "join_url": "https://meet.example.org/1"})
    session = the_dialogue().sessions[0]
    assert session.short_link == "28julyAM"
    assert import_({**MORNING, "short_link": "", "join_url": ""}) == ([Outcome.UNCHANGED], 0)
    assert (session.short_link, session.join_url) == ("28julyAM", "https://meet.example.org/1")


def test_a_made_up_link_keeps_clear_of_those_that_the_sheet_names() -> None:
    import_(MORNING)
    unnamed = {**ROW, "dialogue": "other", "date": "2027-07-29", "short_link": ""}
    named = {**ROW, "session": "third", "short_link": "29julyAM"}
    import_(unnamed, named)
    sessions = db.session.scalars(db.select(DialogueSession).order_by(DialogueSession.id))
    assert sorted(str(session.short_link) for session in sessions) == [
        "28julyAM",
        "29july2027AM",
        "29julyAM",
    ]


def test_rows_say_draft_or_published() -> None:
    import_({**MORNING, "status": "draft"}, {**AFTERNOON, "status": "draft"})
    dialogue = the_dialogue()
    assert dialogue.status is Status.DRAFT
    assert import_({**MORNING, "status": ""}, {**AFTERNOON, "status": "published"})[0] == [
        Outcome.UNCHANGED,
        Outcome.CHANGED,
    ]
    assert dialogue.status is Status.PUBLISHED
    assert [session.status for session in dialogue.sessions] == [Status.DRAFT, Status.PUBLISHED]
    assert refused({**AFTERNOON, "status": "draft"}) == [
        (
            2,
            "status",
            "This session is published and cannot become a draft again. Write published, "
            "or leave the cell empty.",
        )
    ]


def test_a_published_session_does_not_move_into_the_past() -> None:
    import_(MORNING)
    assert refused({**MORNING, "date": "2017-07-28"}) == [
        (
            2,
            "date",
            "This time is past. A published session can only move to a time that is still to come.",
        )
    ]


def test_what_has_been_is_imported_and_corrected() -> None:
    past = {**MORNING, "date": "2017-07-28"}
    assert import_(past)[0] == [Outcome.CREATED]
    assert import_({**past, "start": "09:00"})[0] == [Outcome.CHANGED]


def test_titles_come_in_several_languages_and_descriptions_stay() -> None:
    french = {**AFTERNOON, "title": "Gouvernance", "title_language": "fr"}
    import_(MORNING, french)
    dialogue = the_dialogue()
    assert {code: text.title for code, text in dialogue.texts.items()} == {
        "en": "Governance, policies and institutions",
        "fr": "Gouvernance",
    }
    dialogue.texts["en"].description = "Written on the page."
    db.session.commit()
    assert import_({**MORNING, "title": "Governance"}, french)[0] == [Outcome.UNCHANGED] * 2
    assert dialogue.texts["en"].title == "Governance"
    assert dialogue.texts["en"].description == "Written on the page."
    assert dialogue.texts["fr"].title == "Gouvernance"


def test_a_title_may_be_given_once() -> None:
    untitled = {**AFTERNOON, "title": "", "title_language": ""}
    assert import_(MORNING, untitled)[0] == [Outcome.CREATED] * 2
    assert import_(untitled)[0] == [Outcome.UNCHANGED]
    assert refused({**untitled, "dialogue": "new", "short_link": ""}) == [
        (2, "title", "Give a title.")
    ]


def test_all_rows_or_none() -> None:
    bad = {**AFTERNOON, "zone": "Europe/Rom"}
    assert refused(MORNING, bad) == [
        (3, "zone", "“Europe/Rom” is not a time zone. Did you mean Europe/Rome?")
    ]
    assert (count(Dialogue), count(DialogueSession)) == (0, 0)


def test_rows_that_contradict_each_other_are_named() -> None:
    assert refused(
        MORNING,
        {**AFTERNOON, "session": "morning"},
        {**AFTERNOON, "short_link": "28JULYAM", "session": "third"},
        {**AFTERNOON, "session": "fourth", "short_link": "", "title": "Another"},
    ) == [
        (3, "session", "Line 2 has the same dialogue and session."),
        (4, "short_link", "Line 2 has the same short link."),
        (5, "title", "Line 2 gives this Dialogue another title in the same language."),
    ]


def test_rows_that_are_bad_by_themselves_are_held_against_the_others_too() -> None:
    a_session(short_link="taken")
    bad = {"start": "8h"}
    found = refused(
        {**MORNING, **bad},
        {**AFTERNOON, **bad, "short_link": "28JULYam", "title": "Another"},
        {**MORNING, **bad, "short_link": "taken"},
        {**ROW, "session": "fourth", "short_link": "", "title": ""},
    )
    assert [place[:2] for place in found if place[1] != "start"] == [
        (3, "short_link"),
        (3, "title"),
        (4, "session"),
        (4, "short_link"),
    ]


def test_a_title_in_a_bad_row_counts_for_the_others() -> None:
    untitled = {**AFTERNOON, "title": "", "title_language": ""}
    assert [place[:2] for place in refused({**MORNING, "title": "t" * 301}, untitled)] == [
        (2, "title")
    ]


def test_a_short_link_of_another_session_is_refused() -> None:
    a_session(short_link="28julyam")
    assert refused(MORNING) == [
        (
            2,
            "short_link",
            "The short link “28julyAM” belongs to another session. Choose another one.",
        )
    ]


def test_what_is_cancelled_stays_so() -> None:
    import_(MORNING, AFTERNOON)
    dialogue = the_dialogue()
    service.cancel_session(dialogue.sessions[0])
    assert import_({**MORNING, "status": "published"})[0] == [Outcome.UNCHANGED]
    assert refused({**MORNING, "minutes": "60"}) == [
        (2, "session", "This session is cancelled. A cancelled session cannot be changed.")
    ]
    service.cancel_dialogue(dialogue)
    assert refused({**MORNING, "session": "new", "short_link": ""}) == [
        (2, "dialogue", "This Dialogue is cancelled. A cancelled Dialogue cannot be changed.")
    ]


def test_reading_what_is_there_takes_the_same_statements_for_few_rows_and_many() -> None:
    def rows(number: int) -> list[dict[str, Any]]:
        return [
            {**ROW, "session": f"s{index}", "short_link": f"link-{index}"}
            for index in range(number)
        ]

    assert statements(*rows(400)) > 0
    assert statements(*rows(400)) == statements(*rows(4))


def statements(*rows: dict[str, Any]) -> int:
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    import_(*rows)
    event.remove(db.engine, "before_cursor_execute", see)
    return len(seen)
