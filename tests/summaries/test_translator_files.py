"""Word files for translators: what they hold, what comes back, and what is turned away."""

import copy
import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from flask.testing import FlaskClient
from markupsafe import Markup

from dialogues.action_items.models import ItemStatus
from dialogues.database import db
from dialogues.summaries import office_returning, queries, translating_service
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import remove_section, save
from dialogues.summaries.translator_files import ReturnedFile, read_file
from dialogues.support.markup import blocks_of
from dialogues.web.application import DialoguesApp
from tests.builders import a_note, an_action_item
from tests.summaries.published import the_note

ALL_KINDS = """# Große Worte

117 **countries** and *more*, `code` and [a link](https://example.org/a?b=1&c=2), 100 * 2.

- one
- two
  1. first
  2. second
    - deep

7. seventh
8. eighth

---

9. ninth

---

| Place | Time |
| --- | --- |
| Rome | 08:00 |

> What was said.

    line one
    line two

27\\. is no list, \\# no heading."""
ARABIC = "يعقد الاجتماع في **27 تموز/يوليو** الساعة 08:00."


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_note(
        sections=[
            (SectionKind.PARTICIPATION, "Countries", ALL_KINDS),
            (SectionKind.NEEDS, "Needs", "Money."),
        ]
    )


def path(note: SummaryNote, target: str = "ar", last: str = "file") -> str:
    return f"/en/office/dialogues/{note.dialogue.public_id}/summary/into/{target}/{last}"


def exported(client: FlaskClient, note: SummaryNote, target: str = "ar") -> bytes:
    answer = client.get(path(note, target, "translator.docx"))
    assert answer.status_code == 200
    return bytes(answer.data)


def edited(content: bytes, *edits: tuple[str, str]) -> bytes:
    """The file with words in the target of each row whose source begins so."""
    document = docx.Document(io.BytesIO(content))
    for source, words in edits:
        for cell in targets_of(document, source):
            for paragraph in cell.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)
            cell.paragraphs[0].clear()
            cell.paragraphs[0].add_run(words)
    return bytes_of(document)


def targets_of(document: Document, source: str) -> list[_Cell]:
    rows = [row for table in document.tables for row in table.rows]
    found = [row.cells[1] for row in rows if row.cells[0].text.startswith(source)]
    assert found, source
    return found


