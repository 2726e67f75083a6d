"""Rows of a sheet as text that a page carries from its preview to its button."""

from collections.abc import Sequence
from typing import Any

from dialogues.programme.sheets import COLUMNS, MOST_ROWS, OPTIONAL_COLUMNS, Row
from dialogues.support import parcels
from dialogues.support.refusals import N_
from dialogues.support.sheet_refusals import InvalidSheet, Problem, SheetIsRefused
from dialogues.support.sheets import MOST_LINES


class SheetIsTooLargeForPage(InvalidSheet):
    """The rows, compressed, do not fit into a form field."""

    sentence = N_(
        "This spreadsheet is too large for this page. Split it, or have it imported with the "
        "command “dialogues programme import”."
    )


class SheetIsLost(InvalidSheet):
    """What the page carried is not what it was given."""

    sentence = N_("The rows of the spreadsheet were lost on the way. Choose the file again.")


def pack(rows: Sequence[Row]) -> str:
    """The text of rows that can be imported, and so hold no refused cell."""
    try:
        return parcels.pack([[row.line, row.cells] for row in rows])
    except parcels.ParcelIsTooLarge:
        raise SheetIsRefused([Problem(None, None, SheetIsTooLargeForPage())]) from None


def unpack(text: str) -> list[Row]:
    """The rows that :func:`pack` made a text of; whoever sent it may have changed it."""
    try:
        rows = [_row(line, cells) for line, cells in parcels.unpack(text)]
    except (parcels.ParcelIsLost, ValueError, TypeError):
        raise SheetIsRefused([Problem(None, None, SheetIsLost())]) from None
    if not 0 < len(rows) <= MOST_ROWS or len({row.line for row in rows}) < len(rows):
        raise SheetIsRefused([Problem(None, None, SheetIsLost())])
    return rows


def _row(line: Any, cells: Any) -> Row:
    if type(line) is not int or not 0 < line <= MOST_LINES:
        raise ValueError("not the number of a line")
    if not isinstance(cells, dict) or not cells.keys() <= {*COLUMNS, *OPTIONAL_COLUMNS}:
        raise ValueError("not cells by their columns")
    for cell in cells.values():
        if not isinstance(cell, str):
            raise TypeError("not the text of a cell")
        cell.encode()  # fails for half of a surrogate pair, which JSON can say
    return Row(line, cells)
