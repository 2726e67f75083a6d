"""Telling the readers of a note that it is there: at once, or a day later in which languages."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from dialogues.outbox.service import owe_many
from dialogues.registration.models import Registration
from dialogues.summaries.facts import SummaryPublished, SummaryWithdrawn
from dialogues.summaries.queries import published_languages
from dialogues.summaries.readers_queries import (
    ELSEWHERE,
    READY,
    addresses_reached,
    addresses_told,
    readers_of,
)

PATIENCE = dt.timedelta(days=1)
"""How long readers whose language is not published wait for it before they hear of others."""
_A_SECOND = 10
"""How many mails come due in a second, so that others need not wait for all of them."""


def tell_readers(event: SummaryPublished) -> None:
    """Owe each reader one mail of each kind at most, whatever else is published of the note.

    The note is locked by whoever publishes.
    """
    note, language = event.publication.note, event.publication.language
    readers = readers_of(note.dialogue_id)
    is_told = addresses_told(note.id, [READY])
    own = [one for one in readers if one.language == language]
    _owe(READY, note.id, _without(own, is_told))
    is_told |= addresses_told(note.id, [ELSEWHERE])
    published = published_languages([note.id])[note.id]
    others = [one for one in readers if one.language not in published]
    _owe(ELSEWHERE, note.id, _without(others, is_told), PATIENCE)


def tell_of_others(event: SummaryWithdrawn) -> None:
    """Owe readers whom no mail had reached yet the one about the languages that are left.

    The mail that was owed to them is superseded when it comes to composing.
    """
    note, language = event.publication.note, event.publication.language
    if not published_languages([note.id])[note.id]:
        return
    is_told = addresses_reached(note.id, language) | addresses_told(note.id, [ELSEWHERE])
    own = [one for one in readers_of(note.dialogue_id) if one.language == language]
    _owe(ELSEWHERE, note.id, _without(own, is_told), PATIENCE)


def to_be_told(note_id: int, dialogue_id: int, language: str) -> int:
    """How many readers get a mail at once when the note is published in a language."""
    own = [one for one in readers_of(dialogue_id) if one.language == language]
    return len(_without(own, addresses_told(note_id, [READY])))


def _without(readers: Iterable[Registration], told: Collection[str]) -> list[Registration]:
    return [one for one in readers if one.participant.email not in told]


def _owe(
    kind: str, note_id: int, readers: Iterable[Registration], after: dt.timedelta = dt.timedelta()
) -> None:
    mails: list[dict[str, Any]] = [
        {
            "kind": kind,
            "recipient": one.participant.email,
            "language": one.language,
            "zone": one.zone,
            "subject_id": note_id,
            "payload": {"registration": one.id},
        }
        for one in readers
    ]
    owe_many(mails, a_second=_A_SECOND, after=after)
