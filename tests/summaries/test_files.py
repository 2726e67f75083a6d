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
from dialogues.support.made import made_files
from dialogues.support.pdf import TextCannotBeDrawn
from dialogues.web.application import DialoguesApp
from tests.pdf_ua import faults
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
    fonts = [str(font) for font in _descriptors(reader)]
    assert fonts
    assert all("/FontFile" in font for font in fonts)


def _descriptors(reader: pypdf.PdfReader) -> list[Any]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            for inner in font.get_object().get("/DescendantFonts", []):
                found.append(inner.get_object()["/FontDescriptor"].get_object())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_conforms_to_pdf_ua(app: DialoguesApp, language: str) -> None:
    assert faults(file_of(a_document(language), "pdf")) == []


def test_what_breaks_pdf_ua_is_found(app: DialoguesApp) -> None:
    broken = pypdf.PdfWriter(clone_from=pdf(app, a_document()))
    del broken.root_object["/Lang"]
    made = io.BytesIO()
    broken.write(made)
    assert any("LANGUAGE" in one for one in faults(made.getvalue()))


def test_a_pdf_has_real_headings_lists_tables_and_links(app: DialoguesApp) -> None:
    found = tags(pdf(app, a_document()))
    assert [tag for tag in found if tag.startswith("/H")] == ["/H1", "/H2", "/H3"]
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/Figure", "/BlockQuote"} <= set(found)


def test_a_printed_pdf_says_where_its_links_lead(app: DialoguesApp) -> None:
    body = "[A list](https://example.org/list), <https://example.org/x>, hub@example.org"
    reader = pdf(app, a_document(body=body))
    assert tags(reader).count("/Note") == 1
    assert "https://example.org/list" in reader.pages[0].extract_text().replace("\u200b", "")


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


def foot(footer: Any) -> str:
    """What a footer says, numbers of pages included."""
    return "".join(one.text for one in footer._element.iter(qn("w:t")))


def test_pages_of_a_word_file_are_numbered_and_say_the_revision(app: DialoguesApp) -> None:
    [section] = word(a_document()).sections
    for footer in (section.footer, section.first_page_footer):
        xml = footer._element.xml
        assert foot(footer).startswith("Revision 2Page 1 of 1")
        assert 'w:instr="PAGE"' in xml
        assert 'w:instr="NUMPAGES"' in xml
    assert section.header.paragraphs[0].text == "Committed\t29 June 2022"
    assert section.first_page_header.paragraphs[0].text == ""


def test_the_longest_title_does_not_run_off_the_pages_that_follow(app: DialoguesApp) -> None:
    document = a_document("zh", "\n\n".join(["正在审核路线。"] * 100), title="转型" * 150)
    second = pdf(app, document).pages[1].extract_text()
    assert f"{'转型' * 40}…" in "".join(second.split())
    assert word(document).sections[0].header.paragraphs[0].text.startswith(f"{'转型' * 40}…\t")


def test_pages_are_counted_in_the_words_of_the_language(app: DialoguesApp) -> None:
    [section] = word(a_document("ar")).sections
    assert "الصفحة 1 من 1" in foot(section.footer)
    assert "第 1 页" in pdf(app, a_document("zh")).pages[0].extract_text()


def test_a_word_file_is_written_for_the_word_of_today(app: DialoguesApp) -> None:
    settings = word(a_document()).settings.element
    [mode] = settings.xpath(".//w:compatSetting[@w:name='compatibilityMode']/@w:val")
    assert mode == "15"


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_letters_are_neither_spaced_nor_slanted_where_that_harms_them(
    app: DialoguesApp, language: str
) -> None:
    made = word(a_document(language, "*粮食* الغذاء\n\n> نقل"))
    for name in ("Title", "Subtitle"):
        assert made.styles[name].element.rPr.find(qn("w:spacing")) is None
    emphasised = next(run for one in made.paragraphs for run in one.runs if run.text == "粮食")
    assert (emphasised.font.bold, emphasised.font.italic) == (True, None)
    assert made.styles["Quote"].font.italic is False


def test_an_action_item_is_one_box_of_named_styles_on_one_page(app: DialoguesApp) -> None:
    made = word(a_document())
    [box] = [
        [(one.style.name, one.text) for one in made.paragraphs[place : place + 3]]
        for place, one in enumerate(made.paragraphs)
        if one.style.name == "Action item label"
    ]
    assert box == [
        ("Action item label", "Action item"),
        ("Action item", "Keep a list."),
        ("Action item terms", "Owner: The Hub\nDue: Friday, 30 September 2022"),
    ]
    kept = [made.styles[name].paragraph_format.keep_with_next for name, _text in box]
    assert kept == [True, True, False]


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
    made = file_of(a_document("ar"), kind)
    made_files.clear()
    assert file_of(a_document("ar"), kind) == made


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
