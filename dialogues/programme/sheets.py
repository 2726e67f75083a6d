"""Reading a spreadsheet, CSV or XLSX, into rows of text with the lines that they stand on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogues.programme import sheet_csv, sheet_xlsx
from dialogues.programme.sheet_refusals import (
    CellIsOutsideColumns,
    ColumnIsMissing,
    ColumnIsRepeated,
    ColumnIsUnknown,
    Problem,
    SheetHasTooManyColumns,
    SheetHasTooManyLines,
    SheetHasTooManyRows,
    SheetIsEmpty,
    SheetIsOldExcel,
    SheetIsRefused,
    SheetIsTooLarge,
)
from dialogues.support.refusals import Refusal

COLUMNS = (
    *("dialogue", "title", "title_language", "session", "date", "start", "minutes", "zone"),
    *("floor", "interpretation", "capacity", "short_link", "join_url"),
)
OPTIONAL_COLUMNS = ("status",)
MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_LINES = 20_000
"""Empty ones among them, and those inside of quotation marks."""
MOST_COLUMNS = 64
"""Empty ones among them."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_Line = tuple[int, list[str | Refusal]]


@dataclass(frozen=True)
class Row:
    """One row below the header. A cell is its text, or why it has none to read."""

    line: int
    """As a spreadsheet program or an editor counts, from 1; the header is line 1 as a rule."""
    cells: dict[str, str | Refusal]


def read(content: bytes) -> list[Row]:
    """The rows of a CSV or XLSX file; its content decides which it is, not its name.

    Raises :class:`SheetIsRefused` where the file, its header or a row's shape cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise SheetIsRefused([Problem(None, None, SheetIsTooLarge(megabytes=MOST_BYTES // 10**6))])
    if content.startswith(_OLD_EXCEL):
        raise SheetIsRefused([Problem(None, None, SheetIsOldExcel())])
    if content.startswith(_ZIP):
        return _rows(sheet_xlsx.lines(content))
    return _rows(sheet_csv.lines(content, (*COLUMNS, *OPTIONAL_COLUMNS)))


def _filled(lines: Iterable[_Line]) -> Iterator[_Line]:
    for line, cells in lines:
        if line > MOST_LINES:
            raise SheetIsRefused([Problem(line, None, SheetHasTooManyLines(most=MOST_LINES))])
        if any(cells[MOST_COLUMNS:]):
            raise SheetIsRefused([Problem(line, None, SheetHasTooManyColumns(most=MOST_COLUMNS))])
        if any(cells):
            yield line, cells


def _rows(lines: Iterable[_Line]) -> list[Row]:
    filled = _filled(lines)
    header = next(filled, None)
    if header is None:
        raise SheetIsRefused([Problem(None, None, SheetIsEmpty())])
    names = _column_names(*header)
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in filled:
        if len(rows) == MOST_ROWS:
            raise SheetIsRefused([Problem(line, None, SheetHasTooManyRows(most=MOST_ROWS))])
        if any(cells[len(names) :]):
            problems.append(Problem(line, None, CellIsOutsideColumns()))
        padded = [*cells, *[""] * (len(names) - len(cells))]
        rows.append(Row(line, dict(zip(names, padded, strict=False))))
    if problems:
        raise SheetIsRefused(problems)
    if not rows:
        raise SheetIsRefused([Problem(None, None, SheetIsEmpty())])
    return rows


def _column_names(line: int, cells: list[str | Refusal]) -> list[str]:
    names = ["" if isinstance(cell, Refusal) else cell.casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    problems: list[Refusal] = [
        ColumnIsMissing(column=column) for column in COLUMNS if column not in names
    ]
    for position, name in enumerate(names):
        if name not in (*COLUMNS, *OPTIONAL_COLUMNS):
            problems.append(ColumnIsUnknown(column=name, number=position + 1))
        elif name in names[:position]:
            problems.append(ColumnIsRepeated(column=name))
    if problems:
        raise SheetIsRefused([Problem(line, None, problem) for problem in problems])
    return names
