"""The agenda of a Dialogue on paper: each session's times, and what earlier Dialogues left open."""

from collections.abc import Iterable
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ActionItem
from dialogues.action_items.naming import owner_title
from dialogues.languages.rules import direction, in_a_row
from dialogues.languages.times import date_in_words
from dialogues.programme.agenda_labels import KINDS
from dialogues.programme.agenda_times import Column, Row, ShownAgenda
from dialogues.programme.models import Dialogue
from dialogues.support.pdf import pdf_of
from dialogues.web.addresses import absolute

Value = dict[str, Any]


def agenda_file(
    dialogue: Dialogue, agenda: ShownAgenda, carried: Iterable[ActionItem], language: str
) -> bytes:
    """The PDF of an agenda in a language, with the action items that are ``carried`` on to it.

    Raises :class:`~dialogues.support.pdf.TextCannotBeDrawn` as :func:`pdf_of` does.
    """
    with force_locale(language):
        return pdf_of("publishing/agenda.typ", _content(dialogue, agenda, carried, language))


def _content(
    dialogue: Dialogue, agenda: ShownAgenda, carried: Iterable[ActionItem], language: str
) -> Value:
    title = dialogue.text(language)
    return {
        "language": language,
        "direction": direction(language),
        "series": _("Food Systems Solutions Dialogues"),
        "hub": _("United Nations Food Systems Coordination Hub"),
        "home": absolute("/").partition("://")[2].rstrip("/"),
        "heading": _("Agenda"),
        "title": _words(title.title, title.language),
        "columns": [_column(one, len(agenda.columns)) for one in agenda.columns],
        "item_heading": _("Item"),
        "rows": [_row(row, agenda, language) for row in agenda.rows],
        "carried_heading": _("Open action items of earlier Dialogues"),
        "carried": [_item(one, language) for one in carried],
    }


def _words(text: str, language: str) -> Value:
    return {"text": text, "language": language, "direction": direction(language)}


def _column(column: Column, columns: int) -> Value:
    first = column.first
    return {
        "heading": (
            _("Session %(number)s", number=column.number) if columns > 1 else _("Starts at")
        ),
        "date": first.date,
        "place": first.zone_name,
        "offset": first.offset if first.offset != first.zone_name else None,
    }


def _row(row: Row, agenda: ShownAgenda, language: str) -> Value:
    length = ngettext("%(num)s minute", "%(num)s minutes", row.minutes)
    return {
        "times": [
            {
                "time": f"{time.starts:%H:%M}",
                "date": time.date if time.date != column.first.date else None,
            }
            for time, column in zip(row.times, agenda.columns, strict=True)
        ],
        "title": _words(row.text.title, row.text.language),
        "speakers": _words(row.text.speakers, row.text.language),
        "about": in_a_row([str(KINDS[row.kind]), length], language),
        "link": row.link,
    }


def _item(item: ActionItem, language: str) -> Value:
    text, owner = item.text(language), owner_title(item.owner, language)
    due = _("Due: %(date)s", date=date_in_words(item.due_on, language)) if item.due_on else None
    return {
        "text": _words(text.text, text.language),
        "owner": _words(owner.text, owner.language),
        "about": in_a_row(filter(None, (str(STATUSES[item.status]), due)), language),
    }
