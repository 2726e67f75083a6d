"""The editors' page that publishes a note in one language, and withdraws it."""

import html
import re

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import DialogueText
from dialogues.summaries import queries
from dialogues.summaries.checks import findings_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.refusals import FindingsAreOpen
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration
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


def test_looking_changes_nothing(staff_client: FlaskClient, note: SummaryNote) -> None:
    title = db.session.get_one(DialogueText, (note.dialogue_id, "en")).title
    for more in (path(note), path(note, verb="withdraw"), path(note, "fr")):
        assert staff_client.get(more).status_code == 200
    assert staff_client.get(path(note, "xx")).status_code == 404
    assert number_published() == 0
    assert db.session.get_one(DialogueText, (note.dialogue_id, "en")).title == title
