"""Reading a pasted list of people as far as it can be read.

``email.utils.getaddresses`` reads what mail programs write into headers; a pasted list has no such
grammar: names without quotation marks, cells, bullets, punctuation of other scripts. So addresses
are found first, and what stands between them is shared out as names.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import unquote
from itertools import zip_longest

from dialogues.guest_list import refusals
from dialogues.guest_list.tables import LANGUAGE_WORDS, split_table
from dialogues.support.addresses import email_address
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem
from dialogues.support.texts import hidden_characters, one_line

LONGEST_NAME = 200
_LONGEST_ECHO = 80

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# Between two characters that belong together they are seen by nobody, and mean nothing.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff"))
_ORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# One character for one, so that a place in the plain text is that in what was pasted.
_PLAIN = str.maketrans(
    "＠；؛，、､،＜〈《＞〉》（）：｛｝［］【】＂｜．。｡？",
    '@;;,,,,<<<>>>():{}[][]"|...?',
)
_WORD = re.compile(r'[^\s<>()\[\]{},;:"|“”„«»‹›]+')
_AROUND_ADDRESS = "!#$%&'*+-./=?^`{|}~‘’‚•·‣◦▪■●–—…\\" + _ORDERING
_AROUND_NAME = (
    ' \t\u00a0\u3000<>()[]{},;:"|“”„«»‹›‘’‚*•·‣◦▪■●–—-=_/\\~#>+!…，、،؛；＜＞（）【】：｜'
    + _ORDERING
)
_NUMBER = re.compile(r"\d{1,5}[.):]*\s+")
_LABEL = re.compile(r"\b(?:to|cc|bcc|from|e-?mail|mail|name|mailto)\s?:", re.IGNORECASE)
_COMMENT = re.compile(r"[\s>]*\(([^()]*)\)")
_SEPARATOR = re.compile(r"[\t,;，；、،؛]")


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited; ``email`` is trimmed and case-folded."""

    line: int
    name: str
    """Empty where the list has none."""
    email: str
    language: str


