"""Rows as CSV and XLSX, whatever their number, in the memory of a few hundred."""

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dialogues.registration.export_columns import Cell

_AT_ONCE = 64 * 1024
_FORMULA = re.compile(r'\A(?=[=+\-@＝＋－＠\t\r\n])|(?<=[;\r\n])(?=[\s"]*[=+\-@＝＋－＠])')
"""Where a spreadsheet would begin a formula; behind separators too: it may read ``;`` as one."""
_MOMENT = "yyyy-mm-dd hh:mm"
_WIDTH = 24


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file in UTF-8 with a mark, by which Excel reads it right, as chunks of bytes.

    What a spreadsheet would run as a formula begins with an apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    out.write("\N{BYTE ORDER MARK}")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        if out.tell() > _AT_ONCE:
            yield _taken_out(out)
    yield _taken_out(out)


def xlsx_chunks(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, right_to_left: bool
) -> Iterator[bytes]:
    """An XLSX file as chunks of bytes; texts are cells of text, whatever they begin with."""
    with tempfile.TemporaryFile() as file:
        _write_sheet(file, headings, rows, right_to_left)
        file.seek(0)
        while chunk := file.read(_AT_ONCE):
            yield chunk


def _write_sheet(
    file: Any, headings: Sequence[str], rows: Iterable[Sequence[Cell]], right_to_left: bool
) -> None:
    # Here, as every web process would hold it in memory, and few write such a file.
    import xlsxwriter  # type: ignore[import-untyped]

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": _MOMENT})
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(headings) - 1, _WIDTH)
        for number, heading in enumerate(headings):
            sheet.write_string(0, number, heading, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for number, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(last, number, cell, moment)
                elif cell:
                    sheet.write_string(last, number, cell)
        sheet.autofilter(0, 0, last, len(headings) - 1)


def _harmless(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return _FORMULA.sub("'", cell)


def _taken_out(out: io.StringIO) -> bytes:
    written = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return written
