"""A ``.docx`` as a document: looked at here, and read by a process of its own."""

import json

from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.document import Document
from dialogues.support import confined, zips

_MOST_XML_BYTES = 8_000_000
"""Unpacked, of all that is read; pictures are not. A note of 40 pages has a twentieth of it."""
_MOST_FILES = 5_000
_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"


def document_of(content: bytes) -> Document:
    """What a Word file says. Raises a :class:`refusals.FileIsRefused`."""
    require_word(content)
    try:
        read = json.loads(confined.done_apart("dialogues.summaries.importing.word_reader", content))
    except (confined.NotDone, ValueError):
        raise refusals.FileIsNotWord from None
    return Document(**read)


def require_word(content: bytes) -> None:
    """Raise a :class:`refusals.FileIsRefused` where an archive is no Word file to be opened."""
    try:
        with zips.opened(content, _MOST_XML_BYTES, _MOST_FILES, _is_read) as archive:
            names = set(archive.namelist())
            if not {_MAIN, _TYPES} <= names:
                raise refusals.FileIsNotWord
            types = archive.read(_TYPES)
    except zips.ZipIsTooLarge:
        raise refusals.FileIsTooLargeUnpacked from None
    except zips.UNREADABLE:
        raise refusals.FileIsNotWord from None
    has_program = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_program or b"macroenabled" in types.lower():
        raise refusals.FileHasMacros


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
