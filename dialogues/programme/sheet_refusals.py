"""What an import turns down: a file, a row or a cell, each with its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.support.refusals import N_, Refusal


@dataclass(frozen=True)
class Problem:
    """Why something cannot be imported, and where it stands, where it stands somewhere."""

    line: int | None
    column: str | None
    refusal: Refusal


class SheetIsRefused(Refusal):
    """A sheet with ``problems``, of which nothing is imported."""

    sentence = N_("The spreadsheet cannot be imported as it is. Nothing has been changed.")
    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = list(problems)


class InvalidSheet(Refusal):
    """Something in a sheet that cannot be read or means nothing."""

    status = 422


class SheetIsTooLarge(InvalidSheet):
    """The file has too many bytes."""

    sentence = N_("The file is larger than %(megabytes)s MB. Split it into several.")


class SheetIsTooLargeUnpacked(InvalidSheet):
    """The workbook unpacks to more than any programme needs."""

    sentence = N_("The workbook holds too much beside the programme. Save the first sheet alone.")


class SheetHasTooManyRows(InvalidSheet):
    """The sheet has more rows than are imported at once."""

    sentence = N_("The sheet has more than %(most)s rows. Split it into several.")


class SheetHasTooManyLines(InvalidSheet):
    """The sheet goes on far below its rows."""

    sentence = N_("The sheet goes on below line %(most)s. Delete the empty lines below the rows.")


class SheetHasTooManyColumns(InvalidSheet):
    """The sheet goes on far to the right of its columns."""

    sentence = N_(
        "This line has cells to the right of column %(most)s. Delete what is not in the table."
    )


class SheetIsOldExcel(InvalidSheet):
    """The file is a workbook of Excel 97, or one with a password."""

    sentence = N_(
        "This is an old Excel workbook (.xls) or one with a password. "
        "Save it as .xlsx or CSV, without a password."
    )


class SheetIsNotWorkbook(InvalidSheet):
    """The file is an archive that holds no readable XLSX workbook."""

    sentence = N_("This file cannot be read as an Excel workbook. Save it as .xlsx or CSV.")


class SheetIsNotUtf8(InvalidSheet):
    """The file is no text in UTF-8."""

    sentence = N_("This file is not text in UTF-8. Save it as “CSV UTF-8” or as .xlsx.")


class SheetIsEmpty(InvalidSheet):
    """There is no row below the header, or not even a header."""

    sentence = N_("The sheet has no rows. Its first line names the columns, and rows follow.")


class QuotesAreUnbalanced(InvalidSheet):
    """A quoted cell of the CSV file does not end as it should."""

    sentence = N_("The quotation marks of this line do not match.")


class ColumnIsMissing(InvalidSheet):
    """The header lacks a column."""

    sentence = N_("The column “%(column)s” is missing.")


class ColumnIsUnknown(InvalidSheet):
    """The header has a column of another name."""

    sentence = N_("Column %(number)s is named “%(column)s”, which is not one of the columns.")


class ColumnIsRepeated(InvalidSheet):
    """The header has a column twice."""

    sentence = N_("The column “%(column)s” is there twice.")


class CellIsOutsideColumns(InvalidSheet):
    """The row has more cells than there are columns."""

    sentence = N_("This line has more cells than there are columns.")


class CellIsEmpty(InvalidSheet):
    """The row lacks a value."""

    sentence = N_("This cell is empty.")


class CellHoldsFormula(InvalidSheet):
    """The cell is computed."""

    sentence = N_("This cell holds a formula. Put its value there.")


class CellHoldsError(InvalidSheet):
    """The cell shows an error such as #REF!."""

    sentence = N_("This cell holds an error of the spreadsheet program.")


class CellIsNotDate(InvalidSheet):
    """The cell is no ISO date."""

    sentence = N_("“%(text)s” is not a date. Write it as year-month-day, such as 2026-07-27.")


class CellIsNotTime(InvalidSheet):
    """The cell is no wall time."""

    sentence = N_("“%(text)s” is not a time. Write it as hours:minutes, such as 16:00.")


class CellIsNotNumber(InvalidSheet):
    """The cell is no whole number."""

    sentence = N_("“%(text)s” is not a whole number.")


class StatusIsUnknown(InvalidSheet):
    """The cell is neither draft nor published."""

    sentence = N_("“%(text)s” is not a status. Write draft or published.")


class TimeIsRepeated(InvalidSheet):
    """The wall time happens twice, and the cell does not say which is meant."""

    sentence = N_(
        "%(time)s happens twice in %(zone)s on that date, because the clocks go back. "
        "Write %(first)s or %(second)s."
    )


class OffsetDoesNotFit(InvalidSheet):
    """The cell says an offset that the zone does not have then."""

    sentence = N_("%(zone)s is not at %(offset)s then. Write %(candidates)s.")


class RowIsRepeated(InvalidSheet):
    """Two rows have one key."""

    sentence = N_("Line %(line)s has the same dialogue and session.")


class ShortLinkIsRepeated(InvalidSheet):
    """Two rows have one short link."""

    sentence = N_("Line %(line)s has the same short link.")


class TitleDiffers(InvalidSheet):
    """Two rows give one Dialogue two titles in one language."""

    sentence = N_("Line %(line)s gives this Dialogue another title in the same language.")
