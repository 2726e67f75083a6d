"""The lines of a CSV file: UTF-8, its cells separated by commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator, Sequence

from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import (
    CellHoldsFormula,
    Problem,
    QuotesAreUnbalanced,
    SheetIsNotUtf8,
    SheetIsRefused,
)

_SEPARATORS = ",;\t"
csv.field_size_limit(10_000_000)
"""More than a file may have: what is wrong with a long cell, the rule of its column says."""


def lines(content: bytes, columns: Sequence[str]) -> Iterator[tuple[int, list[str | Refusal]]]:
    """Each record with the line that it begins on, counted from 1; cells are trimmed.

    Cells that a spreadsheet program would compute are refused, each by itself.
    The separator is the one that finds most of ``columns`` in the header.
    """
    text = _decoded(content)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_separator(text, columns), strict=True
    )
    line = 1
    try:
        for record in reader:
            yield line, [_text(cell.strip()) for cell in record]
            line = reader.line_num + 1
    except csv.Error:
        raise SheetIsRefused([Problem(line, None, QuotesAreUnbalanced())]) from None


def _text(cell: str) -> str | Refusal:
    return CellHoldsFormula() if cell.startswith("=") else cell


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SheetIsRefused([Problem(line, None, SheetIsNotUtf8())]) from None
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise SheetIsRefused([Problem(None, None, SheetIsNotUtf8())])
    return text


def _separator(text: str, columns: Sequence[str]) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")

    def columns_found(separator: str) -> int:
        names = {cell.strip().strip('"').casefold() for cell in header.split(separator)}
        return len(names.intersection(columns))

    return max(_SEPARATORS, key=columns_found)
