"""What readers find at the address of a note, in each state of each language."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape

import pytest
from flask.testing import FlaskClient

from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ItemStatus
from dialogues.database import db
from dialogues.programme.models import Status
from dialogues.summaries import publishing_service, queries
from dialogues.summaries.models import SummaryNote
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, an_action_item
from tests.summaries.published import a_translated_note, published, rewritten


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_translated_note()


def path(note: SummaryNote, language: str = "en", more: str = "") -> str:
    return f"/{language}/dialogues/{note.dialogue.public_id}/summary{more}"


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def withdrawn(note: SummaryNote, language: str, because: str) -> None:
    publishing_service.withdraw(note, language, because, a_member_of_staff().id)
    db.session.commit()


def test_a_note_reads_in_its_language_with_linked_headings(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en", "ar")
    html = client.get(path(note, "ar")).text
    section = f"section-{queries.standing(note)[1].public_id}"
    assert '<html lang="ar" dir="rtl"' in html
    assert f'<h2 id="{section}"><a href="#{section}">كيف تشارك البلدان</a></h2>' in html
    assert 'تريد البلدان <a href="https://example.org/list"' in html
    assert "الأربعاء، 29 حزيران/يونيه 2022" in html


def test_other_languages_are_named_where_they_are_published(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en", "ar")
    html = client.get(path(note)).text
    alternates = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', html)
    assert alternates == [
        (code, f"http://127.0.0.1:8000{path(note, code)}") for code in ("ar", "en")
    ]
    default = f'hreflang="x-default" href="http://127.0.0.1:8000{path(note)}"'
    assert default in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path(note)}">' in html
    assert '<meta property="og:title" content="Committed">' in html
    assert f'href="{path(note, "ar")}" lang="ar" hreflang="ar" dir="rtl"' in html
    assert f'href="{path(note, "zh")}" lang="zh" hreflang="zh" dir="ltr">' not in html


def test_a_language_that_is_not_ready_says_which_are(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en", "ar")
    answer = client.get(path(note, "fr"))
    assert answer.status_code == 200
    assert 'content="noindex"' in answer.text
    main = answer.text.partition("<main")[2]
    assert re.findall(r'/summary" lang="(\w+)"', main) == ["ar", "en"]
    for kind in (".pdf", ".docx", ".md"):
        file = client.get(path(note, "fr", kind))
        assert file.status_code == 404
        assert path(note, "ar") in file.text, "who opens the file learns where it is"


@pytest.mark.parametrize("status", [None, Status.DRAFT])
def test_what_nobody_has_published_is_not_there(
    client: FlaskClient, note: SummaryNote, status: Status | None
) -> None:
    if status:
        published(note, "en")
        note.dialogue.status = status
    for more in ("", ".pdf", ".docx", ".md", "/revisions/1", "/revisions/1.pdf"):
        assert client.get(path(note, "en", more)).status_code == 404
    assert client.get("/en/dialogues/nowhere/summary").status_code == 404


def test_a_withdrawn_note_says_why_and_stays_readable_as_a_revision(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en", "ar")
    withdrawn(note, "ar", "فيه خطأ.")
    answer = client.get(path(note, "ar"))
    assert answer.status_code == 410
    assert "فيه خطأ." in answer.text
    assert "تريد البلدان" not in answer.text
    assert path(note, "en") in answer.text
    for kind in (".pdf", ".docx", ".md"):
        file = client.get(path(note, "ar", kind))
        assert (file.status_code, "فيه خطأ." in file.text) == (410, True)
    earlier = client.get(path(note, "ar", "/revisions/1"))
    assert earlier.status_code == 200
    assert "تريد البلدان" in earlier.text
    assert "فيه خطأ." in earlier.text
    published(note, "ar")
    assert client.get(path(note, "ar")).status_code == 200


def test_each_revision_is_readable_with_what_changed_in_it(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en")
    rewritten(note, "Countries *ask for* [a list](https://example.org/list).")
    published(note, "en")
    first = client.get(path(note, more="/revisions/1")).text
    second = client.get(path(note, more="/revisions/2")).text
    assert "Countries <em>want</em>" in first
    assert "<ins>" not in first
    assert "<del>want</del><ins>ask for</ins>" in second
    assert "Revision 1, published on" in client.get(path(note)).text
    assert client.get(path(note, more="/revisions/3")).status_code == 404


def test_a_file_of_a_withdrawn_revision_says_so_and_stays_out_of_search_engines(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en")
    before = client.get(path(note, more="/revisions/1.md"))
    assert "withdrawn" not in before.text
    withdrawn(note, "en", "Wrong.")
    after = client.get(path(note, more="/revisions/1.md"))
    assert "Revision 1, published on" in after.text
    assert ", withdrawn on " in after.text
    assert before.headers["X-Robots-Tag"] == after.headers["X-Robots-Tag"] == "noindex"


def test_any_two_revisions_can_be_compared(client: FlaskClient, note: SummaryNote) -> None:
    published(note, "en")
    for body in ("Countries *ask for* [a list](https://example.org/list).", "Nothing."):
        rewritten(note, body)
        published(note, "en")
    third = client.get(path(note, more="/revisions/3")).text
    assert "What changed since revision 2" in third
    since = path(note, more="/revisions/3/since/1")
    assert f'href="{since}#changes"' in third
    shown = words_of(client.get(since).text)
    assert "What changed since revision 1" in shown
    assert "ask for" not in shown
    for more in ("/revisions/3/since/3", "/revisions/2/since/3", "/revisions/3/since/9"):
        assert client.get(path(note, more=more)).status_code == 404


def test_a_revision_that_there_is_in_another_language_alone_leads_to_those_there_are(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en", "ar")
    rewritten(note, "Other words.")
    published(note, "en")
    assert (
        f'href="{path(note, "ar", "/revisions/2")}"'
        in client.get(path(note, more="/revisions/2")).text
    )
    answer = client.get(path(note, "ar", "/revisions/2"))
    assert answer.status_code == 404
    assert path(note, "ar", "/revisions/1") in answer.text
    assert path(note, "ar") in answer.text


def test_a_change_of_a_link_alone_is_shown(client: FlaskClient, note: SummaryNote) -> None:
    published(note, "en")
    rewritten(note, "Countries *want* [a list](https://example.org/other).")
    published(note, "en")
    html = client.get(path(note, more="/revisions/2")).text
    assert "<del>list</del><ins>other</ins>" in html


def test_items_stand_in_place_with_how_far_they_are_now(
    client: FlaskClient, note: SummaryNote
) -> None:
    section = queries.standing(note)[1].public_id
    late = an_action_item(note.dialogue, text="Name contacts.", section_id=section, days=-3)
    done = an_action_item(note.dialogue, text="Keep a list.")
    published(note, "en")
    done.status, done.closed_at = ItemStatus.DONE, clock.now()
    done.texts["en"].text = "Reworded since."
    words = words_of(client.get(path(note)).text)
    is_open, is_done = str(STATUSES[ItemStatus.OPEN]), str(STATUSES[ItemStatus.DONE])
    assert f"Action item {is_open} Overdue Name contacts. Owner: A coalition Due:" in words
    assert f"Action items Action item {is_done} Keep a list." in words
    assert "Reworded since" not in words
    assert f"item-{late.public_id}" in client.get(path(note)).text


def test_script_in_a_note_is_text(client: FlaskClient, note: SummaryNote) -> None:
    rewritten(note, "<script>alert(1)</script> [x](javascript:alert(1))")
    published(note, "en")
    html = client.get(path(note)).text
    assert "&lt;script&gt;alert(1)" in html
    assert 'href="javascript' not in html


def test_the_page_takes_as_many_statements_however_long_the_note(
    app: DialoguesApp,
    client: FlaskClient,
    note: SummaryNote,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    figures: list[list[int]] = []
    for number in (10, 390):
        for each in range(number):
            an_action_item(note.dialogue, text=f"Item {each}.")
        published(note, "en")
        pages = (path(note), path(note, more=f"/revisions/{len(figures) + 1}"))
        figures.append([count_statements(partial(client.get, page)) for page in pages])
    for few, many in zip(*figures, strict=True):
        assert many <= few


def test_pages_and_files_are_revalidated(client: FlaskClient, note: SummaryNote) -> None:
    published(note, "en")
    for more in ("", ".pdf", ".docx", ".md"):
        etag = client.get(path(note, more=more)).headers["ETag"]
        again = client.get(path(note, more=more), headers={"If-None-Match": etag})
        assert again.status_code == 304
