"""What a person applies with."""

from dataclasses import dataclass

from dialogues.registration.models import Category


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