@dataclass
class Reading:
    """A list as far as it can be read: each address once, and what is wrong with the rest."""

    guests: list[Guest] = field(default_factory=list)
    repeated: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A word with an @: where it stands in its line, and the address, where it is one."""

    start: int
    end: int
    word: str
    email: str | None


def read(text: str, language: str) -> Reading:
    """Who is in ``text``, each in the ``language`` of all where the list says no other.

    A line that names a language alone sets it for the lines below. Line numbers count from 1.
    """
    reading, first = Reading(), dict[str, Guest]()
    lines, problems = split_table(_LINE_BREAK.split(text.translate(_INVISIBLE)))
    reading.problems += problems
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if heading := LANGUAGE_WORDS.get(line.strip(_AROUND_NAME).casefold()):
            language = heading
            continue
        for guest in _line(number, line, language, reading.problems):
            known = first.setdefault(guest.email, guest)
            if known is not guest:
                repeated = refusals.AddressIsRepeated(email=guest.email, line=known.line)
                reading.repeated.append(Problem(number, None, repeated))
    reading.guests = list(first.values())
    reading.problems.sort(key=lambda problem: problem.line or 0)
    return reading


def _line(number: int, line: str, language: str, problems: list[Problem]) -> Iterator[Guest]:
    for piece, plain in _pieces(line, line.translate(_PLAIN)):
        found = _without_echoes(plain, list(_addresses(plain)))
        if not found and any(character.isalnum() for character in piece):
            lost = refusals.LineHasNoAddress(text=_cut(piece))
            problems.append(Problem(number, None, lost))
        for one, (name, own_language) in zip(found, _names(piece, plain, found), strict=True):
            if refusal := _refusal(one, name):
                problems.append(Problem(number, None, refusal))
            elif one.email:
                yield Guest(number, name, one.email, own_language or language)


def _pieces(line: str, plain: str) -> Iterator[tuple[str, str]]:
    """The parts of a line that stand for themselves, as they are and with plain punctuation.

    Semicolons part people where there are several, as in mail programs, else the cells of a row.
    """
    start, has_several = 0, plain.count("@") > 1 or "<" in plain
    for piece in plain.split(";") if has_several else [plain]:
        yield line[start : start + len(piece)], piece
        start += len(piece) + 1


def _refusal(found: _Found, name: str) -> Refusal | None:
    if found.email is None:
        return refusals.NotAnAddress(text=_cut(found.word))
    if hidden_characters(name):
        return refusals.NameHasHidden(email=found.email)
    if len(name) > LONGEST_NAME:
        return refusals.NameIsTooLong(email=found.email, most=LONGEST_NAME)
    return None


def _addresses(plain: str) -> Iterator[_Found]:
    for match in _WORD.finditer(plain):
        start, parts = match.start(), [match[0]]
        # Two addresses with a stroke between them are two; one address may have a stroke.
        if match[0].count("@") > 1:
            split = match[0].split("/")
            parts = split if all(part.count("@") == 1 for part in split) else parts
        for word in parts:
            if "@" in word:
                yield _Found(start, start + len(word), word, _address(word))
            start += len(word) + 1


def _address(word: str) -> str | None:
    local, at, domain = unicodedata.normalize("NFKC", word).rpartition("@")
    domain = domain.partition("?")[0]  # what a mailto link says beside the address
    return email_address(f"{local}{at}{domain}".strip(_AROUND_ADDRESS))


def _without_echoes(plain: str, found: Sequence[_Found]) -> list[_Found]:
    """Without addresses that stand as the name of themselves: ``a@b.org <a@b.org>``."""

    def is_echo(one: _Found, following: _Found | None) -> bool:
        if following is None or one.email is None or one.email != following.email:
            return False
        return plain[one.end : following.start].rstrip().endswith("<")

    return [one for one, after in zip_longest(found, found[1:]) if not is_echo(one, after)]


def _names(piece: str, plain: str, found: Sequence[_Found]) -> list[tuple[str, str | None]]:
    """The name and the language that stand beside each address, empty and None where none does.

    Names stand before, in parentheses after, or after where none stands before the first.
    """
    ends, starts = [0, *(one.end for one in found)], [*(one.start for one in found), len(piece)]
    gaps = [piece[end:start] for end, start in zip(ends, starts, strict=True)]
    comments = [_COMMENT.match(plain, one.end) for one in found]
    before = [gaps[0]]
    for one, comment, gap in zip(found, comments, gaps[1:], strict=True):
        before.append(gap[comment.end() - one.end :] if comment else gap)
    language, last = _language(before[-1]) if len(found) == 1 else (None, before[-1])
    after = [*before[1:-1], last]
    follows = not _name(before[0]) and bool(_name(last))
    names = [
        _name(comment[1] if comment else one)
        for comment, one in zip(comments, after if follows else before, strict=False)
    ]
    return [(name, language) for name in names]


def _language(gap: str) -> tuple[str | None, str]:
    """The language that a cell of a row names, and the row without that cell."""
    cells = _SEPARATOR.split(gap)
    named = [cell for cell in cells if cell.strip().casefold() in LANGUAGE_WORDS]
    if not named:
        return None, gap
    cells.remove(named[0])
    return LANGUAGE_WORDS[named[0].strip().casefold()], " ".join(cells)


def _name(text: str) -> str:
    """A name without what stands around it: quotation marks, bullets, numbers, labels."""
    name = _LABEL.sub(" ", text).replace("\t", " ").replace(";", " ").strip()
    if '\\"' in name:
        name = unquote(name.strip(" ,<"))
    for _round in range(3):  # a bullet, a number, quotation marks: in any order
        name = name.strip(_AROUND_NAME)
        if number := _NUMBER.match(name):
            name = name[number.end() :]
        if name.startswith("'") and name.endswith("'"):
            name = name[1:-1]
    if "@" in name.translate(_PLAIN) or not any(character.isalpha() for character in name):
        return ""
    for opens, closes in ("()", "（）"):
        name += closes * (name.count(opens) > name.count(closes))
    return one_line(name)


def _cut(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"
