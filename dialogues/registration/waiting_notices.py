"""Telling who waits, for a seat or for approval, what becomes of the session.

Calendars know nothing of them yet, so that these mails carry no calendar part.
"""

from enum import StrEnum

from dialogues.outbox.service import owe_many
from dialogues.programme.facts import (
    Change,
    SessionCancelled,
    SessionReinstated,
    SessionRevised,
    ZoneRulesChanged,
)
from dialogues.programme.models import DialogueSession
from dialogues.registration import queries
from dialogues.support import clock

NEWS = "news_for_who_waits"
"""Their kind."""


class What(StrEnum):
    """What became of the session."""

    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MOVED = "moved"
    LANGUAGES = "languages"


def owe_cancellation(fact: SessionCancelled) -> None:
    """Tell who waits that the session is cancelled."""
    _owe(fact.session, What.CANCELLED)


def owe_reinstatement(fact: SessionReinstated) -> None:
    """Tell who waits that the session takes place after all."""
    _owe(fact.session, What.REINSTATED)


def owe_revision(fact: SessionRevised) -> None:
    """Tell who waits of a new time or of other languages, if there are."""
    if Change.TIME in fact.changes:
        _owe(fact.session, What.MOVED)
    elif Change.LANGUAGES in fact.changes:
        _owe(fact.session, What.LANGUAGES)


def owe_new_clocks(fact: ZoneRulesChanged) -> None:
    """Tell who waits that the session is at another time, since the clocks are set otherwise."""
    _owe(fact.session, What.MOVED)


def _owe(session: DialogueSession, what: What) -> None:
    if session.ends_at <= clock.now():
        return
    owe_many(
        {
            "kind": NEWS,
            "recipient": registration.participant.email,
            "language": registration.language,
            "zone": registration.zone,
            "subject_id": registration.id,
            "payload": {"what": what.value, "session": session.id},
        }
        for registration in queries.unseated(session.id)
    )
