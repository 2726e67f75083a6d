"""What a note says of the next Dialogue: found, and left out where the programme says it itself."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from dialogues.summaries.importing.headings import PHRASES
from dialogues.summaries.importing.layout import Part, Reading
from dialogues.summaries.models import SectionKind
from dialogues.summaries.stated import comparable
from dialogues.summaries.stated_dates import dates
from dialogues.summaries.stated_times import times

_SPEAKS_OF_NEXT = {
    "ar": r"حوار.{0,60}(?:القادم|المقبل|التالي)",
    "zh": r"下一?[次场届个].{0,20}对话",
    "en": r"\bnext\b.{0,60}\bdialogue",
    "fr": r"\bprochain\w*\b.{0,60}\bdialogue|\bdialogue\b.{0,60}\bprochain",
    "ru": r"\b(?:следующ|очередн)\w+.{0,60}\bдиалог",
    "es": r"\b(?:próxim|siguiente)\w*.{0,60}\bdiálogo|\bdiálogo\b.{0,60}\bpróxim",
}
_ADDRESS = re.compile(r"https?://[^\s<>()\]]+")
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?؟])\s+(?=[^\Wa-zа-яё])")
_LINE = re.compile(r"\n(?=\s*(?:[-*+]|\d{1,9}[.)])\s)|\\?\n")


@dataclass(frozen=True)
class Announced:
    """How the programme knows the next Dialogue."""

    slugs: Collection[str]
    """Of its short links, folded."""
    days: Collection[tuple[int, int, int]]
    """Year, month and day of its sessions."""


def set_apart(reading: Reading) -> Reading:
    """A reading whose words on the next Dialogue stand in a section of their own, the last."""
    if any(part.kind is SectionKind.NEXT for part in reading.parts):
        return reading
    parts: list[Part] = []
    found: list[str] = []
    for part in reading.parts:
        place = _place(part.pieces, reading.language)
        taken = part.pieces[place.start : place.stop]
        found += taken
        kept = (*part.pieces[: place.start], *part.pieces[place.stop :])
        if kept or not taken:
            parts.append(replace(part, pieces=kept))
    if not found:
        return reading
    heading = PHRASES[reading.language][SectionKind.NEXT][0]
    return replace(reading, parts=(*parts, Part(SectionKind.NEXT, heading, tuple(found))))


def without_programme(reading: Reading, announced: Announced | None) -> Reading:
    """A reading without the lines on the next Dialogue that its section writes by itself.

    Where they are not of the Dialogue ``announced``, they stay, and the section writes nothing.
    """
    parts, left_out = [], list(reading.left_out)
    for part in reading.parts:
        if part.kind is SectionKind.NEXT and _says_something(part, reading.language):
            is_known = announced and _is_of(part.body, announced, reading.language)
            if announced and is_known:
                kept, out = _without(part.pieces, reading.language)
                part, left_out = replace(part, pieces=tuple(kept)), [*left_out, *out]
            else:
                part = replace(part, writes_itself=False)
        parts.append(part)
    return replace(reading, parts=tuple(parts), left_out=tuple(left_out))


def _place(pieces: tuple[str, ...], language: str) -> range:
    """From where to where pieces announce the next Dialogue; mere mentions have no day or link."""
    for start, piece in enumerate(pieces):
        if not _speaks_of_next(piece, language):
            continue
        stop = start + 1
        while stop < len(pieces) and _is_of_sessions(pieces[stop], language):
            stop += 1
        if stop > start + 1 or _ADDRESS.search(piece) or _days(piece, language):
            return range(start, stop)
    return range(0)


def _speaks_of_next(text: str, language: str) -> bool:
    return re.search(_SPEAKS_OF_NEXT[language], text, re.IGNORECASE) is not None


def _is_of_sessions(piece: str, language: str) -> bool:
    """Whether each line tells when to come, or where to register."""
    return all(_tells_a_session(line, language) for line in _lines(piece))


def _tells_a_session(line: str, language: str) -> bool:
    return _ADDRESS.search(line) is not None or any(times(comparable(line), language))


def _says_something(part: Part, language: str) -> bool:
    return _ADDRESS.search(part.body) is not None or bool(_days(part.body, language))


def _is_of(text: str, announced: Announced, language: str) -> bool:
    slugs = {urlsplit(each).path.rpartition("/")[2].casefold() for each in _ADDRESS.findall(text)}
    days = {
        (int(year or known), int(month), int(day))
        for year, month, day in _days(text, language)
        for known in {known for known, _month, _day in announced.days}
    }
    return bool(slugs & set(announced.slugs) or days & set(announced.days))


def _days(text: str, language: str) -> list[tuple[str, str, str]]:
    readings = [
        each for stated, _span in dates(comparable(text), language) for each in stated.readings
    ]
    days = [(year, month, day) for year, month, day in (each.split("/") for each in readings)]
    return [each for each in days if each[2]]


def _without(pieces: tuple[str, ...], language: str) -> tuple[list[str], list[str]]:
    """What stays of pieces, and what the programme says by itself."""
    kept, out = [], []
    for piece in pieces:
        is_prose = not _is_of_sessions(piece, language)
        parts = _SENTENCE.split(piece) if is_prose else _lines(piece)
        left = [part for part in parts if not _is_told(part, language)]
        out += [part for part in parts if _is_told(part, language)]
        if left:
            kept.append(
                ("" if language == "zh" else " ").join(left) if is_prose else "\n".join(left)
            )
    return kept, out


def _is_told(text: str, language: str) -> bool:
    is_announced = _speaks_of_next(text, language) and _days(text, language)
    return bool(is_announced or _tells_a_session(text, language))


def _lines(piece: str) -> list[str]:
    return [line for line in _LINE.split(piece) if line.strip()]
