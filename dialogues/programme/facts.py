"""What happened on the programme; ``dialogues.reactions`` says what follows."""

import datetime as dt
from dataclasses import dataclass

from dialogues.programme.models import DialogueSession
from dialogues.support.events import Event


@dataclass(frozen=True)
class SessionPublished(Event):
    """A session became public."""

    session: DialogueSession


@dataclass(frozen=True)
class SessionRescheduled(Event):
    """The start, length or zone of a session changed; the previous instants are UTC."""

    session: DialogueSession
    previous_starts_at: dt.datetime
    previous_ends_at: dt.datetime
    previous_zone: str


@dataclass(frozen=True)
class SessionDetailsChanged(Event):
    """The floor or interpretation languages of a session changed."""

    session: DialogueSession


@dataclass(frozen=True)
class CapacityChanged(Event):
    """The number of seats of a session changed."""

    session: DialogueSession


@dataclass(frozen=True)
class SessionCancelled(Event):
    """A published session was cancelled."""

    session: DialogueSession


@dataclass(frozen=True)
class ZoneRulesChanged(Event):
    """The clocks of a session's zone follow other rules, and its instants moved; these are UTC."""

    session: DialogueSession
    previous_starts_at: dt.datetime
    previous_ends_at: dt.datetime