def bytes_of(document: Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(name, kept)
    return made.getvalue()


def shown(client: FlaskClient, note: SummaryNote, content: bytes, target: str = "ar") -> str:
    """The preview of a file."""
    answer = client.post(path(note, target), data={"file": (io.BytesIO(content), "back.docx")})
    assert answer.status_code == 200, Markup(answer.data.decode()).striptags()
    return str(answer.data.decode())


def taken(client: FlaskClient, note: SummaryNote, content: bytes, target: str = "ar") -> str:
    """The page after a file was taken over."""
    parcel = re.search(r'name="rows" hidden>([^<]+)<', shown(client, note, content, target))
    assert parcel
    answer = client.post(path(note, target), data={"rows": parcel[1]}, follow_redirects=True)
    assert answer.status_code == 200
    return str(answer.data.decode())


def states(note: SummaryNote) -> list[State]:
    return list(queries.states(the_note(note.dialogue))["ar"].values())


def test_a_file_that_comes_back_as_it_was_changes_nothing(
    editor: FlaskClient, note: SummaryNote
) -> None:
    spelled_otherwise = "[There](https://example.org/a_(b))"
    save(note.sections[1], "ar", Words("البلدان", f"{ALL_KINDS}\n\n{spelled_otherwise}"), 0, None)
    save(note.sections[2], "ar", Words("الاحتياجات", ARABIC), 0, None)
    page = shown(editor, note, exported(editor, note))
    assert "3 parts are as they were." in page
    assert "Take this translation over</button>" not in page


def test_a_program_that_keeps_no_heads_of_tables_changes_nothing(
    editor: FlaskClient, note: SummaryNote
) -> None:
    save(note.sections[1], "ar", Words("البلدان", ALL_KINDS), 0, None)

    def without(_name: str, part: bytes) -> bytes:
        return re.sub(rb"<w:tblHeader */>", b"", part)

    page = shown(editor, note, rezipped(exported(editor, note), without))
    assert "3 parts are as they were." in page


def test_rows_that_are_gone_or_added_are_told_and_nothing_is_lost(
    editor: FlaskClient, note: SummaryNote
) -> None:
    an_action_item(note.dialogue, text="Keep a list.")
    document = docx.Document(io.BytesIO(exported(editor, note)))
    table = document.tables[1]
    table.rows[1].cells[1].merge(table.rows[2].cells[1])
    copied = copy.deepcopy(document.tables[2].rows[2]._tr)
    document.tables[2].rows[2]._tr.addnext(copied)
    document.tables[2].rows[2].cells[1].text = "المال"
    document.tables[2].rows[3].cells[1].text = "الوقت"
    document.tables[2].add_row().cells[1].text = "صف زائد"  # type: ignore[no-untyped-call]
    last = document.tables[3].rows[1]._tr
    last.getparent().remove(last)
    page = shown(editor, note, bytes_of(document))
    assert "2 parts are not in the file, since their rows were deleted or merged" in page
    assert "2 rows of the file belong to no part of the note, and are left out." in page
    assert "الوقت" in page
    assert "صف زائد" in page
    taken(editor, note, bytes_of(document))
    assert states(note) == [State.MISSING, State.MISSING, State.CURRENT]
    db.session.refresh(note.sections[2])
    assert note.sections[2].texts["ar"].body == "المال"


def test_a_row_whose_source_was_edited_last_is_still_known(
    editor: FlaskClient, note: SummaryNote
) -> None:
    """Word leaves a bookmark of its own where it was typed last."""
    document = docx.Document(io.BytesIO(exported(editor, note)))
    source = document.tables[2].rows[2].cells[0].paragraphs[0]._p
    bookmark = OxmlElement("w:bookmarkStart")
    bookmark.set(qn("w:id"), "9999")
    bookmark.set(qn("w:name"), "_GoBack")
    source.insert(0, bookmark)
    document.tables[2].rows[2].cells[1].text = "المال"
    document.tables[2].add_row()  # type: ignore[no-untyped-call]
    taken(editor, note, bytes_of(document))
    assert states(note)[2] is State.CURRENT


def test_an_action_item_that_was_dropped_meanwhile_is_left_alone(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    content = edited(exported(editor, note), ("Keep", "قائمة"))
    item.status = ItemStatus.DROPPED
    db.session.commit()
    assert "1 part is no longer part of the note." in shown(editor, note, content)


def test_what_is_written_into_the_file_is_taken_over_and_done(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    content = edited(
        exported(editor, note),
        *(("Countries", "البلدان"), ("Große", "نص")),
        *(("Needs", "الاحتياجات"), ("Money", "المال"), ("Keep", "الاحتفاظ بقائمة.")),
    )
    page = taken(editor, note, content)
    assert "3 translations are taken over and done." in page
    assert states(note) == [State.MISSING, State.CURRENT, State.CURRENT]
    db.session.refresh(item)
    assert (item.texts["ar"].text, item.texts["ar"].rendered) == (
        "الاحتفاظ بقائمة.",
        "Keep a list.",
    )


def test_nothing_changes_before_it_is_confirmed(editor: FlaskClient, note: SummaryNote) -> None:
    page = shown(editor, note, edited(exported(editor, note), ("Money", "المال")))
    assert "<ins>المال</ins>" in page
    assert states(note) == [State.MISSING] * 3


def test_bold_lists_links_headings_and_tables_of_word_come_back_as_markdown(
    editor: FlaskClient, note: SummaryNote
) -> None:
    document = docx.Document(io.BytesIO(exported(editor, note)))
    cell = targets_of(document, "Money")[0]
    cell.paragraphs[0].add_run("المال ")
    cell.paragraphs[0].add_run("أولاً").bold = True
    cell.add_paragraph("واحد", style="List Bullet")
    cell.add_paragraph("اثنان", style="List Bullet")
    taken(editor, note, bytes_of(document))
    section = note.sections[2]
    db.session.refresh(section)
    assert section.texts["ar"].body == "المال **أولاً**\n\n- واحد\n- اثنان"


def test_every_kind_of_block_survives_the_way_there_and_back(
    editor: FlaskClient, note: SummaryNote
) -> None:
    """A word is added to a text of all kinds: all else of it is as it was."""
    save(note.sections[1], "ar", Words("البلدان", ALL_KINDS), 0, None)
    document = docx.Document(io.BytesIO(exported(editor, note)))
    targets_of(document, "Große")[0].add_paragraph("زيادة")
    taken(editor, note, bytes_of(document))
    section = note.sections[1]
    db.session.refresh(section)
    expected = blocks_of(f"{ALL_KINDS}\n\nزيادة")
    assert blocks_of(section.texts["ar"].body) == expected


def test_arabic_cells_run_from_right_to_left_and_so_does_what_is_typed(
    editor: FlaskClient, note: SummaryNote
) -> None:
    save(note.sections[1], "ar", Words("البلدان", ARABIC), 0, None)
    document = docx.Document(io.BytesIO(exported(editor, note)))
    for source in ("Countries", "Große", "Money"):
        for paragraph in targets_of(document, source)[0].paragraphs:
            assert paragraph._p.pPr.find(qn("w:bidi")) is not None
            assert paragraph._p.pPr.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
            for run in paragraph.runs:
                assert run._r.rPr.find(qn("w:rtl")) is not None
    sources = [row.cells[0] for table in document.tables for row in table.rows]
    assert all(cell._tc.find(f".//{qn('w:bidi')}") is None for cell in sources)


@pytest.mark.parametrize(("target", "begins_right"), [("ar", True), ("fr", False)])
def test_columns_run_as_the_target_reads_and_are_told_apart_by_name(
    editor: FlaskClient, note: SummaryNote, target: str, begins_right: bool
) -> None:
    document = docx.Document(io.BytesIO(exported(editor, note, target)))
    places = [table._tbl.tblPr.find(qn("w:bidiVisual")) for table in document.tables]
    assert [place is not None for place in places] == [begins_right] * len(document.tables)
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert all(name in document.paragraphs[1].text for name in heads)


def test_the_longest_title_fits_into_the_file_s_properties(
    editor: FlaskClient, note: SummaryNote
) -> None:
    note.dialogue.texts["en"].title = "Words" * 60
    db.session.commit()
    stated = docx.Document(io.BytesIO(exported(editor, note))).core_properties
    assert stated.title == "Words" * 51


def test_the_file_says_in_its_properties_what_it_is(editor: FlaskClient, note: SummaryNote) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(editor, note))) as archive:
        properties = archive.read("docProps/custom.xml").decode()
        stated = docx.Document(io.BytesIO(exported(editor, note))).core_properties
    assert (stated.language, stated.comments) == ("ar", "")
    assert "python" not in stated.author
    assert note.public_id in properties
    assert "dialogues-language" in properties


@pytest.mark.parametrize("lost", ["bookmarks", "properties"])
def test_a_program_may_lose_bookmarks_or_properties(
    editor: FlaskClient, note: SummaryNote, lost: str
) -> None:
    content = edited(exported(editor, note), ("Money", "المال"))

    def without(name: str, part: bytes) -> bytes | None:
        if lost == "properties":
            if name == "docProps/custom.xml":
                return None
            is_of_it = name in ("_rels/.rels", "[Content_Types].xml")
            return re.sub(rb"<[^<>]*custom[^<>]*>", b"", part) if is_of_it else part
        return re.sub(rb"<w:bookmark(?:Start|End)[^>]*>", b"", part)

    taken(editor, note, rezipped(content, without))
    assert states(note)[2] is State.CURRENT


def test_a_file_that_lost_both_is_turned_away(editor: FlaskClient, note: SummaryNote) -> None:
    document = docx.Document()
    document.add_table(2, 2).rows[1].cells[1].text = "المال"
    refused(editor, note, bytes_of(document), "was not exported from this page")


def test_nobody_waits_for_the_database_while_a_file_is_read(
    editor: FlaskClient, note: SummaryNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_while_read: list[bool] = []

    def watch(content: bytes) -> ReturnedFile:
        open_while_read.append(db.session().in_transaction())
        return read_file(content)

    monkeypatch.setattr(office_returning, "read_file", watch)
    content = exported(editor, note)
    answer = editor.post(path(note), data={"file": (io.BytesIO(content), "back.docx")})
    assert (answer.status_code, open_while_read) == (200, [False])


def test_a_file_of_more_bytes_than_any_note_needs_is_too_large(
    editor: FlaskClient, note: SummaryNote
) -> None:
    refused(editor, note, b"PK" + bytes(7_000_000), "The file is larger than 7 MB.")


def refused(
    client: FlaskClient, note: SummaryNote, content: bytes, sentence: str, target: str = "ar"
) -> None:
    answer = client.post(path(note, target), data={"file": (io.BytesIO(content), "back.docx")})
    page = Markup(answer.data.decode()).striptags()
    assert answer.status_code in (413, 422)
    assert sentence in page
    assert "Nothing has been changed." in page
    assert states(note) == [State.MISSING] * 3


def test_a_file_of_another_note_is_turned_away(editor: FlaskClient, note: SummaryNote) -> None:
    other = edited(exported(editor, a_note()), ("How countries", "كيف"))
    refused(editor, note, other, "the translation of another note")


def test_a_file_into_another_language_is_turned_away(
    editor: FlaskClient, note: SummaryNote
) -> None:
    french = edited(exported(editor, note, "fr"), ("Money", "De l’argent."))
    refused(editor, note, french, "a translation into Français, and this page is for العربية")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 and more", "This file is a PDF"),
        (b"PK\x03\x04 broken", "cannot be read as a Word document"),
        (b"plain text", "cannot be read as a Word document"),
    ],
)
def test_what_is_no_word_file_is_turned_away(
    editor: FlaskClient, note: SummaryNote, content: bytes, sentence: str
) -> None:
    refused(editor, note, content, sentence)


