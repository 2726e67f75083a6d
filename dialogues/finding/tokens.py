"""Words as they are found: how a text is cut into words, and by what each of them is looked up.

What is stored and what is typed go through the same functions, so that both meet however they
are spelt: with or without capitals, accents, vowel signs, the Arabic article, endings.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dialogues.finding.endings import stem

LONGEST = 64
"""Characters of a word that count."""
_MOST = 50_000
"""Characters of a text that count: a ``tsvector`` holds no more than 1 MB."""
_LEAST_PREFIX = 3
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Where words may be cut or joined, and marks of direction."""
_MARKS = rf"\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed{_UNSEEN}"
"""Accents, Arabic vowel signs, the stroke that lengthens Arabic words, and what nobody sees."""
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    r"(?:(?<![^\W_])(?:[cdjlmnst]|qu)['’ʼ](?=[^\W_]))?"
    rf"(?:(?P<han>[{_HAN}]+)|(?P<word>(?:(?![{_HAN}])[^\W_]|[{_MARKS}])+))"
    r"(?:['’ʼ]s(?![^\W_]))?",
    re.IGNORECASE,
)
"""Without what French elides, as in l’eau, and English adds, as in a farmer’s."""
_DROPPED = re.compile(rf"(?!\u0306)[{_MARKS}]|(?<!и)\u0306")
"""The marks that make no other letter; the breve of й does."""
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans(
    {
        **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "œ": "oe", "æ": "ae"},
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    }
)
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=..)")
"""The Arabic article with what is written together with it, before two letters at least."""
_PARTICLES = re.compile(r"(?:[وف][بكل]?|[بكل])?(?=[\u0621-\u064a]{3})")
"""And, so, with, as, for: what Arabic writes together with a word that has no article."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, ``text[start:end]``, and the tokens by which it is found."""

    start: int
    end: int
    tokens: frozenset[str]


@dataclass(frozen=True)
class Term:
    """A word that somebody looks for, plain and without its article, and its stem."""

    word: str
    """Empty for Chinese, where ``stem`` is a character or two."""
    stem: str

    def begins(self, token: str) -> bool:
        """Whether ``token`` goes on from the word, or is its stem."""
        return token == self.stem or token.startswith(self.word)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: tokens that must all be there, and a word that may go on."""

    whole: tuple[str, ...]
    beginning: Term | None
    """The last word typed, where it has three letters or more: ``syst`` finds systems."""

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginning)

    def has(self, tokens: frozenset[str]) -> bool:
        """Whether one of ``tokens`` is among what is looked for."""
        last = self.beginning
        return not tokens.isdisjoint(self.whole) or bool(last and any(map(last.begins, tokens)))


def tokens_of(text: str) -> list[str]:
    """The tokens by which a text is found, in order, each once: letters and digits alone."""
    return sorted({token for piece in pieces(text[:_MOST]) for token in piece.tokens})


def pieces(text: str) -> Iterator[Piece]:
    """The words of a text. Chinese, which sets no spaces, by each character and each two."""
    for match in _PIECE.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        if match["han"]:
            plain = _plain(match["han"])
            for at in range(len(plain)):
                for length in (1, 2)[: len(plain) - at]:
                    span = start + at, start + at + length
                    yield Piece(*span, frozenset({plain[at : at + length]}))
        else:
            words = _words(match["word"])
            yield Piece(start, end, frozenset(form for word in words for form in _forms(word)))


def wanted(typed: str) -> Wanted:
    """What is looked for where ``typed`` is; whatever else it holds means nothing."""
    sought: list[Term] = []
    for match in _PIECE.finditer(typed):
        if match["han"]:
            plain = _plain(match["han"])
            pairs = [plain[at : at + 2] for at in range(max(1, len(plain) - 1))]
            sought += [Term("", pair) for pair in pairs]
        else:
            bare = [_without_article(word)[-1] for word in _words(match["word"])]
            sought += [Term(word, stem(word)) for word in bare]
    may_go_on = bool(sought) and len(sought[-1].word) >= _LEAST_PREFIX
    beginning = sought.pop() if may_go_on else None
    return Wanted(tuple(dict.fromkeys(one.stem for one in sought)), beginning)


def _words(piece: str) -> list[str]:
    """The plain words of what stands between separators: mostly one."""
    return [word[:LONGEST] for word in _WORD.findall(_plain(piece))]


def _forms(word: str) -> set[str]:
    """A plain word, without what Arabic writes together with it, and its stem."""
    forms = _without_article(word)
    if len(forms) == 1 and (particles := _PARTICLES.match(word)):
        forms += [word[at:] for at in range(1, particles.end() + 1)]
    return {*forms, *map(stem, forms)}


def _without_article(word: str) -> list[str]:
    """A plain word; without its Arabic article; and without what looks like one in words as such.

    (As in those for mechanisms and for commitment: with or without an article, one form is theirs.)
    """
    forms = [word]
    while article := _ARTICLE.match(forms[-1]):
        forms.append(forms[-1][article.end() :])
    return forms


def _plain(text: str) -> str:
    """``text`` without what spellings differ by (Unicode UAX 15, NFKC; case folding)."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _DROPPED.sub("", apart)).translate(_ALIKE)
