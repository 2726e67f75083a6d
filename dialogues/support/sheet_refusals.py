"""What reading a spreadsheet turns down: a file, a line or a cell, each with its sentence."""

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
    """A sheet with ``problems``, of which nothing is taken over."""

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
    """The workbook unpacks to more than any list needs."""

    sentence = N_("The workbook holds too much beside its first sheet. Save that sheet alone.")


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


class QuotesAreUnbalanced(InvalidSheet):
    """A quoted cell of the CSV file does not end as it should."""

    sentence = N_("The quotation marks of this line do not match.")


class CellHoldsFormula(InvalidSheet):
    """The cell is computed."""

    sentence = N_("This cell holds a formula. Put its value there.")


class CellHoldsError(InvalidSheet):
    """The cell shows an error such as #REF!."""

    sentence = N_("This cell holds an error of the spreadsheet program.")
