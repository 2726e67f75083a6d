"""The process of its own that makes a translator's Word file: JSON in, ``.docx`` out.

``python -m dialogues.summaries.translator_typesetting``; the data are ``translator_files``'.
"""

import datetime as dt
import io
import json
import sys
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell

from dialogues.summaries import word_styles
from dialogues.summaries.word_blocks import Writer
from dialogues.summaries.word_styles import element, language_tag, put

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_OF_PEOPLE = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that people name (ECMA-376 part 1, 22.3)."""
_SOURCE, _HEAD = "F2F4F7", word_styles.GROUND


def main() -> None:
    """Make the file."""
    data = json.load(sys.stdin)
    document, target = Document(), data["target"]
    word_styles.prepare(document, target["language"], is_rtl=False)
    _lay_out(document)
    _keep_properties(document, data["properties"])
    _state(document, data)
    own = Writer(document, target["is_rtl"])
    own.add_text(own.paragraph("Title"), data["title"])
    for line in data["instructions"]:
        own.add_text(own.paragraph("Normal"), line)
    for number, part in enumerate(data["parts"], start=1):
        own.add_text(own.paragraph("Heading 1"), part["label"])
        _add_table(own, data["columns"], target, part["rows"], number)
    made = io.BytesIO()
    document.save(made)
    sys.stdout.buffer.write(made.getvalue())


def _state(document: WordDocument, data: Mapping[str, Any]) -> None:
    stated = document.core_properties
    stated.title = data["title"][: word_styles.MOST_STATED]
    stated.language = data["target"]["language"]
    stated.author = stated.last_modified_by = data["hub"]
    stated.comments = stated.keywords = ""
    stated.created = stated.modified = dt.datetime.fromisoformat(data["made_on"])


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)


def _add_table(
    own: Writer,
    columns: list[dict[str, Any]],
    target: Mapping[str, Any],
    rows: list[dict[str, Any]],
    number: int,
) -> None:
    """Source and target of a part side by side; the line of languages repeats on each page.

    The source comes first: on the right where the target's readers begin there.
    """
    document = own.document
    table = document.add_table(1, 2, "Table Grid")
    table.autofit = False
    if own.is_rtl:
        put(table._tbl.tblPr, element("w:bidiVisual"))
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        head = Writer(document, column["is_rtl"], cell)
        head.add_text(head.styled(cell.paragraphs[0], "Normal"), column["name"], is_bold=True)
        _shade(cell, _HEAD)
    for line, row in enumerate(rows):
        source, cell = table.add_row().cells
        _fill(document, source, row["source"], row)
        _fill(document, cell, row["target"], target)
        _bookmark(source, row["mark"], number * 1000 + line)
        _shade(source, _SOURCE)
    for cell in table._cells:
        cell.width = Mm(132)


def _fill(
    document: WordDocument, cell: _Cell, blocks: list[dict[str, Any]], way: Mapping[str, Any]
) -> None:
    """Fill an empty cell; one without blocks is ready to be typed into, in its language."""
    writer = Writer(document, way["is_rtl"], cell)
    writer.styled(cell.paragraphs[0], "Normal")
    writer.blocks(blocks, headings_from=2)  # so that each keeps its level on the way back
    if blocks and blocks[0]["type"] != "table":
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    for paragraph in cell._tc.iter(qn("w:p")):
        if way["is_rtl"] and paragraph.get_or_add_pPr().find(qn("w:bidi")) is None:
            put(paragraph.pPr, element("w:bidi"))
        mark = element("w:rPr")
        paragraph.get_or_add_pPr().append(mark)
        for look in (mark, *(run.get_or_add_rPr() for run in paragraph.iter(qn("w:r")))):
            if way["is_rtl"] and look is mark:
                look.append(element("w:rtl"))
            look.append(language_tag(way["language"]))


def _shade(cell: _Cell, colour: str) -> None:
    shade = element("w:shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _bookmark(cell: _Cell, name: str, number: int) -> None:
    """Mark the source of a row: translators do not type there."""
    paragraph = cell.paragraphs[0]._p
    place = 1 if paragraph.pPr is not None else 0
    paragraph.insert(place, element("w:bookmarkStart", id=str(number), name=name))
    paragraph.append(element("w:bookmarkEnd", id=str(number)))


def _keep_properties(document: WordDocument, properties: Mapping[str, str]) -> None:
    """Say what the file is, where Word shows it under Properties, Custom."""
    stated = "".join(
        f'<property fmtid="{_OF_PEOPLE}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{stated}</Properties>'
    )
    package, place = document.part.package, PackURI("/docProps/custom.xml")
    part = Part(place, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, content.encode(), package)
    package.relate_to(part, _RELATION)


if __name__ == "__main__":
    main()
