"""Figures in a text, in digits and in words of the six languages."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from dialogues.summaries.number_words import SCALES, UNCERTAIN, WORDS
from dialogues.summaries.stated import Found, Kind, Stated

_SPACES = " \u00a0\u2009\u202f"
_DIGITS = re.compile(rf"\d+(?:[{_SPACES}]\d{{3}}(?!\d)|[.,٫٬’']\d+)*")
_HAN = re.compile("[〇零一二两三四五六七八九十百千万亿]+")
_HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_HAN_SCALE = re.compile("[十百千]?[万亿]{1,2}|[百千]")
_HAN_IDIOMS = re.compile(
    "百分之|十分|万一|千万(?=别|不)|成千上万|千方百计|百姓|千家万户|一一|三三两两|九牛一毛|百科"
)
_COUNTED = "个次项场名国种位天年月日周分点时届条节句页家所人组份笔倍成岁"
_LONGEST = 40
"""Characters of a figure; what is longer is compared as text."""
_DUAL = re.compile(r"(?<!\w)\w{2,30}(?:ان|ين|تا|تي)(?!\w)")
"""Arabic says "two sessions" in one word, which ends like others do."""
_GROUPED = re.compile(r"\d{1,3}(\D)\d{3}(?:\1\d{3})*")


def numbers(text: str, language: str) -> Iterator[Found]:
    """The figures of a comparable text. Ordinals and small words answer, and are not certain."""
    text = _HAN_IDIOMS.sub(lambda idiom: " " * len(idiom[0]), text) if language == "zh" else text
    for match in _DIGITS.finditer(text):
        scale, end = _scale_after(text, match.end(), language)
        is_number = len(match[0]) <= _LONGEST
        values = (str(each * scale) for each in _readings(match[0])) if is_number else [match[0]]
        readings = frozenset(values)
        yield Stated(Kind.FIGURE, readings, text[match.start() : end]), (match.start(), end)
    if language == "zh":
        yield from _han(text)
    else:
        yield from _in_words(text, language)


def _readings(digits: str) -> set[Fraction]:
    """What digits with points, commas or spaces may mean; the marks differ by language."""
    digits = re.sub(f"[{_SPACES}’'٬]", "", digits).replace("٫", ".")
    if not re.search("[.,]", digits):
        return {Fraction(digits)}
    found = set()
    if _GROUPED.fullmatch(digits):
        found.add(Fraction(re.sub(r"\D", "", digits)))
    whole, _mark, part = digits.replace(",", ".").rpartition(".")
    found.add(Fraction(f"{whole.replace('.', '')}.{part}"))
    return found


def _scale_after(text: str, end: int, language: str) -> tuple[int, int]:
    """By what the word after a number multiplies it, and where that ends; 1 where nothing does."""
    match = _scales(language).match(text, end)
    if match is None:
        return 1, end
    if language == "zh":
        factor = 1
        for character in match[1]:
            factor *= _HAN_UNITS[character]
        return factor, match.end()
    word = match[1].casefold()
    return next(value for stem, value in SCALES[language] if re.fullmatch(stem, word)), match.end()


@cache
def _scales(language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(rf"[{_SPACES}]?({_HAN_SCALE.pattern})")
    stems = "|".join(stem for stem, _value in SCALES[language])
    return re.compile(rf"[{_SPACES}-]({stems})(?!\w)", re.IGNORECASE)


def _han(text: str) -> Iterator[Found]:
    for match in _HAN.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isdigit():
            continue  # its scale, which is in the figure before it
        is_certain = len(match[0]) > 1 or (
            match[0] in "三四五六七八九"
            and after != ""
            and after in _COUNTED
            and before not in "第星周"
        )
        is_number = len(match[0]) <= _LONGEST
        readings = frozenset({str(_han_value(match[0])) if is_number else match[0]})
        yield Stated(Kind.FIGURE, readings, match[0], is_certain), match.span()


def _han_value(numeral: str) -> int:
    if not any(character in _HAN_UNITS for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif (unit := _HAN_UNITS[character]) >= 10_000:
            total = (total + section + digit or 1) * unit
            section = digit = 0
        else:
            section += (digit or 1) * unit
            digit = 0
    return total + section + digit


def _in_words(text: str, language: str) -> Iterator[Found]:
    words = WORDS[language]
    if language == "ar":
        for match in _DUAL.finditer(text):
            two = Stated(Kind.FIGURE, frozenset({"2"}), match[0], is_certain=False)
            yield two, (match.end(), match.end())
    for match in _phrases(language).finditer(text):
        parts = [part for part in _parts(match[0].casefold(), language) if part in words]
        value = sum(words[part] for part in parts)
        is_certain = value > 2 and not any(part in UNCERTAIN[language] for part in parts)
        scale, end = _scale_after(text, match.end(), language)
        readings = frozenset({str(value * scale)})
        found = Stated(Kind.FIGURE, readings, text[match.start() : end], is_certain or scale > 1)
        yield found, (match.start(), end)


def _parts(phrase: str, language: str) -> list[str]:
    """The words of a number; a whole phrase that is in the table is one."""
    if phrase in WORDS[language]:
        return [phrase]
    parts = re.split(r"[\s\u00a0-]+", phrase)
    if language == "ar":
        return [
            part if part in WORDS["ar"] else re.sub("^(?:و|ال|بال|لل|وال)", "", part)
            for part in parts
        ]
    return parts


@cache
def _phrases(language: str) -> re.Pattern[str]:
    """Numbers in words: a ten with a unit after it ("twenty-seven"), or one word."""
    words = sorted(WORDS[language], key=len, reverse=True)
    tens = "|".join(re.escape(word) for word in words if WORDS[language][word] in range(20, 100))
    units = "|".join(re.escape(word) for word in words if WORDS[language][word] in range(1, 20))
    one = "|".join(map(re.escape, words))
    between = {"en": "[ -]", "fr": "(?:-| et |-et-)", "es": " y ", "ru": " ", "ar": " و"}[language]
    pair = rf"(?:{tens}){between}(?:{units})"
    if language == "ar":  # the unit comes first
        pair = rf"(?:{units}){between}(?:{tens})"
    prefix = "(?:و|ال|وال|بال|لل)?" if language == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}(?:{pair}|{one})(?!\w)", re.IGNORECASE)
