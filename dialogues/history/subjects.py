"""What the log says of the things that change: the table that ``dialogues.reactions`` installs.

A feature describes its kinds of subjects in its module ``logged.py``: what each is called, and its
verbs, fields and values. A verb or field without words shows its own name.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_

from dialogues.support.roles import Role
from dialogues.support.texts import spellings

Names = Callable[[Collection[str]], Mapping[str, str]]
"""Reads what is called how in the page's language, in one statement; keys without a name lack."""


@dataclass(frozen=True)
class Subject:
    """What a change is about, as it is now."""

    name: str
    path: str | None = None
    """Of its page."""
    detail: str = ""
    """What tells it from others of the same name."""


@dataclass(frozen=True)
class Kind:
    """One kind of subject. Labels are lazily translated."""

    name: object
    verbs: Mapping[str, object]
    describe: Callable[[Collection[int]], Mapping[int, Subject]]
    """Reads some subjects by id, in as many statements whatever their number."""
    find: Callable[[str], Select[Any]]
    """Selects the ids of those that a search, not empty, is about."""
    field_name: Callable[[str], str]
    value_text: Callable[[str, Any], str]
    """A value of a field as people read it; a dash for none."""
    refers: Mapping[str, Names] = field(default_factory=dict)
    """Fields whose value is the public id of something else, and what gives its name."""
    least: Role = Role.ORGANISER
    """Who may see in the log what happened to it."""


@dataclass(frozen=True)
class Logged:
    """All that the log knows of other features."""

    kinds: Mapping[str, Kind]
    people: Callable[[], Sequence[tuple[int, str]]]
    """Everybody who is or was on the staff, by id and name."""


def in_words(value: object) -> str:
    """A value that needs no words of its own: a dash for none, "Yes" or "No", else itself."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    return str(value)


def holds(text: str, *columns: Any) -> ColumnElement[bool]:
    """What is true where one of some columns has ``text`` in it, in small or capital letters."""
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for column in columns
            for spelling in sorted(spellings(text))
        )
    )


def install(app: Flask, logged: Logged) -> None:
    """Make ``logged`` what the log of ``app`` knows, and let templates call ``history_of()``."""
    from dialogues.history.lines import history_of, history_zone

    app.extensions["logged"] = logged
    app.jinja_env.globals.update(history_of=history_of, history_zone=history_zone)
