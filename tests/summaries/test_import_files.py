"""What is read of a file, and which files are not read."""

import io
import time
from pathlib import Path
from typing import Any

import pytest

from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.files import MOST_BYTES, read_file
from dialogues.support.markup import LONGEST
from tests.summaries.files_to_import import CHINESE, ENGLISH, a_word_file, with_member

RUSSIAN = "Участники говорили о том, что надо и не надо делать для стран в этом году. " * 3
ARABIC = "قال المشاركون في الاجتماع إن البلدان على استعداد للعمل مع التحالفات من أجل ذلك. " * 3
FRENCH = "Les délégués ont été reçus par le président à l’été, dans une salle de la mairie. " * 3
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "ffff3f0005fe02fea73581840000000049454e44ae426082"
)


def test_a_word_file_keeps_headings_lists_links_and_tables() -> None:
    assert read_file(a_word_file(), "note.docx").markdown == (
        "# 29 June 2022 – Committed together\n\nOpening words of the meeting.\n\n"
        "## Closing remarks\n\nThanks to **all**[our page](https://example.org/page)\n\n"
        "- Keep the list\n- Name focal points\n\n| Who | What |\n| --- | --- |"
    )


def test_pictures_are_left_out_and_counted() -> None:
    def with_pictures(document: Any) -> None:
        document.add_paragraph("Words.")
        for _each in range(300):
            document.add_picture(io.BytesIO(PNG))

    document = read_file(a_word_file(with_pictures))
    assert (document.markdown, document.pictures) == ("Words.", 300)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CHINESE, "utf-8-sig", ""),
        (CHINESE, "gb18030", "GB18030"),
        (CHINESE, "utf-16", "UTF-16"),
        (CHINESE, "utf-16-le", "UTF-16-LE"),
        (CHINESE, "utf-32", "UTF-32"),
        (RUSSIAN, "cp1251", "CP1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (ARABIC, "cp1256", "CP1256"),
        (FRENCH, "cp1252", "CP1252"),
    ],
)
def test_text_is_read_in_the_encoding_in_which_it_reads_well(
    text: str, encoding: str, told: str
) -> None:
    document = read_file(text.encode(encoding), "note.txt")
    assert document.markdown == read_file(text.encode(), "note.txt").markdown
    assert document.encoding == told


def test_what_nobody_sees_is_taken_out_and_counted() -> None:
    document = read_file("\u202eA\u2066 no\u200bte.\x00\x07\n\nMore.".replace("\x00", "").encode())
    assert (document.markdown, document.hidden) == ("A note.\n\nMore.", 4)


def test_links_that_lead_nowhere_become_text_and_are_told_of() -> None:
    text = (
        "[one](#) [two](javascript:alert(1)) [three](other.docx) [four](https://example.org/a) "
        "<https://bit.ly/27julyAM> hub@example.org ![logo](logo.png)<b>bold</b><script>x</script>"
    )
    document = read_file(text.encode(), "note.md")
    assert document.unlinked == ["one", "two", "three"]
    assert document.markdown == (
        "one two three [four](https://example.org/a) <https://bit.ly/27julyAM> hub@example.org "
        "<b>bold</b><script>x</script>"
    )
    assert (document.pictures, document.tags) == (1, 4)


def _a_bomb() -> bytes:
    return with_member(a_word_file(), "word/document.xml", b"<w:p>" + b"0" * 60_000_000)


def _a_billion_laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12)
    )
    body = f"<!DOCTYPE d [{entities}]><w:document>&e11;</w:document>"
    return with_member(a_word_file(), "word/document.xml", body.encode())


def _a_hundred_thousand_paragraphs() -> bytes:
    body = "<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 100_000
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return with_member(a_word_file(), "word/document.xml", main.encode())


def _with_macros() -> bytes:
    return with_member(a_word_file(), "word/vbaProject.bin", b"Sub AutoOpen()")


def _renamed_macros() -> bytes:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        b'PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.'
        b'macroEnabled.main+xml"/></Types>'
    )
    return with_member(a_word_file(), "[Content_Types].xml", types)


def _without_a_document() -> bytes:
    from openpyxl import Workbook

    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (_a_bomb, refusals.FileIsTooLargeUnpacked),
        (_a_billion_laughs, refusals.FileIsNotWord),
        (_a_hundred_thousand_paragraphs, refusals.FileIsTooLargeUnpacked),
        (_with_macros, refusals.FileHasMacros),
        (_renamed_macros, refusals.FileHasMacros),
        (_without_a_document, refusals.FileIsNotWord),
        (lambda: a_word_file()[:-500], refusals.FileIsNotWord),
        (lambda: with_member(a_word_file(), "word/document.xml", b"<"), refusals.FileIsNotWord),
        (lambda: b"PK\x03\x04 and no more", refusals.FileIsNotWord),
        (lambda: b"%PDF-1.7\n%\xe2\xe3", refusals.FileIsPdf),
        (lambda: b"\xef\xbb\xbf\n%PDF-1.4", refusals.FileIsPdf),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", refusals.FileIsOldWord),
        (lambda: b"{\\rtf1\\ansi", refusals.FileIsOldWord),
        (lambda: bytes(range(256)) * 20, refusals.FileIsNotText),
        (lambda: b"\xff\xfe\x00", refusals.FileIsNotText),
        (lambda: b" \n\xe2\x80\x8b\n", refusals.FileIsEmpty),
        (lambda: b"", refusals.FileIsEmpty),
        (lambda: a_word_file(lambda _document: None), refusals.FileIsEmpty),
        (lambda: b"word " * (LONGEST // 5 + 1), refusals.FileIsTooLong),
        (lambda: b"x" * (MOST_BYTES + 1), refusals.FileIsTooLarge),
    ],
)
def test_a_file_that_cannot_be_a_note_is_refused_with_a_sentence(
    make: Any, refusal: type[refusals.FileIsRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        read_file(make(), "note.docx")
    assert "Nothing has been changed." in str(refused.value)


@pytest.mark.parametrize("part", ["[", "![", "[a](", "\n", " ", "<a ", "a\u00ad\n", "- "])
@pytest.mark.parametrize("before", ["x", "[a](", "[a](<b"])
def test_hostile_text_is_read_in_little_time(before: str, part: str) -> None:
    begun = time.process_time()
    read_file(f"{before}{part * (190_000 // len(part))}x".encode())
    assert time.process_time() - begun < 2


def test_a_picture_elsewhere_is_never_fetched(tmp_path: Path) -> None:
    """Word files can name pictures by their address, this machine's files among them."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")

    def with_linked_picture(document: Any) -> None:
        document.add_paragraph("Words.")
        document.add_picture(io.BytesIO(PNG))
        for related in document.part.rels.values():
            if "image" in related.reltype:
                related._is_external, related._target = True, secret.as_uri()

    assert "secret" not in read_file(a_word_file(with_linked_picture)).markdown


def test_markdown_is_kept_as_it_is() -> None:
    assert read_file(ENGLISH.encode(), "note.md").markdown == ENGLISH.strip()
