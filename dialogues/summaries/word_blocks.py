"""The blocks of a text as paragraphs, lists, tables and links of a Word file."""

import base64
import io
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dialogues.summaries.word_styles import element, language_tag, put
from dialogues.support.markup import Block
from dialogues.support.markup import Run as MarkedRun

_DEEPEST = 8
_STEP = 360
"""Of a list, in twentieths of a point."""


class Writer:
    """Writes at the end of a document, or of the cell ``into``, in one direction.

    Unless it ``slants``, what is emphasised is bold.
    """

    slants = True

    def __init__(self, document: Document, is_rtl: bool, into: _Cell | None = None):
        self.document, self.is_rtl = document, is_rtl
        self.into: Document | _Cell = into or document
        self._abstract = {ordered: self._add_abstract(ordered) for ordered in (False, True)}

    def paragraph(self, style: str) -> Paragraph:
        """A new paragraph of a style."""
        return self.styled(self.into.add_paragraph(), style)

    def styled(self, paragraph: Paragraph, style: str, is_rtl: bool | None = None) -> Paragraph:
        """A paragraph with its style, and the direction of the document or its own."""
        paragraph.style = self.document.styles[style]
        if self.is_rtl if is_rtl is None else is_rtl:
            put(paragraph._p.get_or_add_pPr(), element("w:bidi"))
        elif self.is_rtl:
            put(paragraph._p.get_or_add_pPr(), element("w:bidi", val="0"))
        return paragraph

    def add_text(self, paragraph: Paragraph, text: str, is_bold: bool = False) -> None:
        """Text in the document's direction."""
        self._dressed(paragraph.add_run(text), {"strong": True} if is_bold else {}, self.is_rtl)

    def emblem(self, paragraph: Paragraph, picture: str, alternative: str) -> None:
        """The emblem, a PNG in base64, with what it shows in words."""
        shape = paragraph.add_run().add_picture(io.BytesIO(base64.b64decode(picture)), height=Mm(9))
        shape._inline.docPr.set("descr", alternative)
        for edge in ("distT", "distB", "distL", "distR"):
            shape._inline.set(edge, "0")

    def link(self, paragraph: Paragraph, address: str, text: str, part: Any = None) -> Run:
        """Text that leads somewhere."""
        target = (part or self.document.part).relate_to(
            address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        anchor = element("w:hyperlink")
        anchor.set(qn("r:id"), target)
        run = paragraph.add_run(text, style="Hyperlink")
        anchor.append(run._r)
        paragraph._p.append(anchor)
        return run

    def promise(self, promise: dict[str, str]) -> None:
        """An action item: what it is, its words in their own language, who owes it by when."""
        self.add_text(self.paragraph("Action item label"), promise["label"])
        is_rtl = promise["direction"] == "rtl"
        words = self.styled(self.document.add_paragraph(), "Action item", is_rtl)
        run = self._dressed(words.add_run(promise["text"]), {}, is_rtl)
        run._r.get_or_add_rPr().append(language_tag(promise["language"]))
        self.add_text(self.paragraph("Action item terms"), promise["terms"])

    def blocks(self, blocks: list[Block], headings_from: int, depth: int = 0) -> None:
        """Blocks of Markdown; lists inside lists are ``depth`` deep."""
        for block in blocks:
            match block["type"]:
                case "paragraph":
                    self.runs(self.paragraph("List Continue" if depth else "Normal"), block["runs"])
                case "heading":
                    level = min(block["level"] + headings_from - 2, 6)
                    self.runs(self.paragraph(f"Heading {level}"), block["runs"])
                case "list":
                    self._list(block, headings_from, depth)
                case "quote":
                    self._quote(block["blocks"], headings_from, depth)
                case "table":
                    self._table(block)
                case "code":
                    self.paragraph("Code").add_run(block["text"])
                case "rule":
                    self._rule()

    def runs(self, paragraph: Paragraph, runs: list[MarkedRun]) -> None:
        """The text of a block, piece by piece as it looks."""
        for one in runs:
            if "link" not in one:
                self._dressed(paragraph.add_run(one["text"]), one, self.is_rtl)
                continue
            # An address that stands for itself reads from left to right.
            is_address = one["link"] in (one["text"], f"mailto:{one['text']}")
            run = self.link(paragraph, one["link"], one["text"])
            self._dressed(run, one, self.is_rtl and not is_address)

    def _dressed(self, run: Run, look: MarkedRun, is_rtl: bool) -> Run:
        is_emphatic = look.get("emphasis", False)
        if look.get("strong") or (is_emphatic and not self.slants):
            run.font.bold = run.font.cs_bold = True
        elif is_emphatic:
            run.font.italic = run.font.cs_italic = True
        if look.get("code"):
            run.font.name = "Courier New"
        if is_rtl:
            run.font.rtl = True
        return run

    def _list(self, block: Block, headings_from: int, depth: int) -> None:
        number = self._add_number(block["ordered"], block["start"], min(depth, _DEEPEST))
        for item in block["items"]:
            first, *others = item or [{"type": "paragraph", "runs": []}]
            paragraph = self.paragraph("List Paragraph")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = min(depth, _DEEPEST)
            properties.get_or_add_numId().val = number
            if "runs" in first:
                self.runs(paragraph, first["runs"])
                self.blocks(others, headings_from, depth + 1)
            else:
                self.blocks([first, *others], headings_from, depth + 1)

    def _add_abstract(self, is_ordered: bool) -> int:
        """A list of nine levels.

        From right to left it has room before it: LibreOffice begins a number where Word ends it.
        """
        numbering = self.document.part.numbering_part.element
        number = 100 + is_ordered + 2 * self.is_rtl
        if any(each.get(qn("w:abstractNumId")) == str(number) for each in numbering):
            return number  # another writer's into the same document
        made = element("w:abstractNum", abstractNumId=str(number))
        made.append(element("w:multiLevelType", val="hybridMultilevel"))
        for level in range(_DEEPEST + 1):
            one = element("w:lvl", ilvl=str(level))
            one.append(element("w:start", val="1"))
            one.append(element("w:numFmt", val="decimal" if is_ordered else "bullet"))
            one.append(element("w:lvlText", val=f"%{level + 1}." if is_ordered else "•"))
            one.append(element("w:lvlJc", val="left"))
            place = element("w:pPr")
            left = str((level + 1 + self.is_rtl) * _STEP)
            place.append(element("w:ind", left=left, hanging=str(_STEP)))
            one.append(place)
            made.append(one)
        numbering.insert(0, made)
        return number

    def _add_number(self, is_ordered: bool, start: int, level: int) -> int:
        """A list of its own, which counts from ``start``."""
        numbering = self.document.part.numbering_part.element
        made = numbering.add_num(self._abstract[is_ordered])
        if is_ordered:
            made.add_lvlOverride(level).add_startOverride(start)
        return int(made.numId)

    def _quote(self, blocks: list[Block], headings_from: int, depth: int) -> None:
        for block in blocks:
            if block["type"] == "paragraph":
                self.runs(self.paragraph("Quote"), block["runs"])
            else:
                self.blocks([block], headings_from, depth)

    def _table(self, block: Block) -> None:
        rows = [block["head"], *block["rows"]]
        table = self.into.add_table(len(rows), len(block["head"]))
        table.style = self.document.styles["Table Grid"]
        if self.is_rtl:
            put(table._tbl.tblPr, element("w:bidiVisual"))
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for row, cells in zip(table.rows, rows, strict=True):
            is_head = cells is block["head"]
            for cell, runs in zip(row.cells, cells, strict=False):
                bold = [{**run, "strong": True} for run in runs] if is_head else runs
                self.runs(self.styled(cell.paragraphs[0], "Normal"), bold)
        self.paragraph("Normal")

    def _rule(self) -> None:
        border = element("w:pBdr")
        border.append(element("w:bottom", val="single", sz="6", space="1", color="C3D0DC"))
        put(self.paragraph("Normal")._p.get_or_add_pPr(), border)
