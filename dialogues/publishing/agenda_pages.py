"""The agenda of a Dialogue as a file, and what earlier Dialogues left open, for any page."""

from collections.abc import Sequence

from flask import abort, make_response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items.models import CLOSED, ActionItem
from dialogues.action_items.queries import carried_to
from dialogues.programme.agenda_times import shown_agenda
from dialogues.programme.models import Dialogue
from dialogues.publishing import queries
from dialogues.publishing.agenda_pdf import agenda_file as file_of
from dialogues.publishing.pages import pages
from dialogues.support import clock
from dialogues.support.pdf import TextCannotBeDrawn
from dialogues.web.addresses import current_language
from dialogues.web.caching import cached_page
from dialogues.web.headers import as_file


@pages.get("/dialogues/<public_id>/agenda.pdf")
@cached_page()
def agenda_file(public_id: str) -> AnyResponse:
    """The agenda in the page's language, each session on its own clocks; 404 where it is empty.

    Leads to the agenda on its page where no PDF can show a title or what was left open.
    """
    shown = queries.dialogue_at(public_id, clock.now()) or abort(404)
    sessions = [card.session for card in shown.cards]
    agenda = shown_agenda(shown.dialogue, sessions, current_language(), None) or abort(404)
    carried = open_items_carried_to(shown.dialogue)
    try:
        made = file_of(shown.dialogue, agenda, carried, current_language())
    except TextCannotBeDrawn:
        return redirect(url_for(".dialogue", public_id=public_id, _anchor="agenda"))
    response = make_response(made)
    response.headers["Content-Type"] = "application/pdf"
    day = f"{sessions[0].local_start:%Y-%m-%d}"
    return as_file(response, f"agenda-{day}-{current_language()}.pdf")


@pages.app_template_global()
def open_items_carried_to(dialogue: Dialogue) -> Sequence[ActionItem]:
    """What earlier Dialogues left open to this one, and still is."""
    return [item for item in carried_to(dialogue) if item.status not in CLOSED]
