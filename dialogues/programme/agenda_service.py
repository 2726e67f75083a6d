"""The verbs that change the agenda and the themes of a Dialogue; they flush, and never commit."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from dialogues.database import db
from dialogues.history import service as history
from dialogues.programme import agenda
from dialogues.programme.agenda import PlannedItem
from dialogues.programme.agenda_refusals import AgendaHasChanged
from dialogues.programme.facts import AgendaChanged, DialogueChanged
from dialogues.programme.models import Dialogue
from dialogues.programme.recording import record_dialogue
from dialogues.programme.snapshots import dialogue_record
from dialogues.programme.themes import in_order
from dialogues.support import clock
from dialogues.support.events import announce


def set_agenda(
    dialogue: Dialogue, items: Sequence[PlannedItem], *, base: str | None = None, tell: bool = False
) -> bool:
    """Make the agenda ``items``; False where it was that already.

    ``base`` is the :func:`agenda.version` on which they were written; :class:`AgendaHasChanged`
    where it is another by now. Raises the first of :func:`agenda.problems`. Public pages follow by
    themselves; those who registered are mailed where ``tell`` says so.
    """
    for problem in agenda.problems(
        items, dialogue.source_language, agenda.shortest_session(dialogue)
    ):
        raise problem.refusal
    db.session.execute(select(Dialogue.id).where(Dialogue.id == dialogue.id).with_for_update())
    db.session.expire(dialogue, ["agenda"])
    was, now = agenda.record(agenda.planned(dialogue)), agenda.record(agenda.in_order(items))
    if base is not None and base != agenda.version(agenda.planned(dialogue)):
        raise AgendaHasChanged()
    if was == now:
        return False
    dialogue.agenda = agenda.rows(agenda.in_order(items))
    dialogue.updated_at = clock.now()
    db.session.flush()
    history.record("dialogue", dialogue.id, "agenda_set", {"agenda": was}, {"agenda": now})
    announce(DialogueChanged(dialogue))
    if tell:
        announce(AgendaChanged(dialogue))
    return True


def set_themes(dialogue: Dialogue, themes: Collection[str]) -> bool:
    """Make the themes those of ``themes`` that there are, in their order; False where they were."""
    chosen = in_order(themes)
    if dialogue.themes == chosen:
        return False
    before = dialogue_record(dialogue)
    dialogue.themes = chosen
    record_dialogue(dialogue, "themes_set", before)
    return True
