"""Taking the last change back: a change like any other, to what was before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dialogues.history.models import Change
from dialogues.languages.rules import LANGUAGES
from dialogues.programme import queries
from dialogues.programme.agenda import PlannedItem, from_record
from dialogues.programme.agenda_refusals import AgendaHasChangedSince
from dialogues.programme.models import Admission, Dialogue, DialogueSession
from dialogues.programme.plans import DialoguePlan, SessionPlan
from dialogues.programme.refusals import HasChangedSince, TextsHaveChangedSince
from dialogues.programme.rules import in_order
from dialogues.programme.snapshots import dialogue_record, session_record


def plan_before(session: DialogueSession, change_id: str | None) -> SessionPlan:
    """What was planned for ``session`` before the revision that the history knows by an id.

    :class:`HasChangedSince` where that is not the last one.
    """
    last = queries.latest_change("session", session.id, "revised")
    if last is None or str(last.id) != change_id:
        raise HasChangedSince()
    return _plan({**session_record(session), **last.before}, session.key)


def texts_before(dialogue: Dialogue, change_id: str | None) -> DialoguePlan:
    """The texts of ``dialogue`` before the change that the history knows by an id.

    :class:`TextsHaveChangedSince` where that is not the last one.
    """
    last = queries.latest_change("dialogue", dialogue.id, "texts_edited")
    if last is None or str(last.id) != change_id:
        raise TextsHaveChangedSince()
    now = dialogue_record(dialogue)
    record = {**{name: now[name] for name in now if name not in last.after}, **last.before}
    texts = {
        language: (record[f"title_{language}"], record[f"description_{language}"])
        for language in LANGUAGES
        if f"title_{language}" in record
    }
    return DialoguePlan(record["source_language"], texts, dialogue.key)


def agenda_before(dialogue: Dialogue, change_id: str | None) -> list[PlannedItem]:
    """The agenda of ``dialogue`` before the change that the history knows by an id.

    :class:`AgendaHasChangedSince` where that is not the last one.
    """
    last = queries.latest_change("dialogue", dialogue.id, "agenda_set")
    if last is None or str(last.id) != change_id:
        raise AgendaHasChangedSince()
    return from_record(last.before["agenda"])


def has_way_back(change: Change) -> bool:
    """Whether taking a change back changes anything: a first short link stays for ever."""
    return change.before != {"short_link": None}


def _plan(record: Mapping[str, Any], key: str | None) -> SessionPlan:
    opens, closes = (record[f"local_registration_{name}"] for name in ("opens", "closes"))
    return SessionPlan(
        local_start=dt.datetime.fromisoformat(record["local_start"]),
        fold=record["fold"],
        zone=record["zone"],
        minutes=record["minutes"],
        floor_language=record["floor_language"],
        interpretation=tuple(record["interpretation"]),
        capacity=record["capacity"],
        join_url=record["join_url"],
        short_link=record["short_link"],
        key=key,
        reminders=tuple(record["reminders"]),
        alarm_minutes=record["alarm_minutes"],
        admission=Admission(record["admission"]),
        categories=in_order(record["categories"]),
        local_registration_opens=opens and dt.datetime.fromisoformat(opens),
        local_registration_closes=closes and dt.datetime.fromisoformat(closes),
    )
