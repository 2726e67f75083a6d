"""Dialogues and sessions as plain values: for plans to edit, and for the history of changes."""

import datetime as dt
from typing import Any

from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.programme.plans import DialoguePlan


def dialogue_plan(dialogue: Dialogue) -> DialoguePlan:
    """What is planned for ``dialogue`` now."""
    texts = {language: (text.title, text.description) for language, text in dialogue.texts.items()}
    return DialoguePlan(dialogue.source_language, texts, dialogue.key)


def session_record(session: DialogueSession) -> dict[str, Any]:
    """A session for the history of changes."""
    return {
        "status": session.status.value,
        "local_start": _wall_time(session.local_start),
        "fold": session.fold,
        "zone": session.zone,
        "minutes": session.minutes,
        "floor_language": session.floor_language,
        "interpretation": list(session.interpretation),
        "capacity": session.capacity,
        "join_url": session.join_url,
        "reminders": list(session.reminders),
        "alarm_minutes": session.alarm_minutes,
        "short_link": session.short_link,
        "admission": session.admission.value,
        "categories": list(session.categories),
        "local_registration_opens": _wall_time(session.local_registration_opens),
        "local_registration_closes": _wall_time(session.local_registration_closes),
        "registration_open": session.registration_open,
    }


def _wall_time(local: dt.datetime | None) -> str | None:
    return local.isoformat(timespec="minutes") if local else None


def dialogue_record(dialogue: Dialogue) -> dict[str, Any]:
    """A Dialogue for the history of changes."""
    record: dict[str, Any] = {
        "status": dialogue.status.value,
        "source_language": dialogue.source_language,
        "allows_several": dialogue.allows_several,
        "themes": list(dialogue.themes),
    }
    for language, text in dialogue.texts.items():
        record[f"title_{language}"] = text.title
        record[f"description_{language}"] = text.description
    return record
