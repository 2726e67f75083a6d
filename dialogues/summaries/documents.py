"""A note as its readers get it, in whatever form: the words of its content, dates, names."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.action_items.naming import owner_title
from dialogues.action_items.queries import owners_by_public_ids
from dialogues.config import settings
from dialogues.languages.rules import listed
from dialogues.languages.times import date_in_words
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.summaries.content import Content
from dialogues.summaries.models import Publication


@dataclass(frozen=True)
class Promise:
    """An action item, as it was worded."""

    id: str
    """Its public id."""
    text: str
    language: str
    """Of ``text``: not the note's where it is not translated."""
    owner: str
    owner_language: str
    due: str
    """By when, in words; empty where that is not known."""


@dataclass(frozen=True)
class Part:
    """A section, with the action items that stand under it."""

    anchor: str
    heading: str
    markdown: str
    themes: tuple[tuple[str, str], ...]
    """Codes and names."""
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Stamp:
    """Which revision of a note a document is."""

    revision: str
    """Its number and date, in words."""
    address: str
    """Where the note is published."""
    published_on: dt.date


@dataclass(frozen=True)
class Document:
    """A note in one language; all words are in it, but for what is not translated."""

    language: str
    title: str
    dates: str
    """When the Dialogue was held, in words."""
    opening: str
    """Markdown."""
    themes: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    promises: tuple[Promise, ...]
    """Those that stand under no section."""
    carried: tuple[Promise, ...]
    """Those that earlier Dialogues had left open."""
    stamp: Stamp | None
    """None for what is not published."""


def document_of(content: Content, language: str, stamp: Stamp | None = None) -> Document:
    """What a content, as ``summaries.content`` makes it, reads in the language that it is in."""
    with force_locale(language):
        promises = {one.id: one for one in _promises(content["items"], language)}
        parts = tuple(_part(each, promises) for each in content["sections"] if _says(each))
        placed = {one.id for part in parts for one in part.promises}
        return Document(
            language=language,
            title=content["title"],
            dates=_dates(content["held"], language),
            opening=content["opening"],
            themes=_themes(content["themes"]),
            parts=parts,
            promises=tuple(one for id_, one in promises.items() if id_ not in placed),
            carried=tuple(_promises(content["carried"], language)),
            stamp=stamp,
        )


def published_document(publication: Publication) -> Document:
    """A frozen revision, as its readers get it."""
    language = publication.language
    on = publication.published_at.date()
    dialogue = publication.content["dialogue"]
    with force_locale(language):
        told = {"number": publication.number, "date": date_in_words(on, language)}
        revision = _("Revision %(number)s, published on %(date)s", **told)
        if publication.withdrawn_at:
            revision = _(
                "Revision %(number)s, published on %(date)s, withdrawn on %(withdrawn)s",
                **told,
                withdrawn=date_in_words(publication.withdrawn_at, language),
            )
    address = f"{settings().base_url}/{language}/dialogues/{dialogue}/summary"
    return document_of(publication.content, language, Stamp(str(revision), address, on))


def _says(section: Mapping[str, Any]) -> bool:
    return any(section[name] for name in ("heading", "body", "programme", "items"))


def _part(section: Mapping[str, Any], promises: Mapping[str, Promise]) -> Part:
    return Part(
        anchor=f"section-{section['id']}",
        heading=section["heading"],
        markdown="\n\n".join(filter(None, (section["body"], section["programme"]))),
        themes=_themes(section["themes"]),
        promises=tuple(promises[one] for one in section["items"] if one in promises),
    )


def _promises(items: Iterable[Mapping[str, Any]], language: str) -> Iterable[Promise]:
    items = list(items)
    people = owners_by_public_ids({one["owner_id"] for one in items if not one["owner"]})
    for one in items:
        person = people.get(one["owner_id"])
        name = owner_title(person, language) if person else None
        yield Promise(
            id=one["id"],
            text=one["text"],
            language=one["language"],
            owner=name.text if name else one["owner"],
            owner_language=name.language if name else one["owner_language"],
            due=_due(one["due_on"], one["by_next"], language),
        )


def _due(on: str | None, by_next: bool, language: str) -> str:
    date = date_in_words(dt.date.fromisoformat(on), language) if on else ""
    if not by_next:
        return date
    if not date:
        return str(_("By the next Dialogue"))
    return str(_("By the next Dialogue, %(date)s", date=date))


def _dates(held: Iterable[Mapping[str, Any]], language: str) -> str:
    days = {dt.datetime.fromisoformat(one["local_start"]).date(): None for one in held}
    return listed((date_in_words(day, language) for day in days), language)


def _themes(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(THEMES[Theme(code)])) for code in codes)
