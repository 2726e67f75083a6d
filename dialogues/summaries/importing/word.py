"""A ``.docx`` as a document: looked at here, and read by a process of its own."""

import json
from typing import Any

from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.document import Document
from dialogues.support import confined, zips

_MOST_XML_BYTES = 8_000_000
"""Unpacked, of all that is read; pictures are not. A note of 40 pages has a twentieth of it."""
_MOST_TAGS = 400_000
"""In the text itself: more take longer to read than anybody waits for."""
_MOST_FILES = 5_000
_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"


def document_of(content: bytes) -> Document:
    """What a Word file says. Raises a :class:`refusals.FileIsRefused`."""
    read = read_by("dialogues.summaries.importing.word_reader", content)
    return Document(**read, is_whole=True)


def read_by(reader: str, content: bytes) -> dict[str, Any]:
    """What a reader of Word files, a module that is run in a process of its own, says of one.

    Raises a :class:`refusals.FileIsRefused`.
    """
    _require_word(content)
    try:
        read: dict[str, Any] = json.loads(confined.done_apart(reader, content))
    except confined.TooMuch:
        raise refusals.FileIsTooLargeUnpacked from None
    except (confined.NotDone, ValueError):
        raise refusals.FileIsNotWord from None
    return read


def _require_word(content: bytes) -> None:
    try:
        with zips.opened(content, _MOST_XML_BYTES, _MOST_FILES, _is_read) as archive:
            names = set(archive.namelist())
            if not {_MAIN, _TYPES} <= names:
                raise refusals.FileIsNotWord
            types, tags = archive.read(_TYPES), archive.read(_MAIN).count(b"<")
    except zips.ZipIsTooLarge:
        raise refusals.FileIsTooLargeUnpacked from None
    except zips.UNREADABLE:
        raise refusals.FileIsNotWord from None
    if tags > _MOST_TAGS:
        raise refusals.FileIsTooLargeUnpacked
    has_program = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_program or b"macroenabled" in types.lower():
        raise refusals.FileHasMacros


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
