"""What the Dialogue of 29 June 2022 left behind: its note in six languages, its action items.

The facts are those of DESIGN 15; the words are the project's own.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import update

from dialogues.action_items.models import (
    CLOSED,
    ActionItem,
    ActionItemEvent,
    ActionItemText,
    ItemStatus,
    Owner,
    OwnerKind,
    OwnerName,
)
from dialogues.database import db
from dialogues.history.models import Change
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue
from dialogues.programme.themes import Theme
from dialogues.summaries import service, translating_service
from dialogues.summaries.models import SectionKind, SectionText, SectionVersion, SummaryNote
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.queries import note_of_dialogue
from dialogues.summaries.rules import Words
from dialogues.support.codes import opaque_id

_HERE = Path(__file__).parent
_RECORD = json.loads((_HERE / "record.json").read_text(encoding="utf-8"))
_KINDS = (
    *(SectionKind.TITLE, SectionKind.PARTICIPATION, SectionKind.COALITIONS, SectionKind.HUB),
    *(SectionKind.NEEDS, SectionKind.CLOSING, SectionKind.NEXT),
)
_RAISED_IN = SectionKind.PARTICIPATION
_SOURCE = "en"
_PUBLISHED_AT = dt.datetime(2022, 7, 6, 9, tzinfo=dt.UTC)


def load_record(dialogue: Dialogue, upcoming_on: dt.date) -> None:
    """Give ``dialogue`` its note and action items, unless it has a note.

    What is still owed is due on, or after, the day of the upcoming Dialogue, but for one item.
    """
    if note_of_dialogue(dialogue.id):
        return
    note = _write_note(dialogue)
    owners = {key: _owner(key, fields) for key, fields in _RECORD["owners"].items()}
    for fields in _RECORD["items"]:
        _record_item(note, owners[fields["owner"]], fields, upcoming_on)
    for language in LANGUAGES:
        publish_in(note, language, None).published_at = _PUBLISHED_AT
    db.session.flush()
    _date_back(note)


def _write_note(dialogue: Dialogue) -> SummaryNote:
    sections = [
        service.NewSection(kind, words, tuple(Theme) if kind is _RAISED_IN else ())
        for kind, words in zip(_KINDS, _texts(_SOURCE), strict=True)
    ]
    note = service.start(dialogue, _SOURCE, sections, None)
    for language in LANGUAGES:
        if language != _SOURCE:
            for section, words in zip(note.sections, _texts(language), strict=True):
                service.save(section, language, words, 0, None)
                translating_service.declare_done(section, language, 1, renders=1)
    return note


def _date_back(note: SummaryNote) -> None:
    # The services write as of now: the note would read as changed since it was published.
    sections = [section.id for section in note.sections]
    for table in (SectionText, SectionVersion):
        then = update(table).where(table.section_id.in_(sections)).values(saved_at=_PUBLISHED_AT)
        db.session.execute(then)
    of_note = (Change.subject_kind == "summary", Change.subject_id == note.id)
    db.session.execute(update(Change).where(*of_note).values(at=_PUBLISHED_AT))


def _texts(language: str) -> Iterator[Words]:
    """The sections of the note in a language, the title with its opening words first."""
    text = (_HERE / "notes" / f"2022-06-29.{language}.md").read_text(encoding="utf-8")
    for part in re.split(r"^#+ ", text, flags=re.MULTILINE)[1:]:
        heading, _line, body = part.partition("\n")
        yield Words(heading, body.strip())


def _owner(key: str, fields: dict[str, Any]) -> Owner:
    owner = Owner(
        public_id=opaque_id(),
        key=key,
        kind=OwnerKind(fields["kind"]),
        coordinator=fields["coordinator"],
        email=fields["email"],
        website=fields["website"],
        language=fields["language"],
        zone=fields["zone"],
        link_version=1,
        created_at=_PUBLISHED_AT,
        updated_at=_PUBLISHED_AT,
    )
    for language, name in fields["names"].items():
        owner.names[language] = OwnerName(language=language, name=name)
    db.session.add(owner)
    db.session.flush()
    return owner


def _record_item(
    note: SummaryNote, owner: Owner, fields: dict[str, Any], upcoming_on: dt.date
) -> None:
    # Not by the services: they would have it recorded today, and ask the owner to accept it.
    section = next(one for one in note.sections if one.kind == fields["section"])
    status = ItemStatus(fields["events"][-1][2])
    happened = {verb: _at(day) for verb, day, _status, _words in fields["events"]}
    last_at = max(happened.values())
    item = ActionItem(
        public_id=opaque_id(),
        dialogue_id=note.dialogue_id,
        section_id=section.public_id,
        source_language=_SOURCE,
        theme=fields["theme"],
        owner=owner,
        due_on=_due(fields["due_on"], upcoming_on),
        is_due_by_next=fields["by_next"],
        status=status,
        accepted_at=happened.get("accepted"),
        closed_at=last_at if status in CLOSED else None,
        link_version=1,
        created_at=_PUBLISHED_AT,
        updated_at=last_at,
    )
    source = fields["texts"][_SOURCE]
    for language, text in fields["texts"].items():
        rendered = None if language == _SOURCE else source
        item.texts[language] = ActionItemText(language=language, text=text, rendered=rendered)
    db.session.add(item)
    db.session.flush()
    for verb, day, then, words in fields["events"]:
        db.session.add(
            ActionItemEvent(
                item_id=item.id,
                at=_at(day),
                actor="system" if verb == "recorded" else f"owner:{owner.id}",
                verb=verb,
                words=_RECORD["words"].get(words, ""),
                language=_SOURCE,
                status=ItemStatus(then),
                due_on=item.due_on,
                owner_id=owner.id,
            )
        )


def _due(said: str, upcoming_on: dt.date) -> dt.date:
    """A day, or so many days after the upcoming Dialogue (``+60``)."""
    if said.startswith("+"):
        return upcoming_on + dt.timedelta(days=int(said))
    return dt.date.fromisoformat(said)


def _at(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), tzinfo=dt.UTC)
