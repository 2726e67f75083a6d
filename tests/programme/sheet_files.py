"""Spreadsheets for tests: rows by column, as CSV or XLSX."""

import csv
import io
from typing import Any

from openpyxl import Workbook

from dialogues.programme.sheets import COLUMNS

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
