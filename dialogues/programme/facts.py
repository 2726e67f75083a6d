"""What happened on the programme; ``dialogues.reactions`` says what follows."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.support.events import Event


@dataclass(frozen=True)
class SessionPublished(Event):
    """A session became public."""

    session: DialogueSession


class Change(StrEnum):
    """What of a session changed that those invited hear of."""

    TIME = "time"
    """Start, length or zone."""
    LANGUAGES = "languages"
    """Floor or interpretation."""
    PLACE = "place"
    """The address of the meeting, where the organiser wants it told."""
    ALARM = "alarm"
    """When calendars are to ring: calendars change, and the session's SEQUENCE does not."""


@dataclass(frozen=True)
class SessionRevised(Event):
    """Something that those invited hear of changed, all at once; the previous instants are UTC."""

    session: DialogueSession
    changes: frozenset[Change]
    previous_starts_at: dt.datetime
    previous_ends_at: dt.datetime
    previous_zone: str
    previous_floor_language: str
    previous_interpretation: tuple[str, ...]

    @property
    def raises_sequence(self) -> bool:
        """Whether calendars hear of more than a change of text (RFC 5546, 2.1.4)."""
        return bool(self.changes - {Change.ALARM})


@dataclass(frozen=True)
class DialogueChanged(Event):
    """Anything of a Dialogue itself changed: its texts, its status, its themes, its agenda.

    Or which of its sessions are published; once, however many.
    """

    dialogue: Dialogue


@dataclass(frozen=True)
class TextsEdited(Event):
    """Title or description of a Dialogue changed, and the organiser wants it told."""

    dialogue: Dialogue


@dataclass(frozen=True)
class AgendaChanged(Event):
    """The agenda of a Dialogue changed, and the organiser wants it told."""

    dialogue: Dialogue


@dataclass(frozen=True)
class SeveralDisallowed(Event):
    """Organisers want one person to come to one of the sessions of a Dialogue again."""

    dialogue: Dialogue


@dataclass(frozen=True)
class SessionReinstated(Event):
    """The cancellation of a published session was taken back."""

    session: DialogueSession


@dataclass(frozen=True)
class CapacityChanged(Event):
    """The number of seats of a session changed."""

    session: DialogueSession


@dataclass(frozen=True)
class RegistrationOpened(Event):
    """It may be that people can register for a session by now, or sooner, or others than before.

    Since organisers say so, or since clocks have changed.
    """

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
