"""Reading a spreadsheet, CSV or XLSX, into rows of text with the lines that they stand on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogues.programme.sheet_refusals import (
    CellIsOutsideColumns,
    ColumnIsMissing,
    ColumnIsRepeated,
    ColumnIsUnknown,
    SheetHasTooManyRows,
    SheetIsEmpty,
)
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import (
    Problem,
    SheetIsRefused,
)
from dialogues.support.sheets import Line, lines

COLUMNS = (
    *("dialogue", "title", "title_language", "session", "date", "start", "minutes", "zone"),
    *("floor", "interpretation", "capacity", "short_link", "join_url"),
)
OPTIONAL_COLUMNS = (
    *("status", "admission", "categories", "registration_opens", "registration_closes"),
)
MOST_ROWS = 5_000


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
    return table(content, COLUMNS, OPTIONAL_COLUMNS)


def table(content: bytes, columns: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """As :func:`read`, of a file whose header names all of ``columns`` and of ``optional`` some."""
    return _rows(lines(content, (*columns, *optional)), columns, optional)


def _rows(filled: Iterator[Line], columns: Sequence[str], optional: Sequence[str]) -> list[Row]:
    header = next(filled, None)
    if header is None:
        raise SheetIsRefused([Problem(None, None, SheetIsEmpty())])
    names = _column_names(*header, columns, optional)
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


def _column_names(
    line: int, cells: list[str | Refusal], columns: Sequence[str], optional: Sequence[str]
) -> list[str]:
    names = ["" if isinstance(cell, Refusal) else cell.casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    problems: list[Refusal] = [
        ColumnIsMissing(column=column) for column in columns if column not in names
    ]
    for position, name in enumerate(names):
        if name not in (*columns, *optional):
            problems.append(ColumnIsUnknown(column=name, number=position + 1))
        elif name in names[:position]:
            problems.append(ColumnIsRepeated(column=name))
    if problems:
        raise SheetIsRefused([Problem(line, None, problem) for problem in problems])
    return names
