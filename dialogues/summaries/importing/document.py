"""A file as it was read: its words as Markdown, and what was lost or altered on the way."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dialogues.support import parcels


@dataclass(frozen=True)
class Document:
    """The words of a file."""

    markdown: str
    breaks_are_paragraphs: bool = False
    """Whether each line is a paragraph, as editors without Markdown write."""
    is_whole: bool = False
    """Whether no page can have broken its paragraphs, as in Word."""
    encoding: str = ""
    """Of text in another than UTF-8."""
    unlinked: list[str] = field(default_factory=list)
    """The words of links that led nowhere, and are text now."""
    pictures: int = 0
    """How many were left out."""
    hidden: int = 0
    """How many characters nobody sees were taken out."""
    tags: int = 0
    """How many tags of HTML stand as text."""

    def having(self, **values: Any) -> "Document":
        """The same with other values."""
        return replace(self, **values)


def pack(document: Document) -> str:
    """A document as a page carries it. Raises :class:`parcels.ParcelIsTooLarge`."""
    return parcels.pack(asdict(document))


def unpack(text: str) -> Document:
    """What :func:`pack` made a text of. Raises :class:`parcels.ParcelIsLost`."""
    plain = parcels.unpack(text)
    kinds = {name: type(value) for name, value in asdict(Document("")).items()}
    if not isinstance(plain, dict) or {name: type(plain[name]) for name in plain} != kinds:
        raise parcels.ParcelIsLost
    if not all(isinstance(words, str) for words in plain["unlinked"]):
        raise parcels.ParcelIsLost
    return Document(**plain)
