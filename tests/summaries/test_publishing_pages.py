"""The editors' page that publishes a note in one language, and withdraws it."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale

from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ItemStatus
from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.programme.models import DialogueText, Status
from dialogues.summaries import queries
from dialogues.summaries.checks import findings_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.refusals import FindingsAreOpen
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session, an_action_item
from tests.summaries.published import a_translated_note, published, rewritten


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_translated_note()


def path(note: SummaryNote, target: str = "ar", more: str = "", verb: str = "publish") -> str:
    return f"/en/office/dialogues/{note.dialogue.public_id}/summary/{verb}/{target}{more}"


def seen(client: FlaskClient, note: SummaryNote, target: str = "ar") -> dict[str, str]:
    """What the page's button sends."""
    found = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(path(note, target)).text)
    assert found
    return {"seen": found[1]}


def number_published(language: str = "ar") -> int:
    db.session.rollback()
    return len(db.session.scalars(db.select(Publication).filter_by(language=language)).all())


def test_an_editor_publishes_what_the_page_showed(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    a_registration(note.dialogue.sessions[0], language="ar")
    shown = html.unescape(staff_client.get(path(note)).text)
    assert "1 reader of this language gets a mail at once" in shown
    assert "تريد البلدان" in shown
    answer = staff_client.post(path(note), data=seen(staff_client, note), follow_redirects=True)
    assert "Revision 1 is published in Arabic. 1 reader gets a mail." in answer.text
    assert number_published() == 1


def test_what_changed_since_the_page_was_opened_is_not_published_unseen(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    before = seen(staff_client, note)
    rewritten(note, "تريد البلدان [قائمة](https://example.org/list) جديدة.", "ar")
    answer = staff_client.post(path(note), data=before)
    assert answer.status_code == 409
    assert "The note has changed since you opened this page." in answer.text
    assert number_published() == 0


def test_open_findings_stand_in_place_and_keep_a_note_from_being_published(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    rewritten(note, "تريد البلدان [قائمة](https://example.org/other) و27 شيئا.", "ar")
    shown = staff_client.get(path(note)).text
    found = findings_of(note, "ar")
    part = shown.partition(f'id="section-{queries.standing(note)[1].public_id}"')[2]
    assert found
    assert all(f'id="finding-{one.fingerprint}"' in part for one in found)
    answer = staff_client.post(path(note), data=seen(staff_client, note))
    assert answer.status_code == 409
    assert f"Such findings: {len(found)}." in answer.text
    assert number_published() == 0
    with pytest.raises(FindingsAreOpen):
        publish_in(note, "ar", None)


def test_findings_marked_as_fine_with_a_reason_stand_in_nobodys_way(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    rewritten(note, "تريد البلدان [قائمة](https://example.org/list) و27 شيئا.", "ar")
    [finding] = findings_of(note, "ar")
    mark = {"fingerprint": finding.fingerprint}
    refused = staff_client.post(path(note, more="/fine"), data={**mark, "because": " "})
    assert refused.status_code == 422
    assert f'href="#because-{finding.fingerprint}"' in refused.text
    staff_client.post(path(note, more="/fine"), data={**mark, "because": "It is meant."})
    assert "Marked as fine: It is meant." in staff_client.get(path(note)).text
    staff_client.post(path(note, more=f"/look-again/{finding.fingerprint}"))
    assert [one.marked_fine_because for one in findings_of(note, "ar")] == [None]
    staff_client.post(path(note, more="/fine"), data={**mark, "because": "It is meant."})
    staff_client.post(path(note), data=seen(staff_client, note))
    assert number_published() == 1


def test_headings_without_text_are_counted_before_publishing(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    shown = staff_client.get(path(note)).text
    assert "1 section has no text: readers will see its heading alone." in shown
    rewritten(note, "", "ar")
    shown = staff_client.get(path(note)).text
    assert "2 sections have no text: readers will see their headings alone." in shown
    a_session(days=40)
    shown = staff_client.get(path(note)).text
    assert "1 section has no text: readers will see its heading alone." in shown


def test_what_is_missing_or_stale_is_said_in_numbers(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    rewritten(note, "Countries *want* [the list](https://example.org/list).")
    save(queries.standing(note)[2], "ar", Words("", ""), 1, None)
    shown = staff_client.get(path(note)).text
    assert "1 section is missing: readers will not see it." in shown
    assert "1 section is stale: its source has changed since." in shown


def test_a_character_that_no_pdf_shows_is_found_before_its_readers_find_it(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    rewritten(note, "A \N{EVERGREEN TREE}.")
    answer = staff_client.post(path(note, "en"), data=seen(staff_client, note, "en"))
    assert answer.status_code == 422
    assert "No PDF can show this part of the text" in answer.text
    assert number_published("en") == 0


def test_an_editor_withdraws_a_note_with_a_reason_for_its_readers(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    a_registration(note.dialogue.sessions[0], language="ar")
    published(note, "ar")
    assert "0 readers were told by mail" in staff_client.get(path(note, verb="withdraw")).text
    drain()
    db.session.commit()
    asked = staff_client.get(path(note, verb="withdraw")).text
    assert "1 reader was told by mail that it is there" in asked
    refused = staff_client.post(path(note, verb="withdraw"), data={"because": ""})
    assert refused.status_code == 422
    answer = staff_client.post(
        path(note, verb="withdraw"), data={"because": "فيه خطأ."}, follow_redirects=True
    )
    assert "The note is withdrawn in Arabic. To take that back, publish it again." in answer.text
    again = staff_client.post(path(note, verb="withdraw"), data={"because": "فيه خطأ."})
    assert again.status_code == 409
    assert "there is nothing to withdraw" in again.text


def test_what_readers_see_already_is_not_published_again(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    shown = seen(staff_client, note)
    staff_client.post(path(note), data=shown)
    assert "Publish as revision" not in staff_client.get(path(note)).text
    pressed_twice = staff_client.post(path(note), data=shown)
    assert pressed_twice.status_code == 409
    assert "Readers see these very words already, as revision 1." in pressed_twice.text
    assert number_published() == 1
    staff_client.post(path(note, verb="withdraw"), data={"because": "فيه خطأ."})
    staff_client.post(path(note), data=shown)
    assert number_published() == 2


def test_a_language_without_text_cannot_be_published(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    sentence = "The note has no title and text in this language yet"
    page = staff_client.get(path(note, "fr")).text
    assert sentence in page
    assert "Publish as revision" not in page
    answer = staff_client.post(path(note, "fr"), data={"seen": ""})
    assert answer.status_code == 409
    assert sentence in answer.text


def test_the_note_of_a_draft_is_not_published_where_nobody_could_read_it(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    shown = seen(staff_client, note)
    note.dialogue.status = Status.DRAFT
    db.session.commit()
    assert "its Dialogue is a draft" in staff_client.get(path(note)).text
    assert staff_client.post(path(note), data=shown).status_code == 409
    assert number_published() == 0


def test_the_preview_is_in_the_words_of_its_readers_and_findings_in_the_editors(
    staff_client: FlaskClient, note: SummaryNote
) -> None:
    section = queries.standing(note)[1].public_id
    an_action_item(note.dialogue, text="قائمة", source_language="ar", section_id=section)
    rewritten(note, "تريد البلدان [قائمة](https://example.org/other).", "ar")
    preview = html.unescape(staff_client.get(path(note)).text).partition('class="card preview"')[2]
    assert "Mark as fine" in preview
    words = preview.partition("Mark as fine")[2].partition("</section>")[0]
    with force_locale("ar"):
        assert str(STATUSES[ItemStatus.OPEN]) in words
    assert "Action item" not in words


def test_the_page_takes_as_many_statements_however_much_was_agreed(
    staff_client: FlaskClient,
    note: SummaryNote,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    figures = []
    for number in (10, 390):
        for each in range(number):
            an_action_item(note.dialogue, text=f"Item {each}.")
        figures.append(count_statements(lambda: staff_client.get(path(note))))
    assert figures[0] == figures[1]


def test_looking_changes_nothing(staff_client: FlaskClient, note: SummaryNote) -> None:
    title = db.session.get_one(DialogueText, (note.dialogue_id, "en")).title
    for more in (path(note), path(note, "fr")):
        assert staff_client.get(more).status_code == 200
    assert staff_client.get(path(note, verb="withdraw")).status_code == 404
    assert staff_client.get(path(note, "xx")).status_code == 404
    assert number_published() == 0
    assert db.session.get_one(DialogueText, (note.dialogue_id, "en")).title == title
