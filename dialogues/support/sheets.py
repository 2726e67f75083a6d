"""The lines of a spreadsheet, CSV or XLSX, as text; and how much of it is read."""

from collections.abc import Iterator, Sequence

from dialogues.support import sheet_csv, sheet_xlsx
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import (
    Problem,
    SheetHasTooManyColumns,
    SheetHasTooManyLines,
    SheetIsOldExcel,
    SheetIsRefused,
    SheetIsTooLarge,
)

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
"""Empty ones among them, and those inside of quotation marks."""
MOST_COLUMNS = 64
"""Empty ones among them."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"

Line = tuple[int, list[str | Refusal]]
"""Its number, as a spreadsheet program or an editor counts, from 1; and its cells.

A cell is its text, trimmed, or why it has none to read.
"""


def lines(content: bytes, columns: Sequence[str]) -> Iterator[Line]:
    """The lines of a file that are not empty; its content decides which kind it is, not its name.

    ``columns`` are what the header of a CSV file may name: they tell what separates its cells.
    Raises :class:`SheetIsRefused` where the file cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise SheetIsRefused([Problem(None, None, SheetIsTooLarge(megabytes=MOST_BYTES // 10**6))])
    if content.startswith(_OLD_EXCEL):
        raise SheetIsRefused([Problem(None, None, SheetIsOldExcel())])
    is_workbook = content.startswith(_ZIP)
    found = sheet_xlsx.lines(content) if is_workbook else sheet_csv.lines(content, columns)
    for line, cells in found:
        if line > MOST_LINES:
            raise SheetIsRefused([Problem(line, None, SheetHasTooManyLines(most=MOST_LINES))])
        if any(cells[MOST_COLUMNS:]):
            raise SheetIsRefused([Problem(line, None, SheetHasTooManyColumns(most=MOST_COLUMNS))])
        if any(cells):
            yield line, cells
