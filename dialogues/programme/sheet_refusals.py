"""What an import turns down of a sheet that can be read, each with its sentence."""

from dialogues.support.refusals import N_
from dialogues.support.sheet_refusals import InvalidSheet


class SheetHasTooManyRows(InvalidSheet):
    """The sheet has more rows than are imported at once."""

    sentence = N_("The sheet has more than %(most)s rows. Split it into several.")


class SheetIsEmpty(InvalidSheet):
    """There is no row below the header, or not even a header."""

    sentence = N_("The sheet has no rows. Its first line names the columns, and rows follow.")


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


class CellIsNotDate(InvalidSheet):
    """The cell is no ISO date."""

    sentence = N_("“%(text)s” is not a date. Write it as year-month-day, such as 2026-07-27.")


class CellIsNotTime(InvalidSheet):
    """The cell is no wall time."""

    sentence = N_("“%(text)s” is not a time. Write it as hours:minutes, such as 16:00.")


class CellIsNotNumber(InvalidSheet):
    """The cell is no whole number."""

    sentence = N_("“%(text)s” is not a whole number.")


class CellIsNotMoment(InvalidSheet):
    """The cell is no date with a wall time."""

    sentence = N_("“%(text)s” is not a date with a time. Write it as 2026-07-01 09:00.")


class AdmissionIsUnknown(InvalidSheet):
    """The cell is no way of admission."""

    sentence = N_("“%(text)s” does not say who may come. Write open, approval or invitation.")


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
