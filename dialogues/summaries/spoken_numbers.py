"""Figures in words of the languages that write them with spaces: "one hundred and forty-seven"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dialogues.summaries.number_words import ALSO_OTHERS, CARDINALS, ORDINALS, SCALES
from dialogues.summaries.stated import Found, Kind, Stated

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = {
    "en": re.compile("[ \u00a0-]|( and )"),
    "fr": re.compile("[ \u00a0-]|( et |-et-)"),
    "es": re.compile("[ \u00a0]|( y )"),
    "ru": re.compile("[ \u00a0]|(\n\n)"),
    "ar": re.compile("[ \u00a0]|(\n\n)"),
}
"""What stands between the words of one number; where the group matches, they are linked."""
_ARABIC_PREFIX = re.compile("(?P<link>[وف]?)(?:[بك]?(?P<article>ال)?|لل|ل)(?=..)")
_DUAL = re.compile(r"(?<!\w)\w{2,30}(?:ان|ين|تا|تي)(?!\w)")
"""Arabic says "two sessions" in one word, which ends like others do."""
_RUSSIAN_FIRST = re.compile(
    r"(?<!\w)(двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти)-?(?=\w{3})", re.IGNORECASE
)
"""Russian says "of three hours" in one word."""
_ROMAN = re.compile(
    r"(?<![\w.])(?=[IVXL])(L?X{0,3}|XL)(IX|IV|V?I{0,3})(?:er?|º|ème)?(?![\w])(?!\.\w)"
)
_ROMAN_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")


@dataclass(frozen=True)
class _Word:
    value: int
    form: str
    span: tuple[int, int]
    is_near: bool
    """To the number word before it: nothing but a space or the like is between."""
    is_linked: bool
    """By "and" to the word before it."""
    is_vague: bool
    """With an article in Arabic, which may make it an ordinal."""

    @property
    def place(self) -> int:
        """The first power of ten above it, of the three that words add up in."""
        return 10 if self.value < 10 else 100 if self.value < 100 else 1000


@dataclass
class _Run:
    """The words of one number, read from left to right."""

    language: str
    words: list[_Word] = field(default_factory=list)
    total: int = 0
    """What thousands, millions ... have made of the words so far."""
    rest: int = 0
    """The words since."""

    def takes(self, word: _Word) -> bool:
        """Whether a word belongs to this number; then it is taken into it."""
        value = self._with(word) if self.words else self._begun(word)
        if value is None:
            return False
        self.total, self.rest = value
        self.words.append(word)
        return True

    def _begun(self, word: _Word) -> tuple[int, int]:
        return (word.value, 0) if word.form in SCALES[self.language] else (0, word.value)

    def _with(self, word: _Word) -> tuple[int, int] | None:
        """Total and rest with a word; None where it begins another number."""
        rest, value = self.rest, word.value
        if not word.is_near or not self._goes_on(word):
            return None
        if word.form in SCALES[self.language]:
            if word.is_linked:
                return None
            both = self.total + rest
            return (
                (both * value, 0) if value > self.total else (self.total + (rest or 1) * value, 0)
            )
        if rest == 0:
            return self.total, value
        if self._multiplies(word):
            return self.total, rest // 100 * 100 + rest % 100 * (20 if value == 20 else 100)
        return (self.total, rest + value) if self._adds(word) else None

    def _goes_on(self, word: _Word) -> bool:
        """Most languages end with an ordinal: "twenty-first"."""
        if self.words[-1].form not in ORDINALS[self.language] or self.language == "ar":
            return True
        return self.language == "es" and word.form in ORDINALS["es"]

    def _multiplies(self, word: _Word) -> bool:
        if word.is_linked:
            return False
        if self.language == "fr" and word.value == 20:
            return self.rest % 100 == 4
        return word.value == 100 and self.rest < 10 and self.language in ("en", "fr", "ar")

    def _adds(self, word: _Word) -> bool:
        rest, value, linked = self.rest, word.value, word.is_linked
        if self.language == "ar" and 0 < rest % 100 < 10:  # the unit comes first
            is_ten = value in range(20, 100, 10)
            return (is_ten and linked) or (value == 10 and not linked)
        if self.language == "fr" and rest % 100 in (60, 80) and 10 <= value < 20:
            return True
        if self.language == "fr" and rest % 20 == 10 and value in (7, 8, 9):
            return True
        is_unit_of_ten = rest % 100 != 0
        if rest % word.place or (is_unit_of_ten and rest % 100 == 10):
            return False
        match self.language:
            case "en":
                return not (is_unit_of_ten and linked)
            case "fr":
                return is_unit_of_ten or not linked
            case "es":
                return linked == is_unit_of_ten or word.form in ORDINALS["es"]
            case "ar":
                return linked and not is_unit_of_ten
        return True

    def stated(self, text: str) -> Found:
        """What the words say."""
        value, span = self.total + self.rest, (self.words[0].span[0], self.words[-1].span[1])
        alone = self.words[0] if len(self.words) == 1 else None
        is_certain = (
            value > 2
            and not any(word.form in ORDINALS[self.language] for word in self.words)
            and not (alone and (alone.is_vague or alone.form in ALSO_OTHERS[self.language]))
            and not (alone and alone.form in SCALES[self.language])
        )
        readings = frozenset({str(value)})
        return Stated(Kind.FIGURE, readings, text[span[0] : span[1]], is_certain), span


def spoken_numbers(text: str, language: str) -> Iterator[Found]:
    """The figures in words of a comparable text. Ordinals and small words answer only."""
    run = _Run(language)
    for word in _words(text, language):
        if not run.takes(word):
            yield run.stated(text)
            run = _Run(language)
            run.takes(word)
    if run.words:
        yield run.stated(text)
    yield from _parts_of_words(text, language)
    if language != "ar":
        yield from _roman(text, language)


def _words(text: str, language: str) -> Iterator[_Word]:
    known = {**ORDINALS[language], **CARDINALS[language], **SCALES[language]}
    end = -1
    for match in _WORD.finditer(text):
        form, is_linked, is_vague = match[0].casefold(), False, False
        if language == "ar" and form not in known:
            prefix = _ARABIC_PREFIX.match(form)
            form = form[prefix.end() :] if prefix else form
            is_linked = bool(prefix and prefix["link"])
            is_vague = bool(prefix and prefix.end() > is_linked)
        if form not in known:
            continue
        between = _BETWEEN[language].fullmatch(text, end, match.start()) if end >= 0 else None
        is_linked = is_linked or bool(between and between[1])
        yield _Word(known[form], form, match.span(), between is not None, is_linked, is_vague)
        end = match.end()


def _parts_of_words(text: str, language: str) -> Iterator[Found]:
    """Numbers that are part of another word, which is read on: they answer only."""
    if language == "ar":
        for match in _DUAL.finditer(text):
            yield _answering(2, match[0], (match.end(), match.end()))
    if language == "ru":
        for match in _RUSSIAN_FIRST.finditer(text):
            value = CARDINALS["ru"][match[1].casefold()]
            yield _answering(value, match[0], (match.start(), match.start()))


def _roman(text: str, language: str) -> Iterator[Found]:
    for match in _ROMAN.finditer(text):
        if match[0] != "I" or language != "en":
            value = _ROMAN_TENS.index(match[1]) * 10 + _ROMAN_UNITS.index(match[2])
            yield _answering(value, match[0], match.span())


def _answering(value: int, written: str, span: tuple[int, int]) -> Found:
    return Stated(Kind.FIGURE, frozenset({str(value)}), written, is_certain=False), span
