"""A note as a file that a ministry files: PDF, Word, Markdown."""

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from flask.testing import FlaskClient

from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.documents import Document, Part, Promise, Stamp
from dialogues.summaries.files import file_of
from dialogues.web.application import DialoguesApp
from dialogues.web.pdf import TextCannotBeDrawn
from tests.summaries.published import a_translated_note, published

BODY = """First *point*, [a list](https://example.org/list).

##### Below

3. three
   - inner
4. four

| Coalition | Lead |
|---|---|
| Meals | A |

> Quoted.

    code

---

hub@example.org
"""
ARABIC = "تريد البلدان **قائمة** يوم 27 تموز/يوليه."


def a_document(language: str = "en", body: str = BODY, **fields: Any) -> Document:
    promise = Promise("i1", "Keep a list.", "en", "The Hub", "en", "Friday, 30 September 2022")
    values: dict[str, Any] = {
        "language": language,
        "title": {"ar": "الالتزام", "zh": "致力于转型"}.get(language, "Committed"),
        "dates": "29 June 2022",
        "opening": "Opening.",
        "themes": (("food-prices", "Food prices"),),
        "parts": (Part("section-1", "Part *one*", body, (), (promise,)),),
        "promises": (),
        "carried": (),
        "stamp": Stamp("Revision 2", "https://d.example.org/en/summary", dt.date(2022, 7, 4)),
    }
    return Document(**{**values, **fields})


def pdf(app: DialoguesApp, document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file_of(document, "pdf")))


def tags(reader: pypdf.PdfReader) -> list[str]:
    """The structure types of a tagged PDF, in reading order."""

    def walk(node: Any) -> list[str]:
        node = node.get_object()
        if not isinstance(node, dict):
            return []
        own = [str(node["/S"])] if "/S" in node else []
        children = node.get("/K", [])
        children = children if isinstance(children, list) else [children]
        return own + [tag for child in children for tag in walk(child)]

    return walk(reader.root_object["/StructTreeRoot"])  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_tagged_and_says_its_language_and_title(app: DialoguesApp, language: str) -> None:
    reader = pdf(app, a_document(language))
    catalogue: Any = reader.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith(language)
    assert reader.metadata
    assert reader.metadata.title == a_document(language).title
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert all("/FontFile" in str(font) for font in _descriptors(reader))


def _descriptors(reader: pypdf.PdfReader) -> list[Any]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            for inner in font.get_object().get("/DescendantFonts", []):
                found.append(inner.get_object()["/FontDescriptor"].get_object())
    return found


def test_a_pdf_has_real_headings_lists_tables_and_links(app: DialoguesApp) -> None:
    found = tags(pdf(app, a_document()))
    assert [tag for tag in found if tag.startswith("/H")] == ["/H1", "/H2", "/H3"]
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/Figure", "/BlockQuote"} <= set(found)


def test_what_no_font_can_draw_is_named(app: DialoguesApp) -> None:
    with pytest.raises(TextCannotBeDrawn):
        file_of(a_document(body="A tree \N{EVERGREEN TREE}."), "pdf")


def word(document: Document) -> Any:
    return docx.Document(io.BytesIO(file_of(document, "docx")))


