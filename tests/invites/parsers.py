"""Calendar programs' own parsers: what they see in a calendar file that we wrote.

ical.js is Thunderbird's, node-ical many servers', vobject Radicale's and others', libical that of
GNOME, KDE and Cyrus.
"""

import ctypes
import datetime as dt
import functools
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
import vobject

NPM = Path(__file__).resolve().parent.parent / "npm"


@dataclass(frozen=True)
class Seen:
    """An event as a program sees it: instants in UTC, and its texts."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    description: str


class Todo(NamedTuple):
    """A task as a program sees it: the day by which it is due, or none, and how far it is."""

    due: str | None
    status: str
    summary: str


Files = Mapping[str, bytes]
Events = dict[str, Seen]
"""The events of a file by their UIDs."""
Reader = Callable[[Files], dict[str, Events]]


def by_node(parser: str, files: Files) -> dict[str, Events]:
    """What a parser of ``tests/npm`` sees in each file; Node runs once for all."""
    answer = _node(tuple(files.items()))
    return {
        name: {event["uid"]: _from_json(event) for event in answer[name][parser]} for name in files
    }


def by_vobject(files: Files) -> dict[str, Events]:
    """What vobject sees in each file."""
    return {name: _by_vobject(ics) for name, ics in files.items()}


def by_libical(files: Files) -> dict[str, Events]:
    """What libical sees in each file."""
    libical = _libical()
    return {name: dict(libical.read(ics)) for name, ics in files.items()}


READERS: dict[str, Reader] = {
    "ical.js": functools.partial(by_node, "ical.js"),
    "node-ical": functools.partial(by_node, "node-ical"),
    "vobject": by_vobject,
    "libical": by_libical,
}


def tasks_by_node(parser: str, ics: bytes) -> dict[str, Todo]:
    """The tasks that a parser of ``tests/npm`` sees in a file, by their UIDs."""
    seen = _node((("tasks", ics),))["tasks"][f"{parser} tasks"]
    return {task["uid"]: Todo(task["due"], task["status"], task["summary"]) for task in seen}


def tasks_by_vobject(ics: bytes) -> dict[str, Todo]:
    """The tasks that vobject sees in a file, by their UIDs; it says what of them is not valid."""
    tasks = vobject.readOne(ics.decode()).vtodo_list
    for task in tasks:
        task.validate(raiseException=True)
    return {
        task.uid.value: Todo(
            task.due.value.isoformat() if hasattr(task, "due") else None,
            task.status.value,
            task.summary.value,
        )
        for task in tasks
    }


@functools.lru_cache(maxsize=2)
def _node(files: tuple[tuple[str, bytes], ...]) -> dict[str, dict[str, list[dict[str, str]]]]:
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None or not (NPM / "node_modules" / "ical.js").is_dir():
        pytest.skip(
            "the calendar parsers of tests/npm are missing: install Node.js 18 or later, "
            "then run npm ci --prefix tests/npm"
        )
    listed = [{"name": name, "ics": ics.decode()} for name, ics in files]
    run = subprocess.run(
        [node, str(NPM / "read.mjs")],
        input=json.dumps(listed),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, dict[str, list[dict[str, str]]]] = json.loads(run.stdout)
    return answer


def _from_json(event: dict[str, str]) -> Seen:
    return Seen(
        starts_at=dt.datetime.fromtimestamp(int(event["start"]) / 1000, dt.UTC),
        ends_at=dt.datetime.fromtimestamp(int(event["end"]) / 1000, dt.UTC),
        summary=event["summary"],
        description=event["description"],
    )


def _by_vobject(ics: bytes) -> Events:
    # It remembers zones by name, and would read this file with the zone of the one before.
    vobject.icalendar.__dict__["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", dt.UTC)
    return {
        event.uid.value: Seen(
            starts_at=event.dtstart.value.astimezone(dt.UTC),
            ends_at=event.dtend.value.astimezone(dt.UTC),
            summary=event.summary.value,
            description=event.description.value,
        )
        for event in vobject.readOne(ics.decode()).vevent_list
    }


class _Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    )


_VEVENT = 4  # ICAL_VEVENT_COMPONENT of libical 3


class _Libical:
    def __init__(self, library: ctypes.CDLL) -> None:
        self.library = library
        pointer, text = ctypes.c_void_p, ctypes.c_char_p
        for name, result, arguments in (
            ("icalparser_parse_string", pointer, (text,)),
            ("icalcomponent_get_first_component", pointer, (pointer, ctypes.c_int)),
            ("icalcomponent_get_next_component", pointer, (pointer, ctypes.c_int)),
            ("icalcomponent_get_uid", text, (pointer,)),
            ("icalcomponent_get_dtstart", _Time, (pointer,)),
            ("icalcomponent_get_dtend", _Time, (pointer,)),
            ("icalcomponent_get_summary", text, (pointer,)),
            ("icalcomponent_get_description", text, (pointer,)),
            ("icaltime_as_timet_with_zone", ctypes.c_long, (_Time, pointer)),
            ("icalcomponent_free", None, (pointer,)),
        ):
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments

    def read(self, ics: bytes) -> Iterator[tuple[str, Seen]]:
        calendar = self.library.icalparser_parse_string(ics)
        event = self.library.icalcomponent_get_first_component(calendar, _VEVENT)
        try:
            while event:
                yield (
                    self._text("uid", event),
                    Seen(
                        starts_at=self._instant(self.library.icalcomponent_get_dtstart(event)),
                        ends_at=self._instant(self.library.icalcomponent_get_dtend(event)),
                        summary=self._text("summary", event),
                        description=self._text("description", event),
                    ),
                )
                event = self.library.icalcomponent_get_next_component(calendar, _VEVENT)
        finally:
            self.library.icalcomponent_free(calendar)

    def _text(self, name: str, event: int) -> str:
        written: bytes | None = getattr(self.library, f"icalcomponent_get_{name}")(event)
        return (written or b"").decode()

    def _instant(self, time: _Time) -> dt.datetime:
        seconds = self.library.icaltime_as_timet_with_zone(time, time.zone)
        return dt.datetime.fromtimestamp(seconds, dt.UTC)


@functools.cache
def _libical() -> _Libical:
    try:
        return _Libical(ctypes.CDLL("libical.so.3"))
    except OSError:
        pytest.skip("libical is missing: install it (on Debian: apt-get install libical3)")
