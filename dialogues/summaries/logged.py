"""What the log says of summary notes."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, holds, in_words
from dialogues.languages.rules import ENDONYMS, listed
from dialogues.programme.logged import find_dialogues
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.summaries.labels import KINDS
from dialogues.summaries.models import SectionKind, SectionText, SummaryNote, SummarySection
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language

_VERBS = {
    "started": _l("Summary note begun"),
    "section_added": _l("Section added"),
    "section_removed": _l("Section taken out"),
    "section_restored": _l("Section put back"),
    "section_moved": _l("Sections put into another order"),
    "section_changed": _l("Section changed"),
    "themes_changed": _l("Themes changed"),
    "translated": _l("Translation marked as done"),
    "translation_reopened": _l("Translation made a draft again"),
    "sent_back": _l("Translation sent back"),
    "published": _l("Published"),
    "withdrawn": _l("Withdrawn"),
    "marked_fine": _l("Difference marked as fine"),
    "mark_taken_back": _l("Mark of a difference taken back"),
}
_FIELDS = {
    "source_language": _l("Written first in"),
    "section": _l("Section"),
    "order": _l("Order of the sections"),
    "themes": _l("Themes"),
    "writes_itself": _l("What the programme says follows"),
    "language": _l("Language"),
    "is_done": _l("Translation done"),
    "renders": _l("Version of the source"),
    "because": _l("Reason"),
    "revision": _l("Revision"),
}


def _section_names(public_ids: Collection[str]) -> dict[str, str]:
    found = db.session.execute(
        select(SummarySection.public_id, SummarySection.kind, SectionText.heading)
        .join(SummarySection.note)
        .outerjoin(
            SectionText,
            (SectionText.section_id == SummarySection.id)
            & (SectionText.language == SummaryNote.source_language),
        )
        .where(SummarySection.public_id.in_(public_ids))
    )
    return {public_id: _section_name(kind, heading) for public_id, kind, heading in found}


def _section_name(kind: SectionKind, heading: str | None) -> str:
    return str(KINDS[kind]) if kind is SectionKind.TITLE or not heading else heading


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(
        select(SummaryNote)
        .where(SummaryNote.id.in_(ids))
        .options(joinedload(SummaryNote.dialogue, innerjoin=True))
    )
    return {
        note.id: Subject(
            note.dialogue.text(current_language()).title,
            url_for("summaries_office.note", public_id=note.dialogue.public_id),
        )
        for note in found
    }


def _find(text: str) -> Select[Any]:
    with_heading = (
        select(SummarySection.note_id)
        .join(SectionText, SectionText.section_id == SummarySection.id)
        .where(SummarySection.kind == SectionKind.TITLE, holds(text, SectionText.heading))
    )
    return select(SummaryNote.id).where(
        or_(SummaryNote.id.in_(with_heading), SummaryNote.dialogue_id.in_(find_dialogues(text)))
    )


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if not value:
        return in_words(value)
    if name in ("language", "source_language"):
        return ENDONYMS[value]
    if name == "themes":
        return listed((str(THEMES[Theme(code)]) for code in value), current_language())
    if name == "order":
        names = _section_names(value)
        return listed((names.get(each, each) for each in value), current_language())
    return in_words(value)


SUMMARY = Kind(
    name=_l("Summary note"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
    refers={"section": _section_names},
    least=Role.EDITOR,
)
