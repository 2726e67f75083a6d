"""The title of a note as files write it: with its date, its day of the week, and "Summary note"."""

import datetime as dt
import re
from dataclasses import dataclass

from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.stated import Found, comparable, without
from dialogues.summaries.stated_dates import dates
from dialogues.summaries.stated_weekdays import weekdays

_AROUND = " \t\u00a0\u202f-–—―:：,，،|·•/_"
_LABELS = (
    *("摘要说明", "会议摘要", "情况说明", "会议纪要", "summary note", "note de synthèse"),
    *("note récapitulative", "сводная записка", "краткая записка", "nota de síntesis"),
    *("nota resumida", "nota informativa", "مذكرة موجزة", "مذكرة تلخيصية"),
)
"""What such a document calls itself, and pages say anyway."""
_SHORT_LABELS = (
    *("摘要", "纪要", "总结", "summary", "résumé", "synthèse", "резюме", "сводка", "resumen"),
    *("ملخص", "موجز"),
)
"""Words that say it only where a mark or nothing follows."""
_STOP = r"\.(?=\s|$)|[。．]"
_LABEL = re.compile(
    rf"^(?:(?:{'|'.join(_LABELS)})(?:{_STOP}|(?=[\s{re.escape(_AROUND)}]|$))"
    rf"|(?:{'|'.join(_SHORT_LABELS)})(?:(?:{_STOP})?$|(?=\s*[-–—:：|])))"
    rf"|(?<=[-–—:：|] )(?:{'|'.join((*_LABELS, *_SHORT_LABELS))})(?:{_STOP})?$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(rf"^(?:(?:года|г\.)(?=\W|$)|{_STOP})+")
_EMPTY_BRACKETS = re.compile(r"[(（\[]\s*[)）\]]")
_BESIDE = re.compile(r"[\s,،，(（]*")


@dataclass(frozen=True)
class Heading:
    """What the lines above a note's opening words say."""

    title: str
    """Without date and kind of document; empty where they say nothing else."""
    days: tuple[dt.date, ...]
    """The dates that they may mean: several for a span, or for digits read in two ways."""


def heading_of(line: str, language: str) -> Heading:
    """What a line of a heading says; its date may be written in any of the six languages."""
    plain = comparable(line)
    text = line if len(line) == len(plain) else plain
    for each in (language, *LANGUAGES):
        found = list(dates(plain, each))
        days = tuple(dict.fromkeys(day for one in found for day in _days(one)))
        if days:
            spans = [span for _stated, span in found]
            spans += [
                span for _day, span in weekdays(plain, each) if _is_beside(plain, span, spans)
            ]
            return Heading(_bare(without(text, spans)), days)
    return Heading(_bare(text), ())


def _days(found: Found) -> list[dt.date]:
    days = []
    for reading in sorted(found[0].readings):
        year, month, day = reading.split("/")
        if year and day:
            try:
                days.append(dt.date(int(year), int(month), int(day)))
            except ValueError:  # 31 June
                continue
    return days


def _is_beside(text: str, span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(
        _BESIDE.fullmatch(
            text[other[1] : span[0]] if other[1] <= span[0] else text[span[1] : other[0]]
        )
        for other in others
    )


def _bare(text: str) -> str:
    text = " ".join(_EMPTY_BRACKETS.sub(" ", text).split()).strip(_AROUND)
    text = _AFTER_DATE.sub("", text).strip(_AROUND)
    return _LABEL.sub("", text).strip(_AROUND)
