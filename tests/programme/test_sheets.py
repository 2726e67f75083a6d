"""Bad files, and the sentence that each gets; good ones in their many shapes."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest

from dialogues.programme.sheet_report import MOST_PROBLEMS, sentences
from dialogues.programme.sheet_rows import parse
from dialogues.programme.sheets import read
from dialogues.support import sheet_xlsx
from dialogues.support.sheet_refusals import SheetIsRefused
from dialogues.support.sheets import MOST_BYTES
from dialogues.web.application import DialoguesApp
from tests.programme.sheet_files import (
    AFTERNOON,
    MORNING,
    ROW,
    WANTED,
    Place,
    a_csv,
    an_xlsx,
    plans,
    refused,
)

NOT_UTF8 = "This file is not text in UTF-8. Save it as “CSV UTF-8” or as .xlsx."
NOT_A_WORKBOOK = "This file cannot be read as an Excel workbook. Save it as .xlsx or CSV."
NO_ROWS = "The sheet has no rows. Its first line names the columns, and rows follow."


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_comes_with_any_separator_and_with_or_without_a_mark(
    separator: str, encoding: str
) -> None:
    content = a_csv(MORNING, AFTERNOON, separator=separator, encoding=encoding)
    assert len(WANTED) == 2
    assert plans(content) == WANTED


def test_columns_come_in_any_order_and_case_and_empty_lines_do_not_count() -> None:
    turned = {name: ROW[name] for name in reversed(ROW)}
    content = a_csv(turned).decode()
    header, row = content.splitlines()
    assert plans(f"\n{header.upper()}\n\n,,,\n{row}\n\n".encode())[0].plan == WANTED[0].plan


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    two_lines = {**MORNING, "title": "Two\nlines"}
    bad = {**AFTERNOON, "minutes": "x"}
    assert refused(a_csv(two_lines, bad)) == [(4, "minutes", "“x” is not a whole number.")]
    assert plans(a_csv(two_lines))[0].title == "Two lines"


def test_a_workbook_says_dates_times_and_numbers_in_its_own_way() -> None:
    own: dict[str, Any] = {"minutes": 90, "capacity": None, "join_url": None}
    morning = {**MORNING, **own, "date": dt.date(2027, 7, 28), "start": dt.time(8)}
    afternoon = {
        **AFTERNOON,
        **own,
        "date": dt.datetime(2027, 7, 28),
        "start": dt.timedelta(hours=16),
        "minutes": 90.0,
    }
    assert plans(an_xlsx(morning, afternoon)) == WANTED


def test_a_time_that_a_workbook_rounds_is_the_time_that_was_meant() -> None:
    eight = dt.time(7, 59, 59, 999_800)
    assert plans(an_xlsx({**MORNING, "start": eight}))[0].plan == WANTED[0].plan


def test_texts_keep_what_languages_need() -> None:
    titled = {**MORNING, "title": "النظم الغذائية؛ “نحو 2030”", "title_language": "AR"}
    assert plans(a_csv(titled, separator=";"))[0].title == "النظم الغذائية؛ “نحو 2030”"


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def without(column: str) -> dict[str, Any]:
    return {name: value for name, value in ROW.items() if name != column}


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"", [(None, None, NO_ROWS)]),
        (a_csv(), [(None, None, NO_ROWS)]),
        (a_csv({**ROW, "title": "Governança"}, encoding="latin-1"), [(2, None, NOT_UTF8)]),
        (a_csv(ROW, encoding="utf-16"), [(1, None, NOT_UTF8)]),
        (a_csv(ROW, encoding="utf-16-le"), [(None, None, NOT_UTF8)]),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            [
                (
                    None,
                    None,
                    "This is an old Excel workbook (.xls) or one with a password. "
                    "Save it as .xlsx or CSV, without a password.",
                )
            ],
        ),
        (b"PK\x03\x04 and no more", [(None, None, NOT_A_WORKBOOK)]),
        (_zip(word=b"<document/>"), [(None, None, NOT_A_WORKBOOK)]),
        (
            b" " * (MOST_BYTES + 1),
            [(None, None, "The file is larger than 5 MB. Split it into several.")],
        ),
        (
            _zip(bomb=b"0" * (sheet_xlsx.MOST_UNPACKED_BYTES + 1)),
            [
                (
                    None,
                    None,
                    "The workbook holds too much beside its first sheet. Save that sheet alone.",
                )
            ],
        ),
        (a_csv(without("zone")), [(1, None, "The column “zone” is missing.")]),
        (
            a_csv({**ROW, "room": "B"}),
            [(1, None, "Column 14 is named “room”, which is not one of the columns.")],
        ),
        (
            a_csv(ROW).replace(b"join_url", b"join_url,zone"),
            [(1, None, "The column “zone” is there twice.")],
        ),
        (
            a_csv(ROW).rstrip() + b",more",
            [(2, None, "This line has more cells than there are columns.")],
        ),
        (
            a_csv(ROW) + b'a,"b\n',
            [(3, None, "The quotation marks of this line do not match.")],
        ),
        (
            a_csv(*[ROW] * 10_000),
            [(5002, None, "The sheet has more than 5000 rows. Split it into several.")],
        ),
        (
            an_xlsx({**ROW, "minutes": "=60+30"}),
            [(2, "minutes", "This cell holds a formula. Put its value there.")],
        ),
        (
            an_xlsx({**ROW, "minutes": "#REF!"}),
            [(2, "minutes", "This cell holds an error of the spreadsheet program.")],
        ),
    ],
)
def test_a_bad_file_gets_a_sentence(content: bytes, problems: list[Place]) -> None:
    assert refused(content) == problems


def test_a_stray_cell_far_below_is_refused_soon() -> None:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(an_xlsx(ROW)))
    assert workbook.active is not None
    workbook.active.cell(1_000_000, 1, "stray")
    out = io.BytesIO()
    workbook.save(out)
    assert refused(out.getvalue()) == [
        (
            20001,
            None,
            "The sheet goes on below line 20000. Delete the empty lines below the rows.",
        )
    ]


EMPTY = "This cell is empty."
HIDDEN = "Remove line breaks and invisible characters from this text."
TOO_WIDE = "This line has cells to the right of column 64. Delete what is not in the table."


def test_a_header_without_end_is_refused_at_once() -> None:
    assert refused(b"dialogue," * 300_000) == [(1, None, TOO_WIDE)]


@pytest.mark.parametrize("column", [65, 66, 300])
@pytest.mark.parametrize("line", [1, 2])
def test_a_cell_far_to_the_right_is_refused(line: int, column: int) -> None:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(an_xlsx(ROW)))
    assert workbook.active is not None
    workbook.active.cell(line, column, "stray")
    out = io.BytesIO()
    workbook.save(out)
    assert refused(out.getvalue()) == [(line, None, TOO_WIDE)]


def test_a_sheet_that_goes_on_far_below_is_refused_as_csv_too() -> None:
    header, row = a_csv(ROW).splitlines()
    assert refused(header + b"\n" * 20_000 + row) == [
        (
            20001,
            None,
            "The sheet goes on below line 20000. Delete the empty lines below the rows.",
        )
    ]


def test_of_many_problems_the_first_are_listed_and_of_long_cells_the_beginning(
    app: DialoguesApp,
) -> None:
    bad = [{**ROW, "session": f"s{number}", "start": "8" * 300} for number in range(250)]
    problems = [problem for row in read(a_csv(*bad)) for problem in parse(row).problems]
    with app.test_request_context("/en/"):
        said = sentences(SheetIsRefused(problems))
    assert len(said) == MOST_PROBLEMS + 1
    assert said[0] == (
        f"Line 2, column start: “{'8' * 79}…” is not a time. Write it as hours:minutes, "
        "such as 16:00."
    )
    assert said[-1] == "And 50 more problems."


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("dialogue", "", EMPTY),
        ("dialogue", "k" * 81, "Write at most 80 characters."),
        ("session", "", EMPTY),
        ("title", "t" * 301, "Write at most 300 characters."),
        ("title", "t" * 200_000, "Write at most 300 characters."),
        ("title", "a\u202eb", HIDDEN),
        ("dialogue", "a\u2066b", HIDDEN),
        ("session", "a\x7fb", HIDDEN),
        ("title_language", "", EMPTY),
        (
            "title_language",
            "German",
            "“german” is not one of the languages ar, zh, en, fr, ru and es.",
        ),
        ("date", "", EMPTY),
        (
            "date",
            "28/07/2027",
            "“28/07/2027” is not a date. Write it as year-month-day, such as 2026-07-27.",
        ),
        (
            "date",
            "2027-02-30",
            "“2027-02-30” is not a date. Write it as year-month-day, such as 2026-07-27.",
        ),
        ("date", "2044-07-28", "Give a date between the years 2000 and 2037."),
        ("start", "8h", "“8h” is not a time. Write it as hours:minutes, such as 16:00."),
        ("start", "24:00", "“24:00” is not a time. Write it as hours:minutes, such as 16:00."),
        (
            "start",
            "08:00+01:00",
            "Europe/Rome is not at +01:00 then. Write 08:00+02:00.",
        ),
        ("minutes", "1h30", "“1h30” is not a whole number."),
        ("minutes", "--90", "“--90” is not a whole number."),
        ("minutes", "-5", "A session lasts between 5 and 1440 minutes."),
        ("minutes", "9" * 20, "A session lasts between 5 and 1440 minutes."),
        ("minutes", "=60+30", "This cell holds a formula. Put its value there."),
        ("minutes", "0", "A session lasts between 5 and 1440 minutes."),
        ("zone", "CEST", "“CEST” is not a time zone. Write one such as Europe/Rome."),
        (
            "zone",
            "Europe/Zurick",
            "“Europe/Zurick” is not a time zone. Did you mean Europe/Zurich?",
        ),
        ("floor", "de", "“de” is not one of the languages ar, zh, en, fr, ru and es."),
        (
            "interpretation",
            "zh,ru",
            "“zh,ru” is not one of the languages ar, zh, en, fr, ru and es.",
        ),
        ("interpretation", "zh zh", "Name each interpretation language once."),
        (
            "interpretation",
            "zh en",
            "The floor language cannot be an interpretation language as well.",
        ),
        ("capacity", "many", "“many” is not a whole number."),
        (
            "capacity",
            "0",
            "The number of seats is between 1 and 100000, or empty for no limit.",
        ),
        (
            "short_link",
            "static",
            "“static” is the address of a page of this site. Choose another short link.",
        ),
        (
            "short_link",
            "x",
            "A short link has 3 to 40 letters (a to z), digits or hyphens, as in 27julyAM.",
        ),
        (
            "join_url",
            "javascript:alert(1)",
            "A join link is a whole web address that starts with https:// or http://.",
        ),
        ("status", "cancelled", "“cancelled” is not a status. Write draft or published."),
    ],
)
def test_a_bad_cell_gets_a_sentence(column: str, cell: str, sentence: str) -> None:
    assert refused(a_csv({**ROW, column: cell})) == [(2, column, sentence)]


def test_every_bad_cell_of_every_bad_row_is_named() -> None:
    bad = {**ROW, "date": "", "zone": "Mars", "minutes": "x"}
    assert [place[:2] for place in refused(a_csv(MORNING, bad, AFTERNOON, bad))] == [
        (line, column) for line in (3, 5) for column in ("date", "zone", "minutes")
    ]
