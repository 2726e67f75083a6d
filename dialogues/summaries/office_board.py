"""The board of all notes: how far each language has come, and what is to be translated."""

from collections.abc import Callable, Mapping

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from dialogues.languages.rules import ENDONYMS, LANGUAGES
from dialogues.summaries.board_queries import (
    Cell,
    Line,
    dialogues_of,
    lines,
    page_of_lines,
    without_note,
)
from dialogues.summaries.labels import STATE_TAGS, STATES
from dialogues.summaries.office import pages
from dialogues.summaries.rules import State
from dialogues.web.addresses import page_number
from dialogues.web.attention import Attention

PAGE_LENGTH = 25
_MOST_WITHOUT_NOTE = 5
_BEGUN = {State.DRAFT, State.STALE}
FILTERS: Mapping[str, tuple[object, Callable[[Cell], bool]]] = {
    "to-do": (
        _l("To be translated"),
        lambda cell: cell.state in _BEGUN or (cell.is_awaited and cell.state is State.MISSING),
    ),
    "missing": (STATES[State.MISSING], lambda cell: cell.state is State.MISSING),
    "draft": (STATES[State.DRAFT], lambda cell: cell.state is State.DRAFT),
    "sent-back": (_l("Sent back"), lambda cell: cell.sent_back > 0),
    "stale": (STATES[State.STALE], lambda cell: cell.state is State.STALE),
    "current": (STATES[State.CURRENT], lambda cell: cell.state is State.CURRENT),
    "published": (_l("Published"), lambda cell: cell.is_published),
    "changed": (_l("Changed since it was published"), lambda cell: cell.is_changed),
    "withdrawn": (_l("Withdrawn"), lambda cell: cell.is_withdrawn),
    "unpublished": (_l("Not published"), lambda cell: not cell.is_published),
}
"""What a language of a note may be asked for, by the word in the address."""


@pages.get("/summaries")
def board() -> str:
    """All notes, or those of which a language is as the address asks for."""
    state = request.args.get("state", "")
    target = request.args.get("target", "")
    found = [line for line in lines() if _is_asked_for(line, state, target)]
    shown = page_of_lines(found, PAGE_LENGTH, page_number())
    return render_template(
        "summaries/board.html",
        page=shown,
        dialogues=dialogues_of([line.dialogue_id for line in shown.items]),
        filters={word: label for word, (label, _is) in FILTERS.items()},
        state=state if state in FILTERS else "",
        target=target if target in LANGUAGES else "",
        columns=[ENDONYMS[code] for code in LANGUAGES],
        count=len(found),
        without_note=without_note(_MOST_WITHOUT_NOTE),
        states=STATES,
        tags=STATE_TAGS,
    )


def notes_to_translate() -> list[Attention]:
    """How many notes wait to be translated into a language, for organisers' first page."""
    count = sum(_is_asked_for(line, "to-do", "") for line in lines())
    if not count:
        return []
    sentence = ngettext(
        "%(num)s summary note is to be translated, or brought up to date.",
        "%(num)s summary notes are to be translated, or brought up to date.",
        count,
    )
    return [Attention(str(sentence), url_for("summaries_office.board", state="to-do"))]


def _is_asked_for(line: Line, state: str, target: str) -> bool:
    _label, is_so = FILTERS.get(state, ("", lambda _cell: True))
    cells = [line.cells[target]] if target in LANGUAGES else list(line.cells.values())
    return any(map(is_so, cells))
