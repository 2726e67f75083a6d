"""The lines of an XLSX workbook's first sheet, with dates, times and numbers as text."""

import datetime as dt
import io
import warnings
from collections.abc import Iterator
from typing import Any

from dialogues.support import zips
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import (
    CellHoldsError,
    CellHoldsFormula,
    Problem,
    SheetIsNotWorkbook,
    SheetIsRefused,
    SheetIsTooLargeUnpacked,
)

MOST_UNPACKED_BYTES = 30_000_000
MOST_FILES = 1_000


def lines(content: bytes) -> Iterator[tuple[int, list[str | Refusal]]]:
    """Each line of the first sheet with its number, from 1. Formulas are refused, cell by cell.

    Lines are empty where the workbook leaves them out: one stray cell may stand below a million.
    """
    _check_size(content)
    from openpyxl import load_workbook  # here: 8 MB that a web process may never need

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not concern us
            workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()  # what it declares may be wrong
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                yield number, ["" if cell.value is None else _text(cell) for cell in cells]
    except SheetIsRefused:
        raise
    except Exception:
        # A broken or foreign archive surfaces as nearly any error of the XML and ZIP readers.
        raise SheetIsRefused([Problem(None, None, SheetIsNotWorkbook())]) from None


def _check_size(content: bytes) -> None:
    """Refuse a bomb by the sizes that the archive declares; reading stops at those sizes too."""
    try:
        zips.opened(content, MOST_UNPACKED_BYTES, MOST_FILES)
    except zips.ZipIsBroken:
        raise SheetIsRefused([Problem(None, None, SheetIsNotWorkbook())]) from None
    except zips.ZipIsTooLarge:
        raise SheetIsRefused([Problem(None, None, SheetIsTooLargeUnpacked())]) from None


def _text(cell: Any) -> str | Refusal:
    kind, value = cell.data_type, cell.value
    if kind == "f":
        return CellHoldsFormula()
    if kind == "e":
        return CellHoldsError()
    if isinstance(value, dt.datetime):
        rounded = _to_the_second(value)
        if rounded.time() == dt.time():
            return rounded.date().isoformat()
        return rounded.isoformat(timespec="minutes" if not rounded.second else "seconds")
    if isinstance(value, dt.timedelta):
        value = (_to_the_second(dt.datetime(2000, 1, 1) + value)).time()
    if isinstance(value, dt.time):
        rounded = _to_the_second(dt.datetime.combine(dt.date(2000, 1, 1), value))
        return f"{rounded:%H:%M}" if not rounded.second else f"{rounded:%H:%M:%S}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _to_the_second(value: dt.datetime) -> dt.datetime:
    # A time is a fraction of a day there, and 08:00 may come as 07:59:59.999.
    return (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
