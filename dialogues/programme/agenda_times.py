"""When the items of an agenda are: on the clocks of a session's zone, or of a reader's."""

import datetime as dt
import re
from dataclasses import dataclass

from dialogues.languages.times import ClockTime, clock_time
from dialogues.programme.agenda import Spanned
from dialogues.programme.agenda_refusals import StartIsUnclear
from dialogues.programme.models import (
    AgendaItem,
    AgendaKind,
    AgendaText,
    Dialogue,
    DialogueSession,
    Status,
)
from dialogues.support import zones

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


def measure(dialogue: Dialogue) -> DialogueSession | None:
    """The session on whose clocks organisers write the agenda: the first that is not cancelled."""
    return next((one for one in dialogue.sessions if one.status is not Status.CANCELLED), None)


def minutes_after(typed: str, session: DialogueSession | None) -> int:
    """Minutes from the start of a session to a time that was typed.

    A time of its clock, such as 08:15, of its day or of the next; or the minutes themselves.
    Raises :class:`StartIsUnclear`, and what :func:`zones.instant` raises.
    """
    if typed.isdecimal():
        return int(typed)
    found = _CLOCK.fullmatch(typed)
    if not found or session is None:
        raise StartIsUnclear()
    hour, minute = (int(part) for part in found.groups())
    if hour > 23 or minute > 59:
        raise StartIsUnclear()
    local = session.local_start.replace(hour=hour, minute=minute)
    if local < session.local_start:
        local += dt.timedelta(days=1)
    return (
        int((zones.instant(local, session.zone, session.fold) - session.starts_at).total_seconds())
        // 60
    )


def typed_time(minutes: int, session: DialogueSession | None) -> str:
    """What :func:`minutes_after` reads as ``minutes``."""
    if session is None:
        return str(minutes)
    at = session.starts_at + dt.timedelta(minutes=minutes)
    typed = f"{zones.local(at, session.zone):%H:%M}"
    try:
        return typed if minutes_after(typed, session) == minutes else str(minutes)
    except zones.LocalTimeIsAmbiguous:
        return str(minutes)


def time_of(item: Spanned, session: DialogueSession, zone: str, language: str) -> ClockTime:
    """When an item is in a session, on the clocks of ``zone`` (IANA)."""
    starts_at = session.starts_at + dt.timedelta(minutes=item.starts_after)
    ends_at = starts_at + dt.timedelta(minutes=item.minutes)
    return clock_time(starts_at, ends_at, zone, language)


def text_of(item: AgendaItem, dialogue: Dialogue, language: str) -> AgendaText:
    """The text of an item in ``language``, or else in the source language, or any that it has."""
    wanted = (language, dialogue.source_language, *item.texts)
    return next(item.texts[code] for code in wanted if code in item.texts)


@dataclass(frozen=True)
class Column:
    """The session that a column of an agenda's times is about."""

    number: int
    """Of the session, from 1."""
    first: ClockTime
    """When the session is, on the clocks of the column."""


@dataclass(frozen=True)
class Row:
    """An item of an agenda with its start in each session."""

    kind: AgendaKind
    minutes: int
    text: AgendaText
    link: str | None
    times: tuple[ClockTime, ...]


@dataclass(frozen=True)
class ShownAgenda:
    """An agenda as people read it: a column of times for each session."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def shown_agenda(
    dialogue: Dialogue, sessions: list[DialogueSession], language: str, zone: str | None
) -> ShownAgenda | None:
    """The agenda of a Dialogue at ``sessions``, those cancelled left out; None where it is empty.

    Times are those of ``zone`` (IANA), or without one those of each session's own.
    """
    held = [one for one in enumerate(sessions, 1) if one[1].status is not Status.CANCELLED]
    if not held or not dialogue.agenda:
        return None
    return ShownAgenda(
        columns=tuple(
            Column(
                number,
                clock_time(one.starts_at, one.ends_at, zone or one.zone, language),
            )
            for number, one in held
        ),
        rows=tuple(
            Row(
                item.kind,
                item.minutes,
                text_of(item, dialogue, language),
                item.link,
                tuple(time_of(item, one, zone or one.zone, language) for _number, one in held),
            )
            for item in dialogue.agenda
        ),
    )


def lines_of(session: DialogueSession, language: str) -> list[str]:
    """The agenda in plain text, on the clocks of the session's zone: a line for each item."""
    return [
        f"{time_of(item, session, session.zone, language).starts:%H:%M} "
        f"{text_of(item, session.dialogue, language).title}"
        for item in session.dialogue.agenda
    ]
