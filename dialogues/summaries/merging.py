"""Two texts that were written on top of a third: a proposal that holds what both say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogues.summaries.differences import units
from dialogues.summaries.rules import Words

_BREAK = "\n"
_TOO_EMPTY = re.compile(r"\n{3,}")
_MOST = 4000
"""Words or characters of a passage that are compared at once."""


@dataclass(frozen=True)
class Clash:
    """A passage that both have changed, each in their way: the proposal holds both, one by one."""

    theirs: str
    mine: str


@dataclass(frozen=True)
class Proposal:
    """What a merged section may say; its writer has the last word."""

    words: Words
    clashes: list[Clash]


def proposal(base: Words, theirs: Words, mine: Words, language: str) -> Proposal:
    """Put ``theirs`` and ``mine`` together, which were both written on top of ``base``.

    Line by line, that is paragraph by paragraph; word by word (in Chinese by characters) within
    one that both have changed. Nothing of either is left out but what its own writer, or the other
    one, has deleted; of a heading that both have changed, mine is proposed.
    """
    clashes: list[Clash] = []

    def resolve(passage: Clash) -> str:
        clashes.append(passage)
        return f"\n{passage.theirs.strip(_BREAK)}\n\n{passage.mine.strip(_BREAK)}\n\n"

    heading = _by_words(base.heading, theirs.heading, mine.heading, language)
    if heading is None:
        clashes.append(Clash(theirs.heading, mine.heading))
    body = _by_lines(base.body, theirs.body, mine.body, language, resolve)
    return Proposal(Words(mine.heading if heading is None else heading, body), clashes)


def _by_lines(
    base: str, theirs: str, mine: str, language: str, resolve: Callable[[Clash], str]
) -> str:
    def merged_words(old: Sequence[str], one: Sequence[str], other: Sequence[str]) -> str:
        passage = Clash("".join(one), "".join(other))
        merged = _by_words("".join(old), passage.theirs, passage.mine, language)
        return resolve(passage) if merged is None else merged

    texts = [[f"{line}{_BREAK}" for line in text.split(_BREAK)] for text in (base, theirs, mine)]
    return _TOO_EMPTY.sub("\n\n", _merged(merged_words, *texts)).strip(_BREAK)


def _by_words(base: str, theirs: str, mine: str, language: str) -> str | None:
    """What a passage says with the changes of both; None where both have changed the same words."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    parts = [units(text, language) for text in (base, theirs, mine)]
    if not base.strip() or max(map(len, parts)) > _MOST:
        return None
    try:
        return _merged(_refuse, *parts)
    except _ClashOfWords:
        return None


class _ClashOfWords(Exception):
    """Both have changed the same words."""


def _refuse(*_passages: Sequence[str]) -> str:
    raise _ClashOfWords


def _merged(
    clash: Callable[[Sequence[str], Sequence[str], Sequence[str]], str],
    base: Sequence[str],
    theirs: Sequence[str],
    mine: Sequence[str],
) -> str:
    """What three texts in pieces say together."""
    from merge3 import Merge3  # here: a web process where nobody merges need not hold it

    said = []
    for kind, *passages in Merge3(base, theirs, mine).merge_groups():
        said.append(clash(*passages) if kind == "conflict" else "".join(passages[0]))
    return "".join(said)
