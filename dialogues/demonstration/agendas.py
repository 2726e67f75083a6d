"""The agendas and themes of the demonstration's Dialogues, in six languages."""

import json
from pathlib import Path

from dialogues.programme.agenda import PlannedItem, from_record

_AGENDAS = json.loads((Path(__file__).parent / "agendas.json").read_text(encoding="utf-8"))


def agenda_of(name: str) -> list[PlannedItem]:
    """What is on the agenda of the Dialogue that ``texts.json`` calls ``name``."""
    return from_record(_AGENDAS[name]["items"])


def themes_of(name: str) -> tuple[str, ...]:
    """What the Dialogue that ``texts.json`` calls ``name`` is about."""
    return tuple(_AGENDAS[name]["themes"])
