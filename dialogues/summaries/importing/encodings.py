"""Text of bytes in whatever encoding an editor wrote it."""

import codecs

from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.reading_languages import language_of

_MARKS = (  # the longer first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER = (
    ("gb18030", {"zh"}),
    ("big5", {"zh"}),
    ("cp1251", {"ru"}),
    ("koi8-r", {"ru"}),
    ("cp1256", {"ar"}),
    ("cp1252", {"en", "fr", "es"}),
)
"""Encodings without a mark, and in which languages a text must read well to be in them."""


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and its encoding where that is not UTF-8.

    Raises :class:`refusals.FileIsNotText` where none fits.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _as(content, encoding)
            if text is None:
                raise refusals.FileIsNotText
            return text.removeprefix("\ufeff"), "" if encoding == "utf-8" else encoding.upper()
    text = _as(content, "utf-8")
    if text is not None and "\0" not in text:
        return text, ""
    candidates = (
        [(encoding, None) for encoding in ("utf-16-le", "utf-16-be")]
        if b"\0" in content
        else _OLDER
    )
    for encoding, languages in candidates:
        text = _as(content, encoding)
        if text is None or "\0" in text:
            continue
        language = language_of(text)
        if language and (languages is None or language in languages):
            return text, encoding.upper()
    raise refusals.FileIsNotText


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
