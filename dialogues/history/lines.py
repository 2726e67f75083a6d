"""The history as people read it: on the page of anything that changes, and in the log.

In the template of any organisers' page::

    {% from "history/_parts.html" import history %}
    {{ history(history_of("registration", registration.id)) }}
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.history import queries
from dialogues.history.models import Change
from dialogues.history.subjects import Kind, Logged, Subject
from dialogues.support import zones
from dialogues.web.addresses import viewer_zone


@dataclass(frozen=True)
class Line:
    """One change, in the words of the page's language."""

    id: int
    at: dt.datetime
    """UTC."""
    who: str
    verb: str
    """What was done, in words."""
    is_first: bool
    """Whether nothing was before: then ``fields`` say how it began."""
    fields: list[tuple[str, str, str]]
    """What each field is called, and its two values."""
    change: Change

    @property
    def local(self) -> dt.datetime:
        """When it was, on the clocks of :func:`history_zone`."""
        return zones.local(self.at, history_zone())


def history_zone() -> str:
    """The zone in which the history is read: the viewer's where it is known, else the Hub's."""
    return viewer_zone() or settings().timezone


def history_of(subject_kind: str, subject_id: int) -> list[Line]:
    """The last 200 changes of one subject, latest first."""
    return lines_of(queries.changes_of({subject_kind: [subject_id]}))


def lines_of(changes: Sequence[Change]) -> list[Line]:
    """Changes in words, in as many statements whatever their number."""
    known, names = logged(), _references(changes)
    people = {f"staff:{staff_id}": name for staff_id, name in known.people()} if changes else {}
    return [
        _line(change, known.kinds.get(change.subject_kind), people, names) for change in changes
    ]


def subjects_of(changes: Iterable[Change]) -> dict[tuple[str, int], Subject]:
    """What changes are about, by kind and id; what is not described has its id as its name."""
    ids = defaultdict[str, set[int]](set)
    for change in changes:
        ids[change.subject_kind].add(change.subject_id)
    found = {}
    for name, wanted in ids.items():
        kind = logged().kinds.get(name)
        described = kind.describe(wanted) if kind else {}
        for subject_id in wanted:
            found[name, subject_id] = described.get(subject_id) or Subject(str(subject_id))
    return found


def logged() -> Logged:
    """All that the log knows of other features."""
    installed: Logged = current_app.extensions["logged"]
    return installed


def _line(
    change: Change, kind: Kind | None, people: Mapping[str, str], names: Mapping[str, str]
) -> Line:
    return Line(
        id=change.id,
        at=change.at,
        who=_who(change.actor, people),
        verb=str(kind.verbs.get(change.verb, change.verb) if kind else change.verb),
        is_first=not change.before,
        fields=[
            (
                kind.field_name(name) if kind else name,
                _value(kind, name, change.before.get(name), names),
                _value(kind, name, change.after.get(name), names),
            )
            for name in {**change.before, **change.after}
        ],
        change=change,
    )


def _who(actor: str, people: Mapping[str, str]) -> str:
    if actor == "registrant":
        return str(_("The registrant"))
    if actor.startswith("owner:"):
        return str(_("The owner of the action item"))
    if actor == "system":
        return str(_("The system"))
    return people.get(actor, actor)


def _value(kind: Kind | None, name: str, value: object, names: Mapping[str, str]) -> str:
    if kind and name in kind.refers and isinstance(value, str):
        return names.get(value, value)
    try:
        return kind.value_text(name, value) if kind else str(value)
    except (KeyError, ValueError):  # of an earlier version, which knew other codes
        return str(value)


def _references(changes: Iterable[Change]) -> dict[str, str]:
    """The names of all that values refer to, by public id."""
    wanted = defaultdict[object, set[str]](set)
    for change in changes:
        kind = logged().kinds.get(change.subject_kind)
        for name, read in kind.refers.items() if kind else ():
            values = (change.before.get(name), change.after.get(name))
            wanted[read] |= {value for value in values if isinstance(value, str)}
    return {key: name for read, keys in wanted.items() for key, name in read(keys).items()}  # type: ignore[operator]
