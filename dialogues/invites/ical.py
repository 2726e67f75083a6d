"""Values in, iCalendar bytes out (RFC 5545, RFC 5546). Knows no database and no request."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import icalendar

from dialogues.invites import vtimezone
from dialogues.invites.content_lines import Text, clean, clean_line, fold
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
    parts = [_head(method, name, refresh)]
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
def _head(method: str | None, name: str | None, refresh: dt.timedelta | None) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", Text(clean_line(name)))
        calendar.add("x-wr-calname", Text(clean_line(name)))
    if refresh:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(refresh))
    written: bytes = calendar.to_ical(sorted=False)
    return written.removesuffix(b"END:VCALENDAR\r\n")


def _event(event: CalendarEvent, method: str | None, rule: Rule | None) -> bytes:
    written = icalendar.Event()
    written.add("uid", event.uid)
    written.add("sequence", event.sequence)
    written.add("dtstamp", event.dtstamp)
    _add_times(written, event, rule)
    _add_texts(written, event)
    if method != "CANCEL" or event.status == "CANCELLED":
        written.add("status", event.status)
    for name, instant in (("created", event.created), ("last-modified", event.last_modified)):
        if instant:
            written.add(name, instant)
    _add_people(written, event)
    return b"".join(fold(line) for line in written.content_lines(sorted=False) if line)


def _add_times(written: icalendar.Event, event: CalendarEvent, rule: Rule | None) -> None:
    in_zone = rule is not None and vtimezone.fits(rule, event.zone, event.span)
    for name, at in (("dtstart", event.starts_at), ("dtend", event.ends_at)):
        if in_zone:
            # Naive, since icalendar takes the zones of West Africa for UTC, and drops their TZID.
            local = zones.local(at, event.zone).replace(tzinfo=None)
            written.add(name, local, parameters={"TZID": event.zone})
        else:
            written.add(name, at.astimezone(dt.UTC))


def _add_texts(written: icalendar.Event, event: CalendarEvent) -> None:
    if event.summary:
        parameters = {"LANGUAGE": event.language} if event.language else {}
        written.add("summary", Text(clean(event.summary)), parameters=parameters)
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            written.add(name, Text(clean(text)))
    if event.categories:
        written.add("categories", [clean_line(category) for category in event.categories])
    written.add("url", clean_line(event.url))


def _add_people(written: icalendar.Event, event: CalendarEvent) -> None:
    if event.organizer:
        written.add("organizer", _address(event.organizer, event.organizer_name))
    if event.attendee:
        attendee = _address(event.attendee, event.attendee_name)
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        attendee.params["PARTSTAT"] = event.partstat or "NEEDS-ACTION"
        attendee.params["RSVP"] = "FALSE"
        written.add("attendee", attendee)


def _address(address: str, name: str | None) -> icalendar.vCalAddress:
    written = icalendar.vCalAddress(f"mailto:{clean_line(address)}")
    if name:
        written.params["CN"] = clean_line(name).replace('"', "'")
    return written