def test_a_bomb_is_turned_away(editor: FlaskClient, note: SummaryNote) -> None:
    made = io.BytesIO()
    made.write(exported(editor, note))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", b"<x/>" * 20_000_000)
    refused(editor, note, made.getvalue(), "unpacks to far more")


def test_a_file_without_a_file_is_asked_for(editor: FlaskClient, note: SummaryNote) -> None:
    answer = editor.post(path(note), data={})
    assert answer.status_code == 422
    assert "Choose a file." in answer.data.decode()


def test_what_translates_an_older_source_is_taken_over_as_stale(
    editor: FlaskClient, note: SummaryNote
) -> None:
    content = edited(exported(editor, note), ("Needs", "الاحتياجات"), ("Money", "المال"))
    save(note.sections[2], "en", Words("Needs", "Money and time."), 1, None)
    page = shown(editor, note, content)
    assert "The source of 1 part has changed since the file was exported" in page
    taken(editor, note, content)
    assert states(note)[2] is State.STALE


def test_what_somebody_changed_meanwhile_stays_and_the_file_s_words_wait(
    editor: FlaskClient, note: SummaryNote
) -> None:
    section = note.sections[2]
    save(section, "ar", Words("الاحتياجات", "قديم"), 0, None)
    content = edited(exported(editor, note), ("Money", "من الملف"))
    save(section, "ar", Words("الاحتياجات", "من الموقع"), 1, None)
    assert "1 part was changed on the site meanwhile" in shown(editor, note, content)
    taken(editor, note, content)
    db.session.refresh(section)
    kept = queries.parked(section.id, "ar", editor.staff_id)  # type: ignore[attr-defined]
    assert section.texts["ar"].body == "من الموقع"
    assert [one.body for one in kept] == ["من الملف"]


