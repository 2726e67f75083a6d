"""The feed of notes in each language, as readers of feeds see it."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.summaries import publishing_service
from dialogues.summaries.models import SummaryNote
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_member_of_staff
from tests.summaries.published import a_translated_note, published, rewritten

ATOM = "{http://www.w3.org/2005/Atom}"
MONDAY = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_translated_note()


def feed(client: FlaskClient, language: str = "en") -> Any:
    answer = client.get(f"/{language}/summaries.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def entry(client: FlaskClient, language: str = "en") -> dict[str, str]:
    [found] = feed(client, language).findall(f"{ATOM}entry")
    return {child.tag.removeprefix(ATOM): child.text or child.get("href") or "" for child in found}


def test_a_feed_holds_what_is_published_in_its_language(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "zh")
    assert entry(client, "zh")["title"] == "致力于转型"
    assert feed(client, "zh").get("{http://www.w3.org/XML/1998/namespace}lang") == "zh"
    address = f"http://127.0.0.1:8000/zh/dialogues/{note.dialogue.public_id}/summary"
    assert entry(client, "zh")["link"] == address
    assert feed(client, "en").findall(f"{ATOM}entry") == []


def test_a_new_revision_updates_its_entry(client: FlaskClient, note: SummaryNote) -> None:
    with time_machine.travel(MONDAY, tick=False):
        published(note, "en")
    before = entry(client)
    rewritten(note, "Other words.")
    with time_machine.travel(MONDAY + dt.timedelta(days=1), tick=False):
        published(note, "en")
    after = entry(client)
    assert after["id"] == before["id"]
    assert after["published"] == before["published"] == "2027-01-04T12:00:00+00:00"
    assert after["updated"] == "2027-01-05T12:00:00+00:00"


def test_a_withdrawn_note_says_so_in_the_feed(client: FlaskClient, note: SummaryNote) -> None:
    with time_machine.travel(MONDAY, tick=False):
        published(note, "en")
        publishing_service.withdraw(note, "en", "It says 1 < 0.", a_member_of_staff().id)
        db.session.commit()
    told = entry(client)
    assert told["title"] == "Withdrawn: Committed"
    assert "It says 1 &lt; 0." in told["summary"], "HTML, as its type says"


def test_what_was_published_or_withdrawn_last_comes_first(
    client: FlaskClient, note: SummaryNote
) -> None:
    later = a_translated_note(a_dialogue())
    with time_machine.travel(MONDAY, tick=False):
        published(note, "en")
        published(later, "en")
    with time_machine.travel(MONDAY + dt.timedelta(days=1), tick=False):
        publishing_service.withdraw(note, "en", "Wrong.", a_member_of_staff().id)
        db.session.commit()
    shown = feed(client)
    titles = [one.findtext(f"{ATOM}title") for one in shown.findall(f"{ATOM}entry")]
    assert titles == ["Withdrawn: Committed", "Committed"]
    assert shown.findtext(f"{ATOM}updated") == "2027-01-05T12:00:00+00:00"


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_feed_is_sent_again_only_when_it_changes(
    client: FlaskClient, note: SummaryNote, is_empty: bool
) -> None:
    if not is_empty:
        published(note, "en")
    etag = client.get("/en/summaries.atom").headers["ETag"]
    with time_machine.travel(dt.timedelta(hours=1) + dt.datetime.now(dt.UTC)):
        again = client.get("/en/summaries.atom", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_whoever_was_not_registered_is_shown_the_feed(
    client: FlaskClient, note: SummaryNote
) -> None:
    published(note, "en")
    for language in ("en", "fr"):
        page = client.get(f"/{language}/dialogues/{note.dialogue.public_id}/summary").text
        assert f'<a href="/{language}/summaries.atom"' in page


def test_browsers_find_the_feed(client: FlaskClient, note: SummaryNote) -> None:
    published(note, "ar")
    link = '<link rel="alternate" type="application/atom+xml"'
    for path in ("/ar/", f"/ar/dialogues/{note.dialogue.public_id}/summary"):
        assert 'href="/ar/summaries.atom"' in client.get(path).text.partition(link)[2][:120]
