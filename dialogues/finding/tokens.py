"""Words as they are found: how a text is cut into words, and by what each of them is looked up.

What is stored and what is typed go through the same functions, so that both meet however they
are spelt: with or without capitals, accents, vowel signs, the Arabic article.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 64
"""Characters of a word that count."""
_LEAST_PREFIX = 3
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
"""Accents, Arabic vowel signs, and the stroke that lengthens Arabic words."""
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"(?P<han>[{_HAN}]+)|(?:(?![{_HAN}])[^\W_]|[{_MARKS}])+")
_DROPPED = re.compile(rf"(?!\u0306)[{_MARKS}]|(?<!и)\u0306")
"""The marks that make no other letter; the breve of й does."""
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans(
    {
        **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"},
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    }
)
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=..)")
"""The Arabic article with what is written together with it, before two letters at least."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, ``text[start:end]``, and the tokens by which it is found."""

    start: int
    end: int
    tokens: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: tokens that must all be there, and one that may go on."""

    whole: tuple[str, ...]
    beginning: str | None
    """The last word typed, where it has three letters or more: ``system`` finds systems."""

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginning)

    def has(self, tokens: frozenset[str]) -> bool:
        """Whether one of ``tokens`` is among what is looked for."""
        begins = self.beginning
        return not tokens.isdisjoint(self.whole) or bool(
            begins and any(token.startswith(begins) for token in tokens)
        )


def tokens_of(text: str) -> list[str]:
    """The tokens by which a text is found, in order, each once: letters and digits alone."""
    return sorted({token for piece in pieces(text) for token in piece.tokens})


def pieces(text: str) -> Iterator[Piece]:
    """The words of a text. Chinese, which sets no spaces, by each character and each two."""
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match["han"]:
            plain = _plain(match.group())
            for at in range(len(plain)):
                for length in (1, 2)[: len(plain) - at]:
                    span = start + at, start + at + length
                    yield Piece(*span, frozenset({plain[at : at + length]}))
        else:
            words = _words(match.group())
            yield Piece(start, end, frozenset(form for word in words for form in _forms(word)))


def wanted(typed: str) -> Wanted:
    """What is looked for where ``typed`` is; whatever else it holds means nothing."""
    tokens: list[str] = []
    may_go_on = False
    for match in _PIECE.finditer(typed):
        if match["han"]:
            plain = _plain(match.group())
            tokens += [plain[at : at + 2] for at in range(max(1, len(plain) - 1))]
            may_go_on = False
        else:
            tokens += [_forms(word)[-1] for word in _words(match.group())]
            may_go_on = bool(tokens) and len(tokens[-1]) >= _LEAST_PREFIX
    beginning = tokens.pop() if may_go_on else None
    return Wanted(tuple(dict.fromkeys(tokens)), beginning)


def _words(piece: str) -> list[str]:
    """The plain words of what stands between separators: mostly one."""
    return [word[:LONGEST] for word in _WORD.findall(_plain(piece))]


def _forms(word: str) -> list[str]:
    """A plain word, and without the Arabic article where it has one."""
    article = _ARTICLE.match(word)
    return [word, word[article.end() :]] if article else [word]


def _plain(text: str) -> str:
    """``text`` without what spellings differ by (Unicode UAX 15, NFKC; case folding)."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _DROPPED.sub("", apart)).translate(_ALIKE)
