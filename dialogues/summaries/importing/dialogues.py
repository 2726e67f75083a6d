"""Of which Dialogue a file is the record: the one that was held on its day."""

import datetime as dt
from collections.abc import Collection, Iterable

from flask_babel import gettext as _

from dialogues.programme.models import Dialogue
from dialogues.programme.queries import dialogues_on, past_dialogues
from dialogues.summaries.importing import refusals
from dialogues.support import clock

_MOST_NAMED = 5


def the_dialogue_on(days: Collection[dt.date]) -> Dialogue:
    """The one Dialogue with a session on one of ``days``.

    Raises refusals that list what was held where there is no day, no Dialogue, or more than one.
    """
    if not days:
        raise refusals.DateIsMissing(others=_held_last())
    found = dialogues_on(days)
    said = ", ".join(day.isoformat() for day in days)
    if not found:
        raise refusals.NoDialogueOnDate(date=said, others=_held_last())
    if len(found) > 1:
        names = "\n".join(["", *_listed(found)])
        raise refusals.SeveralDialoguesOnDate(date=said, dialogues=names)
    return found[0]


def _held_last() -> str:
    held = past_dialogues(clock.now(), _MOST_NAMED).items
    return "\n".join([_("Held last:"), *_listed(held)]) if held else ""


def _listed(found: Iterable[Dialogue]) -> list[str]:
    return [in_a_line(each, "en") for each in found]


def in_a_line(dialogue: Dialogue, language: str) -> str:
    """A Dialogue by its days, title and public id."""
    days = dict.fromkeys(session.local_start.date().isoformat() for session in dialogue.sessions)
    return f"{', '.join(days)} {dialogue.text(language).title} ({dialogue.public_id})"
