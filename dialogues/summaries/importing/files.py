"""A file's bytes as a document. The content decides what it is, never the name alone."""

from dialogues.summaries.importing import refusals, word
from dialogues.summaries.importing.cleaning import cleaned
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.encodings import decoded
from dialogues.support.markup import LONGEST

MOST_BYTES = 7_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RTF = b"{\\rtf"
_ZIP = b"PK"
_PDF = b"%PDF-"
_PDF_STARTS_WITHIN = 1024
"""As readers of PDFs have it, in ISO 32000's implementation notes."""


def read_file(content: bytes, name: str = "") -> Document:
    """The words of a ``.docx``, ``.md`` or ``.txt``, without what nobody sees.

    Raises a :class:`refusals.FileIsRefused` that says what is wrong with it.
    """
    refuse_at_sight(content)
    if content.startswith((_OLD_OFFICE, _RTF)):
        raise refusals.FileIsOldWord
    return _fit(word.document_of(content) if content.startswith(_ZIP) else _text(content, name))


def refuse_at_sight(content: bytes) -> None:
    """Raise a :class:`refusals.FileIsRefused` for what is too large, or a PDF."""
    if len(content) > MOST_BYTES:
        raise refusals.FileIsTooLarge(megabytes=MOST_BYTES // 10**6)
    if _PDF in content[:_PDF_STARTS_WITHIN]:
        raise refusals.FileIsPdf


def read_text(text: str) -> Document:
    """As :func:`read_file`, of what was pasted: plain text, or Markdown."""
    return _fit(Document(text, breaks_are_paragraphs=True))


def _fit(read: Document) -> Document:
    if len(read.markdown) > LONGEST:
        raise refusals.FileIsTooLong(count=len(read.markdown), most=LONGEST)
    document = cleaned(read)
    if not document.markdown:
        raise refusals.FileIsEmpty
    return document


def _text(content: bytes, name: str) -> Document:
    text, encoding = decoded(content)
    is_markdown = name.lower().endswith((".md", ".markdown"))
    return Document(text, breaks_are_paragraphs=not is_markdown, encoding=encoding)
