"""What happened to notes; ``dialogues.reactions`` says what follows."""

from dataclasses import dataclass

from dialogues.summaries.models import Publication
from dialogues.support.events import Event


@dataclass(frozen=True)
class SummaryPublished(Event):
    """A note was published in a language: ``publication`` is its new last revision there."""

    publication: Publication


@dataclass(frozen=True)
class SummaryWithdrawn(Event):
    """The last revision of a note in a language was withdrawn."""

    publication: Publication
