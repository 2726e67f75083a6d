"""What a person applies with."""

from dataclasses import dataclass, replace

from dialogues.interpretation.rules import Offering, channel_for
from dialogues.people.rules import Category


@dataclass(frozen=True)
class Application:
    """What a person typed; ``email`` is trimmed and case-folded, codes are known ones."""

    name: str
    email: str
    country: str
    category: Category
    listening_language: str
    """Empty together with ``needed_language``, until a session is known."""
    language: str
    zone: str
    organisation: str | None = None
    accessibility: str | None = None
    question: str | None = None
    wants_news: bool = False
    needed_language: str | None = None
    """The language (BCP 47) that the person would have needed, where no channel offers it."""

    def settled_for(self, session: Offering) -> "Application":
        """With a channel of ``session``: the language that is needed, or else the floor."""
        needed = self.needed_language
        if needed is None:
            return self
        channel = channel_for(needed, session)
        still_needed = None if channel == needed else needed
        return replace(self, listening_language=channel, needed_language=still_needed)