def test_what_is_left_empty_or_untouched_stays(editor: FlaskClient, note: SummaryNote) -> None:
    section = note.sections[2]
    save(section, "ar", Words("الاحتياجات", "المال"), 0, None)
    page = shown(editor, note, edited(exported(editor, note), ("Needs", ""), ("Money", "")))
    assert "1 part is empty in the file, and stays as it is on the site." in page


def test_a_section_that_was_taken_out_is_said_and_left_alone(
    editor: FlaskClient, note: SummaryNote
) -> None:
    content = edited(exported(editor, note), ("Money", "المال"))
    remove_section(note.sections[2])
    assert "1 part is no longer part of the note." in shown(editor, note, content)


def test_an_action_item_that_somebody_translated_meanwhile_keeps_their_words(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    content = edited(exported(editor, note), ("Keep", "من الملف"), ("Money", "المال"))
    translating_service.translate_item(item, "ar", "من الموقع", "Keep a list.", "")
    assert "theirs stays. The file says: من الملف" in shown(editor, note, content)
    taken(editor, note, content)
    db.session.refresh(item)
    assert item.texts["ar"].text == "من الموقع"


def test_an_action_item_whose_source_changed_is_taken_over_as_stale(
    editor: FlaskClient, note: SummaryNote
) -> None:
    item = an_action_item(note.dialogue, text="Keep a list.")
    content = edited(exported(editor, note), ("Keep", "الاحتفاظ بقائمة."))
    item.texts["en"].text = "Keep a new list."
    db.session.commit()
    taken(editor, note, content)
    db.session.refresh(item)
    assert item.texts["ar"].text == "الاحتفاظ بقائمة."
    assert item.texts["ar"].rendered is None


def test_hidden_characters_of_a_file_are_said_and_not_taken(
    editor: FlaskClient, note: SummaryNote
) -> None:
    content = edited(exported(editor, note), ("Needs", "الاحتياجات \u202e"), ("Money", "المال"))
    page = shown(editor, note, content)
    assert "a character that cannot be seen" in page
    assert "Take this translation over</button>" not in page


def test_a_parcel_that_was_tampered_with_changes_nothing(
    editor: FlaskClient, note: SummaryNote
) -> None:
    answer = editor.post(path(note), data={"rows": "eJwLycgsVgCiRIXi0qJSAAAA"})
    assert answer.status_code in (400, 422)
    assert states(note) == [State.MISSING] * 3
