"""Columns of a sheet that say who may come and when one can register; one may leave them out."""

import datetime as dt
from typing import Any

import pytest

from dialogues.database import db, transact
from dialogues.programme.importing import Imported, import_sheet
from dialogues.programme.models import Admission, DialogueSession
from dialogues.programme.sheet_checks import check
from dialogues.programme.sheets import read
from dialogues.support.sheet_refusals import SheetIsRefused
from tests.builders import UID_DOMAIN
from tests.programme.sheet_files import MORNING, a_csv, an_xlsx, places, refused

TERMS = {
    "admission": "Approval",
    "categories": "convenor_team national_convenor",
    "registration_opens": "2027-07-01 09:00",
    "registration_closes": "2027-07-20T18:00",
}


def imported(content: bytes) -> Imported:
    return transact(lambda: import_sheet(check(read(content)), UID_DOMAIN))


def only_session() -> DialogueSession:
    db.session.rollback()
    session: DialogueSession = db.session.scalars(db.select(DialogueSession)).one()
    return session


def terms_of(session: DialogueSession) -> tuple[object, ...]:
    return (session.admission, session.categories, *session.opening)


ALL = (
    Admission.APPROVAL,
    ("national_convenor", "convenor_team"),
    dt.datetime(2027, 7, 1, 9),
    dt.datetime(2027, 7, 20, 18),
)


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_a_row_says_who_may_come_and_when_and_saying_it_again_changes_nothing() -> None:
    content = a_csv({**MORNING, **TERMS})
    assert imported(content).count("created") == 1
    session = only_session()
    assert terms_of(session) == ALL
    assert session.registration_opens_at == dt.datetime(2027, 7, 1, 7, tzinfo=dt.UTC)
    assert imported(content).count("unchanged") == 1


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_a_session_keeps_what_a_row_leaves_out_or_empty() -> None:
    imported(a_csv({**MORNING, **TERMS}))
    assert imported(a_csv(MORNING)).count("unchanged") == 1
    assert imported(a_csv({**MORNING, **dict.fromkeys(TERMS, "")})).count("unchanged") == 1
    assert terms_of(only_session()) == ALL
    changed = imported(a_csv({**MORNING, "admission": "open", "capacity": "40"}))
    assert changed.count("changed") == 1
    assert terms_of(only_session()) == (Admission.OPEN, *ALL[1:])


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_a_row_that_moves_a_session_before_its_registration_closes_is_refused() -> None:
    imported(a_csv({**MORNING, **TERMS}))
    with pytest.raises(SheetIsRefused) as found:
        imported(a_csv({**MORNING, "date": "2027-07-19"}))
    assert places(found.value.problems) == [
        (
            2,
            "registration_closes",
            "Registration closes when the session is over at the latest, at 2027-07-19 09:30.",
        )
    ]


@pytest.mark.usefixtures("app")
def test_sheets_without_the_columns_make_sessions_that_are_open_to_all() -> None:
    imported(a_csv(MORNING))
    assert terms_of(only_session()) == (Admission.OPEN, (), None, None)


def test_dates_of_workbooks_are_read_midnight_among_them() -> None:
    row = {
        **MORNING,
        **TERMS,
        "registration_opens": dt.datetime(2027, 7, 1),
        "registration_closes": dt.datetime(2027, 7, 20, 18),
    }
    [found] = check(read(an_xlsx(row))).sessions
    assert found.plan.opening == (dt.datetime(2027, 7, 1), dt.datetime(2027, 7, 20, 18))


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        (
            {"admission": "maybe"},
            "admission",
            "“maybe” does not say who may come. Write open, approval or invitation.",
        ),
        (
            {"categories": "coalition minister"},
            "categories",
            "“minister” is not one of the categories national_convenor, convenor_team, coalition, "
            "un_agency, resident_coordinator, permanent_representation, other.",
        ),
        *(
            (
                {"registration_opens": text},
                "registration_opens",
                f"“{text}” is not a date with a time. Write it as 2026-07-01 09:00.",
            )
            for text in ("soon", "2027-07-01 9", "01/07/2027 09:00", "2027-07-01 09:00+02:00")
        ),
        (
            {"registration_opens": "2027-03-28 02:30"},
            "registration_opens",
            "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
            "Choose 01:30 or 03:30.",
        ),
        (
            {"registration_closes": "2027-07-28 09:31"},
            "registration_closes",
            "Registration closes when the session is over at the latest, at 2027-07-28 09:30.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(cells: dict[str, Any], column: str, why: str) -> None:
    assert refused(a_csv({**MORNING, **cells})) == [(2, column, why)]