def test_a_word_file_has_styles_lists_tables_links_and_properties(app: DialoguesApp) -> None:
    made = word(a_document())
    styles = [(one.style.name, one.text) for one in made.paragraphs]
    assert ("Title", "Committed") in styles
    assert ("Heading 1", "Part *one*") in styles
    assert ("Heading 2", "Below") in styles
    assert ("Quote", "Quoted.") in styles
    items = [one for one in made.paragraphs if one.style.name == "List Paragraph"]
    assert [
        (one.text, one._p.pPr.numPr.ilvl.val) for one in items if one._p.pPr.numPr is not None
    ] == [("three", 0), ("inner", 1), ("four", 0)]
    number = items[0]._p.pPr.numPr.numId.val
    numbering = made.part.numbering_part.element
    start = numbering.xpath(f"./w:num[@w:numId='{number}']//w:startOverride/@w:val")
    assert start == ["3"]
    [table] = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Coalition", "Lead"],
        ["Meals", "A"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    targets = {rel.target_ref for rel in made.part.rels.values() if rel.is_external}
    assert {"https://example.org/list", "mailto:hub@example.org"} <= targets
    stated = made.core_properties
    assert (stated.title, stated.language, stated.identifier) == (
        "Committed",
        "en",
        "https://d.example.org/en/summary",
    )


def test_pages_of_a_word_file_are_numbered_and_say_the_revision(app: DialoguesApp) -> None:
    [section] = word(a_document()).sections
    for footer in (section.footer, section.first_page_footer):
        xml = footer._element.xml
        assert "Revision 2" in xml
        assert 'w:instr="PAGE"' in xml
        assert 'w:instr="NUMPAGES"' in xml


def test_arabic_reads_from_right_to_left_in_word_but_addresses_do_not(app: DialoguesApp) -> None:
    made = word(a_document("ar", f"{ARABIC} <https://example.org/list>\n\n| أ | ب |\n|---|---|"))
    sentence = next(one for one in made.paragraphs if "تريد" in one.text)
    assert sentence._p.pPr.find(qn("w:bidi")) is not None
    assert [run.font.rtl for run in sentence.runs if "البلدان" in run.text] == [True]
    bold = next(run for run in sentence.runs if run.text == "قائمة")
    assert bold.font.cs_bold
    [link] = sentence.hyperlinks
    assert link.runs[0].font.rtl is None
    assert made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    item = next(one for one in made.paragraphs if one.text == "Keep a list.")
    assert item._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0"
    assert 'w:bidi="ar-SA"' in made.styles.element.xml


def test_chinese_has_a_font_and_its_language_in_word(app: DialoguesApp) -> None:
    made = word(a_document("zh", "正在审\n核路线。"))
    assert any(one.text == "正在审核路线。" for one in made.paragraphs)
    fonts = made.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
    assert 'w:eastAsia="zh-CN"' in made.styles.element.xml


def test_elements_stand_in_the_order_that_word_demands(app: DialoguesApp) -> None:
    order = ("pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd", "bidi", "spacing", "ind")
    made = word(a_document("ar"))
    roots = (made.element, made.styles.element)
    for properties in (one for root in roots for one in root.iter(qn("w:pPr"))):
        names = [child.tag.rpartition("}")[2] for child in properties]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names


@pytest.mark.parametrize("kind", ["pdf", "docx", "md"])
def test_the_same_note_makes_the_same_bytes(app: DialoguesApp, kind: str) -> None:
    assert file_of(a_document("ar"), kind) == file_of(a_document("ar"), kind)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "#",
        "- ",
        "[](https://example.org)",
        "> ",
        "|a|\n|-|",
        "# A\n\n###### B\n\n## C",
        "".join("  " * depth + f"- {depth}\n" for depth in range(25)),
        "```\n```",
        "* * *",
    ],
)
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_any_markdown_becomes_a_file(app: DialoguesApp, kind: str, body: str) -> None:
    assert file_of(a_document(body=body), kind)


def test_markdown_begins_with_what_it_is_and_can_be_read_back(app: DialoguesApp) -> None:
    told = file_of(a_document(), "md").decode()
    assert told.startswith('---\ntitle: "Committed"\ndate: "29 June 2022"\nlanguage: "en"\n')
    assert "\n# Committed\n" in told
    assert "\n## Part \\*one\\*\n" in told
    assert BODY.strip() in told
    assert "- Keep a list.  \n  Owner: The Hub  \n  Due: Friday, 30 September 2022" in told


def test_files_are_named_by_date_and_language(app: DialoguesApp, client: FlaskClient) -> None:
    note = a_translated_note()
    published(note, "zh")
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"---")):
        answer = client.get(f"/zh/dialogues/{note.dialogue.public_id}/summary.{kind}")
        assert answer.data.startswith(start)
        name = f'filename="summary-2022-06-29-zh-1.{kind}"'
        assert name in answer.headers["Content-Disposition"]


def test_a_word_file_holds_no_macros_and_nothing_from_elsewhere(app: DialoguesApp) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(a_document(), "docx"))) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
