"""What rows of one sheet say against each other."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from dialogues.programme import rules
from dialogues.programme.sheet_refusals import RowIsRepeated, ShortLinkIsRepeated, TitleDiffers
from dialogues.programme.sheet_rows import SheetRow, SheetSession, parse
from dialogues.programme.sheets import Row
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem


@dataclass(frozen=True)
class Sheet:
    """Rows as far as they can be read, and what they say wrongly by themselves."""

    rows: Sequence[SheetRow]
    problems: Sequence[Problem]

    @property
    def sessions(self) -> list[SheetSession]:
        """The rows that can be imported."""
        return [row.meaning for row in self.rows if row.meaning]


def check(rows: Sequence[Row]) -> Sheet:
    """What rows mean, each and against each other. Asks no database."""
    parsed = [parse(row) for row in rows]
    problems = [problem for row in parsed for problem in row.problems]
    return Sheet(parsed, [*problems, *problems_between(parsed)])


def problems_between(rows: Sequence[SheetRow]) -> list[Problem]:
    """Rows with one key, with one short link, or with two titles for one Dialogue and language.

    A row that cannot be imported is held against the others by what can be read of it.
    """
    titles: dict[tuple[str, str], SheetRow] = {}
    found = [
        *_repeated(rows, "session", _key, RowIsRepeated),
        *_repeated(rows, "short_link", _folded_link, ShortLinkIsRepeated),
    ]
    for row in rows:
        if row.dialogue and row.title and row.title_language:
            first = titles.setdefault((row.dialogue, row.title_language), row)
            if first.title != row.title:
                found.append(Problem(row.line, "title", TitleDiffers(line=first.line)))
    return found


def texts_of(rows: Iterable[SheetRow]) -> dict[str, dict[str, str]]:
    """By Dialogue, its titles by language, in the order of the sheet."""
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.dialogue:
            titles = texts.setdefault(row.dialogue, {})
            if row.title and row.title_language:
                titles.setdefault(row.title_language, row.title)
    return texts


def _key(row: SheetRow) -> tuple[str, str] | None:
    return (row.dialogue, row.session) if row.dialogue and row.session else None


def _folded_link(row: SheetRow) -> str | None:
    return rules.folded(row.short_link) if row.short_link else None


def _repeated(
    rows: Sequence[SheetRow],
    column: str,
    key_of: Callable[[SheetRow], Hashable],
    refusal: Callable[..., Refusal],
) -> list[Problem]:
    first: dict[Hashable, SheetRow] = {}
    found: list[Problem] = []
    for row in rows:
        key = key_of(row)
        if key is not None and first.setdefault(key, row) is not row:
            found.append(Problem(row.line, column, refusal(line=first[key].line)))
    return found
