"""Values in, iCalendar bytes out (RFC 5545, RFC 5546). Knows no database and no request."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote

import icalendar

from dialogues.invites import vtimezone
from dialogues.invites.content_lines import clean_line, fold, parameter, text
from dialogues.invites.yearly import Rule
from dialogues.support import zones

icalendar.use_pytz()  # type: ignore[no-untyped-call]

PRODID = "-//Food Systems Solutions Dialogues//Dialogues//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarEvent:
    """One event as calendars are to hold it. Instants are aware; ``local_start`` is naive.

    ``local_start`` and ``zone`` (IANA) are what the organiser meant, ``starts_at`` and ``ends_at``
    what was derived of them. Texts may be any text: they are escaped here.
    """

    uid: str
    sequence: int
    dtstamp: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    local_start: dt.datetime
    summary: str
    description: str
    url: str
    location: str | None = None
    status: str = "CONFIRMED"
    """CONFIRMED, TENTATIVE or CANCELLED; under METHOD:CANCEL only the last is written."""
    created: dt.datetime | None = None
    last_modified: dt.datetime | None = None
    organizer: str | None = None
    """An address; without it there is no ORGANIZER."""
    organizer_name: str | None = None
    attendee: str | None = None
    """The one address that the message is for; without it there is no ATTENDEE."""
    attendee_name: str | None = None
    partstat: str | None = None
    """The attendee's last known answer, such as ACCEPTED."""
    rsvp: bool = False
    """Whether the attendee's answer is asked for: only where it is processed."""
    alarm_minutes: int | None = None
    """How long before the start the calendar is to ring: written under METHOD:REQUEST alone."""
    categories: Sequence[str] = ()
    language: str | None = None
    """The language (BCP 47) of the summary."""

    @property
    def span(self) -> vtimezone.Span:
        """When the event is, on the clocks of its zone and in UTC."""
        return vtimezone.Span(self.local_start, self.starts_at, self.ends_at)


def calendar_bytes(
    events: Sequence[CalendarEvent],
    *,
    method: str | None = None,
    name: str | None = None,
    refresh: dt.timedelta | None = None,
) -> bytes:
    """A whole iCalendar object, in UTF-8, lines of at most 75 octets ended by CRLF.

    ``method`` (RFC 5546) belongs to messages only; ``name`` and ``refresh``, how often to ask
    again (RFC 7986, 5.1 and 5.7), to feeds. Each zone is one VTIMEZONE of a fixed shape
    (:mod:`dialogues.invites.vtimezone`); an event that it does not fit is written in UTC.
    """
    method = method.upper() if method else None
    rules = _rules(events)
    parts = [head(method, name, refresh)]
    parts += [vtimezone.text(zone, rule) for zone, rule in rules.items()]
    parts += [_event(event, method, rules.get(event.zone)) for event in events]
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


def _rules(events: Sequence[CalendarEvent]) -> dict[str, Rule]:
    by_zone = groupby(sorted(events, key=lambda event: event.zone), key=lambda event: event.zone)
    chosen = {
        zone: vtimezone.choose(zone, [event.span for event in group]) for zone, group in by_zone
    }
    return {zone: rule for zone, rule in chosen.items() if rule}


@lru_cache(maxsize=64)
def head(method: str | None, name: str | None, refresh: dt.timedelta | None) -> bytes:
    """The lines with which an iCalendar object begins; see :func:`calendar_bytes`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{text(clean_line(name))}", f"X-WR-CALNAME:{text(clean_line(name))}"]
    if refresh:
        often = icalendar.vDuration(refresh).to_ical().decode()  # type: ignore[no-untyped-call]
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{often}", f"X-PUBLISHED-TTL:{often}"]
    return _joined(lines)


def _event(event: CalendarEvent, method: str | None, rule: Rule | None) -> bytes:
    return _joined(
        [
            "BEGIN:VEVENT",
            f"UID:{text(event.uid)}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTAMP:{in_utc(event.dtstamp)}",
            *_times(event, rule),
            *_texts(event),
            *_state(event, method),
            *_people(event),
            *_alarm(event, method),
            "END:VEVENT",
        ]
    )


def _times(event: CalendarEvent, rule: Rule | None) -> Iterator[str]:
    in_zone = rule is not None and vtimezone.fits(rule, event.zone, event.span)
    for name, at in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        if in_zone:
            yield f"{name};TZID={event.zone}:{zones.local(at, event.zone):%Y%m%dT%H%M%S}"
        else:
            yield f"{name}:{in_utc(at)}"


def _texts(event: CalendarEvent) -> Iterator[str]:
    if event.summary:
        language = f";LANGUAGE={event.language}" if event.language else ""
        yield f"SUMMARY{language}:{text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{text(event.description)}"
    if event.location:
        yield f"LOCATION:{text(event.location)}"
    if event.categories:
        yield "CATEGORIES:" + ",".join(text(clean_line(each)) for each in event.categories)
    yield f"URL:{clean_line(event.url)}"


def _state(event: CalendarEvent, method: str | None) -> Iterator[str]:
    if method != "CANCEL" or event.status == "CANCELLED":
        yield f"STATUS:{event.status}"
    if event.created:
        yield f"CREATED:{in_utc(event.created)}"
    if event.last_modified:
        yield f"LAST-MODIFIED:{in_utc(event.last_modified)}"


def _people(event: CalendarEvent) -> Iterator[str]:
    if event.organizer:
        yield f"ORGANIZER{_named(event.organizer_name)}:{_mailto(event.organizer)}"
    if event.attendee:
        asked = f"PARTSTAT={event.partstat or 'NEEDS-ACTION'};RSVP={str(event.rsvp).upper()}"
        name = _named(event.attendee_name)
        yield f"ATTENDEE{name};ROLE=REQ-PARTICIPANT;{asked}:{_mailto(event.attendee)}"


def _alarm(event: CalendarEvent, method: str | None) -> Iterator[str]:
    if method == "REQUEST" and event.alarm_minutes:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:-PT{event.alarm_minutes}M"
        yield f"DESCRIPTION:{text(event.summary)}"
        yield "END:VALARM"


def _mailto(address: str) -> str:
    """An address as a CAL-ADDRESS, with the escapes of RFC 6068, 2 and no others."""
    return "mailto:" + quote(clean_line(address), safe="!$'*+@")


def _named(name: str | None) -> str:
    return f";CN={parameter(name)}" if name else ""


def in_utc(at: dt.datetime) -> str:
    """An aware instant as a DATE-TIME value in UTC (RFC 5545, 3.3.5)."""
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _joined(lines: Iterable[str]) -> bytes:
    return b"".join(map(fold, lines))
