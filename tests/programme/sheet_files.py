"""Spreadsheets for tests: rows by column, as CSV or XLSX; and what is read of them."""

import csv
import io
from typing import Any

from openpyxl import Workbook

from dialogues.programme.sheet_checks import check
from dialogues.programme.sheet_rows import SheetSession, parse
from dialogues.programme.sheets import COLUMNS, read
from dialogues.support.sheet_refusals import Problem, SheetIsRefused

Place = tuple[int | None, str | None, str]

ROW: dict[str, Any] = {
    "dialogue": "2027-07",
    "title": "Governance, policies and institutions",
    "title_language": "en",
    "session": "morning",
    "date": "2027-07-28",
    "start": "08:00",
    "minutes": "90",
    "zone": "Europe/Rome",
    "floor": "en",
    "interpretation": "zh ru ar",
    "capacity": "",
    "short_link": "28julyAM",
    "join_url": "",
}
MORNING = ROW
AFTERNOON = {
    **ROW,
    "session": "afternoon",
    "start": "16:00",
    "interpretation": "fr es",
    "short_link": "28JulyPM",
}


def a_csv(*rows: dict[str, Any], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows with the columns of the first, or with all columns where there is none."""
    columns = list(rows[0]) if rows else list(COLUMNS)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue().encode(encoding)


def an_xlsx(*rows: dict[str, Any]) -> bytes:
    """The rows as an Excel workbook, each value as it is."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([row[column] for column in rows[0]])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def places(problems: list[Problem]) -> list[Place]:
    return [(problem.line, problem.column, str(problem.refusal)) for problem in problems]


def refused(content: bytes) -> list[Place]:
    """Why a file, or one of its rows, is refused."""
    try:
        parsed = [parse(row) for row in read(content)]
    except SheetIsRefused as refusal:
        return places(refusal.problems)
    return places([problem for row in parsed for problem in row.problems])


def plans(content: bytes) -> list[SheetSession]:
    return check(read(content)).sessions


WANTED = plans(a_csv(MORNING, AFTERNOON))
