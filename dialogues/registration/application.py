"""What a person applies with."""

from dataclasses import dataclass

from dialogues.people.rules import Category


@dataclass(frozen=True)
class Application:
    """What a person typed; ``email`` is trimmed and case-folded, codes are known ones."""

    name: str
    email: str
    country: str
    category: Category
    listening_language: str
    language: str
    zone: str
    organisation: str | None = None
    accessibility: str | None = None
    question: str | None = None
    wants_news: bool = False
    needed_language: str | None = None
    """The language (BCP 47) that the person would have needed, where no channel offers it."""
