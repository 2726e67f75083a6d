"""The ledger as files: CSV for spreadsheets, JSON for programs, both as they are streamed."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.action_items.labels import KINDS, STATUSES
from dialogues.action_items.models import CLOSED, ActionItem, OwnerKind
from dialogues.action_items.naming import owner_name
from dialogues.action_items.rules import is_overdue
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.registration.export_files import csv_chunks
from dialogues.web.addresses import absolute

FIELDS: Mapping[str, object] = {
    "id": _l("What the item is known by; it never changes."),
    "text": _l("What is to be done, by language."),
    "source_language": _l("The language that it was written in first."),
    "status": _l("One of open, in_progress, done and dropped."),
    "overdue": _l("Whether its last day is over everywhere, and it is neither done nor dropped."),
    "due_on": _l("The last day, in the owner's time zone; none where no date is known yet."),
    "due_by_next_dialogue": _l("Whether it is due by the next Dialogue, and moves with it."),
    "owner": _l("Whose it is: id, kind and name by language; of a person the name alone."),
    "dialogue": _l("Where it was agreed: id, title by language, and page."),
    "theme": _l("The code of its theme, or none."),
    "recorded_at": _l("When it was recorded, in UTC."),
    "updated_at": _l("When it changed last, in UTC."),
    "closed_at": _l("When it was done or dropped, in UTC, or none."),
    "dropped_because": _l("Why it was dropped, or none."),
    "url": _l("Its page."),
}
"""What each field of the JSON file holds, in the order in which they stand there."""


def as_record(item: ActionItem, today: dt.date) -> dict[str, Any]:
    """An action item as the JSON file has it; its keys are those of ``FIELDS``."""
    owner, dialogue = item.owner, item.dialogue
    names = {code: name.name for code, name in sorted(owner.names.items())}
    is_person = owner.kind is OwnerKind.PERSON
    return {
        "id": item.public_id,
        "text": {code: text.text for code, text in sorted(item.texts.items())},
        "source_language": item.source_language,
        "status": item.status.value,
        "overdue": is_overdue(item.status in CLOSED, item.due_on, today),
        "due_on": _iso(item.due_on),
        "due_by_next_dialogue": item.is_due_by_next,
        "owner": {
            "id": None if is_person else owner.public_id,
            "kind": owner.kind.value,
            "name": names,
        },
        "dialogue": {
            "id": dialogue.public_id,
            "title": {code: text.title for code, text in sorted(dialogue.texts.items())},
            "url": absolute(url_for("publishing.dialogue", public_id=dialogue.public_id)),
        },
        "theme": item.theme,
        "recorded_at": _iso(item.created_at),
        "updated_at": _iso(item.updated_at),
        "closed_at": _iso(item.closed_at),
        "dropped_because": item.dropped_because,
        "url": _page_of(item),
    }


def json_chunks(items: Iterable[ActionItem], today: dt.date, now: dt.datetime) -> Iterator[bytes]:
    """The JSON file as chunks: an object with ``made_at`` and the records as ``items``."""
    yield f'{{"made_at": "{now.isoformat()}", "items": ['.encode()
    for number, item in enumerate(items):
        record = json.dumps(as_record(item, today), ensure_ascii=False)
        yield f"{',' if number else ''}\n{record}".encode()
    yield b"\n]}\n"


def csv_file(items: Iterable[ActionItem], today: dt.date, language: str) -> Iterator[bytes]:
    """The CSV file as chunks, in words of ``language``; days and instants are ISO 8601."""
    headings = [
        *(_("Identifier"), _("Action item"), _("Language of the text"), _("Status")),
        *(_("Overdue"), _("Owner"), _("Kind of owner"), _("Due on"), _("By the next Dialogue")),
        *(_("Dialogue"), _("Theme"), _("Recorded (UTC)"), _("Closed (UTC)")),
        *(_("Why it was dropped"), _("Page")),
    ]
    return csv_chunks(headings, (_cells(item, today, language) for item in items))


def _cells(item: ActionItem, today: dt.date, language: str) -> list[str]:
    text, yes = item.text(language), _("Yes")
    is_late = is_overdue(item.status in CLOSED, item.due_on, today)
    return [
        item.public_id,
        text.text,
        text.language,
        str(STATUSES[item.status]),
        yes if is_late else _("No"),
        owner_name(item.owner, language),
        str(KINDS[item.owner.kind]),
        _iso(item.due_on) or "",
        yes if item.is_due_by_next else _("No"),
        item.dialogue.text(language).title,
        str(THEMES[Theme(item.theme)]) if item.theme else "",
        _iso(item.created_at) or "",
        _iso(item.closed_at) or "",
        item.dropped_because or "",
        _page_of(item),
    ]


def _page_of(item: ActionItem) -> str:
    return absolute(url_for("ledger.item", public_id=item.public_id))


def _iso(when: dt.date | dt.datetime | None) -> str | None:
    if isinstance(when, dt.datetime):
        return when.replace(microsecond=0).isoformat()
    return when.isoformat() if when else None
