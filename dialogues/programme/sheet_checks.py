"""What rows of one sheet say against each other."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from dialogues.programme import rules
from dialogues.programme.sheet_refusals import (
    Problem,
    RowIsRepeated,
    ShortLinkIsRepeated,
    TitleDiffers,
)
from dialogues.programme.sheet_rows import SheetSession
from dialogues.support.refusals import Refusal


def problems_between(rows: Sequence[SheetSession]) -> list[Problem]:
    """Rows with one key, with one short link, or with two titles for one Dialogue and language."""
    titles: dict[tuple[str, str | None], SheetSession] = {}
    found = [
        *_repeated(rows, "session", lambda row: (row.dialogue, row.session), RowIsRepeated),
        *_repeated(rows, "short_link", _folded_link, ShortLinkIsRepeated),
    ]
    for row in rows:
        if row.title:
            first = titles.setdefault((row.dialogue, row.title_language), row)
            if first.title != row.title:
                found.append(Problem(row.line, "title", TitleDiffers(line=first.line)))
    return found


def texts_of(rows: Iterable[SheetSession]) -> dict[str, dict[str, str]]:
    """By Dialogue, its titles by language, in the order of the sheet."""
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        titles = texts.setdefault(row.dialogue, {})
        if row.title and row.title_language:
            titles.setdefault(row.title_language, row.title)
    return texts


def _folded_link(row: SheetSession) -> str | None:
    return rules.folded(row.plan.short_link) if row.plan.short_link else None


def _repeated(
    rows: Sequence[SheetSession],
    column: str,
    key_of: Callable[[SheetSession], Hashable],
    refusal: Callable[..., Refusal],
) -> list[Problem]:
    first: dict[Hashable, SheetSession] = {}
    found: list[Problem] = []
    for row in rows:
        key = key_of(row)
        if key is not None and first.setdefault(key, row) is not row:
            found.append(Problem(row.line, column, refusal(line=first[key].line)))
    return found
