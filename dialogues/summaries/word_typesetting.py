"""The process of its own that makes one Word file: data on standard input, the file on the output.

``python -m dialogues.summaries.word_typesetting``; the data are those of ``summaries.files``.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from dialogues.summaries import word_styles
from dialogues.summaries.word_blocks import Writer
from dialogues.summaries.word_styles import element

_FIELDS = {"{page}": "PAGE", "{last}": "NUMPAGES"}
_STAMP = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive, so that the same note makes the same bytes."""


def main() -> None:
    """Make the file."""
    data = json.load(sys.stdin)
    document = Document()
    word_styles.prepare(document, data["language"], data["direction"] == "rtl")
    _state_properties(document, data)
    writer = Writer(document, data["direction"] == "rtl")
    writer.slants = word_styles.slants(data["language"])
    _letterhead(writer, data)
    _foot(writer, data)
    for part in data["parts"]:
        _part(writer, part)
    sys.stdout.buffer.write(_bytes_of(document))


def _state_properties(document: WordDocument, data: dict[str, Any]) -> None:
    stated = document.core_properties
    stated.title = data["title"][: word_styles.MOST_STATED]
    stated.author, stated.subject = data["hub"], data["kind"]
    stated.language, stated.comments = data["language"], data["revision"]
    stated.identifier, stated.category, stated.keywords = data["address"], data["series"], ""
    stated.last_modified_by = data["hub"]
    on = dt.datetime.fromisoformat(data["published_on"] or "2022-01-01")
    stated.created = stated.modified = on


def _letterhead(writer: Writer, data: dict[str, Any]) -> None:
    letterhead = writer.paragraph("Letterhead")
    writer.emblem(letterhead, data["emblem_png"], data["series"])
    writer.add_text(letterhead, f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{data['series']}")
    writer.add_text(writer.paragraph("Letterhead office"), data["hub"])
    writer.add_text(writer.paragraph("Subtitle"), data["kind"])
    writer.add_text(writer.paragraph("Title"), data["title"])
    writer.add_text(writer.paragraph("Subtitle"), data["dates"])
    if data["themes"]:
        writer.add_text(writer.paragraph("Themes"), data["themes"])


def _foot(writer: Writer, data: dict[str, Any]) -> None:
    section = writer.document.sections[0]
    section.different_first_page_header_footer = True
    head = writer.styled(section.header.paragraphs[0], "Header")
    writer.add_text(head, f"{data['head']}\t{data['dates']}")
    for footer in (section.first_page_footer, section.footer):
        told = writer.styled(footer.paragraphs[0], "Footer")
        writer.add_text(told, f"{data['revision']}\t")
        _pages(writer, told, data["pages"])
        if data["address"]:
            address = writer.styled(footer.add_paragraph(), "Footer")
            writer.link(address, data["address"], data["address"], footer.part)


def _pages(writer: Writer, paragraph: Paragraph, told: str) -> None:
    """The number of the page, and of how many, in the place of their names: Word counts them."""
    for piece in re.split(r"(\{page\}|\{last\})", told):
        if piece in _FIELDS:
            counted = element("w:fldSimple", instr=_FIELDS[piece])
            counted.append(paragraph.add_run("1")._r)
            paragraph._p.append(counted)
        else:
            writer.add_text(paragraph, piece)


def _part(writer: Writer, part: dict[str, Any]) -> None:
    if part["heading"]:
        writer.add_text(writer.paragraph("Heading 1"), part["heading"])
    writer.blocks(part["blocks"], part["headings_from"])
    for promise in part["promises"]:
        writer.promise(promise)
    if part["themes"]:
        writer.add_text(writer.paragraph("Themes"), part["themes"])


def _bytes_of(document: WordDocument) -> bytes:
    made, kept = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


if __name__ == "__main__":
    main()
