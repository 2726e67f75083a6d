"""What somebody owes as a calendar's tasks: values in, iCalendar bytes out (RFC 5545, 3.6.2)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogues.action_items.models import ItemStatus
from dialogues.invites.content_lines import clean_line, fold, text
from dialogues.invites.ical import head, in_utc

REFRESH = dt.timedelta(hours=1)
"""How often calendars are asked to look again."""
_STATUSES = {
    ItemStatus.OPEN: "NEEDS-ACTION",
    ItemStatus.IN_PROGRESS: "IN-PROCESS",
    ItemStatus.DONE: "COMPLETED",
    ItemStatus.DROPPED: "CANCELLED",
}
_PERCENT = {ItemStatus.OPEN: 0, ItemStatus.DONE: 100}
"""PERCENT-COMPLETE; of what is in progress nobody has said how far it is."""


@dataclass(frozen=True)
class Task:
    """One task as calendars are to hold it. Instants are aware; texts may be any text."""

    uid: str
    summary: str
    language: str
    """BCP 47, of the summary."""
    description: str
    url: str
    """Of a page without power: calendars are shared, and pass on what they hold."""
    due_on: dt.date | None
    status: ItemStatus
    created_at: dt.datetime
    updated_at: dt.datetime
    closed_at: dt.datetime | None


def todo_bytes(tasks: Sequence[Task], name: str) -> bytes:
    """A feed of tasks, in UTF-8, lines of at most 75 octets ended by CRLF.

    Without METHOD, so that DTSTAMP equals LAST-MODIFIED (3.8.7.2) and the bytes stay the same
    while nothing changes. Nobody schedules by it, so that there is no SEQUENCE (3.8.7.4).
    """
    lines = [line for task in tasks for line in _task(task)]
    return head(None, name, REFRESH) + b"".join(map(fold, [*lines, "END:VCALENDAR"]))


def _task(task: Task) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{text(task.uid)}"
    yield f"DTSTAMP:{in_utc(task.updated_at)}"
    yield f"LAST-MODIFIED:{in_utc(task.updated_at)}"
    yield f"CREATED:{in_utc(task.created_at)}"
    yield f"SUMMARY;LANGUAGE={task.language}:{text(clean_line(task.summary))}"
    yield f"DESCRIPTION:{text(task.description)}"
    yield f"URL:{clean_line(task.url)}"
    if task.due_on is not None:
        yield f"DUE;VALUE=DATE:{task.due_on:%Y%m%d}"
    yield f"STATUS:{_STATUSES[task.status]}"
    if task.status in _PERCENT:
        yield f"PERCENT-COMPLETE:{_PERCENT[task.status]}"
    if task.status is ItemStatus.DONE and task.closed_at is not None:
        yield f"COMPLETED:{in_utc(task.closed_at)}"
    yield "END:VTODO"
