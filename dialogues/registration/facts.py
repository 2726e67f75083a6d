"""What registration announces; ``dialogues.reactions`` says what follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from dialogues.support.events import Event


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """A person has a seat, for the first time or again."""

    registration: Registration
    is_return: bool


@dataclass(frozen=True)
class RegisteredAgain(Event):
    """Somebody registered an address for the session in which it has a seat already."""

    registration: Registration
    name: str
    """The name that was typed this time."""


@dataclass(frozen=True)
class RegisteredForTwin(Event):
    """Somebody registered an address that has a seat in another session of the Dialogue."""

    registration: Registration
    wanted: DialogueSession
    name: str
    """The name that was typed this time."""


@dataclass(frozen=True)
class ListeningLanguageChanged(Event):
    """A person listens in another language."""

    registration: Registration


@dataclass(frozen=True)
class RegistrationSwapped(Event):
    """A person moved to another session of the Dialogue."""

    registration: Registration
    left: DialogueSession


@dataclass(frozen=True)
class RegistrationCancelled(Event):
    """A person gave a seat back."""

    registration: Registration
    by_reply: bool = False
    """Whether by declining the invite in a calendar."""


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
