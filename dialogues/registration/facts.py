"""What registration announces; ``dialogues.reactions`` says what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.support.events import Event


class Confirmation(StrEnum):
    """How a person came to a seat."""

    REGISTERED = "registered"
    RETURNED = "returned"
    """After cancelling."""
    PROMOTED = "promoted"
    """From the waiting list."""
    APPROVED = "approved"
    ADDED = "added"
    """By an organiser."""


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """A person has a seat, for the first time or again."""

    registration: Registration
    how: Confirmation


@dataclass(frozen=True)
class RegistrationWaitlisted(Event):
    """A person waits for a seat, at the end of the queue."""

    registration: Registration
    how: Confirmation


@dataclass(frozen=True)
class RegistrationPending(Event):
    """A person waits for organisers to approve the registration."""

    registration: Registration


@dataclass(frozen=True)
class ApprovalWithdrawn(Event):
    """Organisers took an approval back: the registration is pending again."""

    registration: Registration
    was: RegistrationStatus
    because: str | None
    """The sentence for the person."""


@dataclass(frozen=True)
class RegisteredAgain(Event):
    """Somebody registered an address for the session in which it is registered already."""

    registration: Registration
    name: str
    """The name that was typed this time."""


@dataclass(frozen=True)
class CopyAsked(Event):
    """An organiser wants a person to be mailed once more what they were told last."""

    registration: Registration


@dataclass(frozen=True)
class RegisteredForTwin(Event):
    """Somebody registered an address that is registered in another session of the Dialogue."""

    registration: Registration
    wanted: DialogueSession
    name: str
    """The name that was typed this time."""


@dataclass(frozen=True)
class ListeningLanguageChanged(Event):
    """A person who has a seat listens in another language."""

    registration: Registration


@dataclass(frozen=True)
class RegistrationSwapped(Event):
    """A person has a seat in another session of the Dialogue instead."""

    registration: Registration
    left: DialogueSession
    was: RegistrationStatus
    """What the registration was in the session that was left."""
    by_organiser: bool = False


@dataclass(frozen=True)
class RegistrationCancelled(Event):
    """A registration ended, whether or not it held a seat."""

    registration: Registration
    was: RegistrationStatus
    by: Ending
    because: str | None = None
    """The sentence of an organiser for the person."""


@dataclass(frozen=True)
class SeatsYielded(Event):
    """People lost their seats in a session, since by now they hold others in the Dialogue."""

    session: DialogueSession
    kept: Mapping[int, Registration]
    """What each of them has now, by the id of the registration that was given up."""


@dataclass(frozen=True)
class LinksAsked(Event):
    """Somebody asked for the manage links of an address, on a page in ``language``."""

    email: str
    language: str
    registrations: tuple[Registration, ...]
