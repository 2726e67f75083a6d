"""What a Word file says of its lists and rules, beyond what its reader tells."""

import io
import json
import subprocess
import sys

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from dialogues.summaries.word_blocks import Writer
from dialogues.support.markup import blocks_of

READER = "dialogues.summaries.importing.word_reader"


def read(document: object) -> str:
    made = io.BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    done = subprocess.run(
        [sys.executable, "-m", READER], input=made.getvalue(), capture_output=True, check=True
    )
    return str(json.loads(done.stdout)["markdown"])


def numbered(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


@pytest.mark.parametrize(
    "markdown", ["7. seven\n8. eight", "1. one\n2. two\n\ntext\n\n3. three", "a\n\n---\n\nb"]
)
def test_lists_keep_their_numbers_and_rules_stay(markdown: str) -> None:
    document = docx.Document()
    Writer(document, False).blocks(blocks_of(markdown), headings_from=2)
    assert read(document) == markdown


def test_a_list_that_goes_on_after_a_paragraph_counts_on() -> None:
    """Word says so by using the same list again."""
    document = docx.Document()
    number = Writer(document, False)._add_number(True, 1, 0)
    for text in ("one", "two", "", "three"):
        paragraph = document.add_paragraph(text or "between")
        if text:
            numbered(paragraph, number)
    assert read(document) == "1. one\n2. two\n\nbetween\n\n3. three"


def test_a_line_below_words_is_no_rule() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Words")
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "single")
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)
    assert read(document) == "Words"
