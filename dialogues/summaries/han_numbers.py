"""Figures in Chinese numerals: 二十七, 一点五, 两三, 三分之二, 九十年代."""

import re
from collections.abc import Iterator
from fractions import Fraction

from dialogues.summaries.stated import Found, Kind, Stated

HAN = "〇零一二三四五六七八九十"
"""The numerals of dates and hours."""
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_NUMERAL = f"[{''.join(_DIGITS)}{''.join(UNITS)}]+"
_FIGURE = re.compile(
    rf"(?P<century>\d{{1,2}}|{_NUMERAL})世纪(?P<decade>\d\d|{_NUMERAL})年代"
    rf"|(?P<lower>{_NUMERAL})分之(?P<upper>{_NUMERAL})"
    rf"|(?P<whole>{_NUMERAL})点(?P<part>[〇零一二三四五六七八九]+)(?P<scale>[百千万亿]*)"
    rf"|(?P<numeral>{_NUMERAL})"
)
_IDIOMS = re.compile(
    "百分之|十分|万一|千万(?=别|不)|成千上万|千方百计|百姓|千家万户|一一|三三两两|九牛一毛|百科"
    "|四面八方|七嘴八舌|千差万别|万众一心|五花八门|三番五次|四通八达|三农"
)
_COUNTED = "个次项场名国种位天年月日周分点时届条节句页家所人组份笔倍成岁"
_ABOUT = re.compile("十?([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)")
_LONGEST = 40


def value_of(numeral: str) -> int:
    """The value of a Chinese numeral, or of digits."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(character in UNITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif (unit := UNITS[character]) >= 10_000:
            total = (total + section + digit or 1) * unit
            section = digit = 0
        else:
            section += (digit or 1) * unit
            digit = 0
    return total + section + digit


def han_numbers(text: str) -> Iterator[Found]:
    """The figures of a comparable text in Chinese numerals. What is only about one, answers."""
    text = _IDIOMS.sub(lambda idiom: " " * len(idiom[0]), text)
    for match in _FIGURE.finditer(text):
        if text[match.start() - 1 : match.start()].isdecimal() and not match["century"]:
            continue  # its scale, which is in the figure before it
        is_certain = _is_certain(match, text)
        for value in _values(match):
            stated = Stated(Kind.FIGURE, frozenset({str(value)}), match[0], is_certain)
            yield stated, match.span()


def _values(match: re.Match[str]) -> list[int | Fraction | str]:
    if len(match[0]) > _LONGEST:
        return [match[0]]
    if match["century"]:
        return [(value_of(match["century"]) - 1) * 100 + value_of(match["decade"])]
    if match["lower"]:
        return [value_of(match["upper"]), value_of(match["lower"])]
    if match["whole"]:
        scale = value_of(match["scale"]) if match["scale"] else 1
        return [Fraction(f"{value_of(match['whole'])}.{_digits(match['part'])}") * scale]
    about = _about(match[0])
    return [value_of(each) for each in about] if about else [value_of(match[0])]


def _digits(numerals: str) -> str:
    """Chinese digits as European ones, a zero before others kept."""
    return "".join(str(_DIGITS[character]) for character in numerals)


def _about(numeral: str) -> list[str]:
    """两三 is two or three, 二三十 twenty or thirty."""
    match = _ABOUT.fullmatch(numeral)
    if match is None or _DIGITS[match[2]] != _DIGITS[match[1]] + 1:
        return []
    ten = "十" if numeral.startswith("十") else ""
    return [f"{ten}{match[1]}{match[3]}", f"{ten}{match[2]}{match[3]}"]


def _is_certain(match: re.Match[str], text: str) -> bool:
    """Whether another language must say it: 百万 and 几十 are many, 一 and 二 mean much else."""
    if match["century"] or match["lower"] or _about(match[0]):
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    is_many = match[0][0] in "百千万亿" or (before and before in "数几好") or after == "几"
    if len(match[0]) > 1:
        return not is_many
    is_counted = after != "" and after in _COUNTED and before not in "第星周"
    return match[0] in "三四五六七八九" and is_counted
