"""What people announce; ``dialogues.reactions`` says what follows."""

from dataclasses import dataclass

from dialogues.people.models import Participant
from dialogues.support.events import Event


@dataclass(frozen=True)
class FeedFollowed(Event):
    """A person's calendar follows their own feed from now on, and no longer their mails."""

    person: Participant


@dataclass(frozen=True)
class FeedLeft(Event):
    """A person's calendar is to follow their mails again."""

    person: Participant
