"""What publishing freezes: everything in the note's language, whatever is read around it."""

import datetime as dt

import pytest
from flask import g

from dialogues.action_items.models import ActionItemText, ItemStatus, OwnerKind, OwnerName
from dialogues.database import db
from dialogues.programme.models import DialogueText, Status
from dialogues.summaries import queries
from dialogues.summaries.content import content_of
from dialogues.summaries.documents import document_of, published_document
from dialogues.summaries.next_dialogue import next_dialogue_of
from dialogues.support import clock
from dialogues.support.markup import text_of
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_session, an_action_item, an_owner
from tests.summaries.published import a_held_dialogue, a_translated_note, published


def a_following_dialogue() -> None:
    dialogue = a_dialogue(
        "Governance, *policies*", texts={"zh": ("治理、政策和机构", ""), "ar": ("الحوكمة", "")}
    )
    a_session(dialogue, local_start=dt.datetime(2022, 7, 27, 8), short_link="27julyAM")
    a_session(
        dialogue,
        local_start=dt.datetime(2022, 7, 27, 16),
        interpretation=("fr", "es"),
        short_link="27JulyPM",
    )


def test_the_next_dialogue_is_told_in_the_languages_own_words(app: DialoguesApp) -> None:
    held = a_held_dialogue()
    a_following_dialogue()
    with app.test_request_context("/fr/"):
        g.language = "fr"
        told = next_dialogue_of(held, "zh")
    words = text_of(told)
    assert "2022年7月27日星期三" in words
    assert "治理、政策和机构" in words
    assert "08:00–09:30，罗马（意大利），UTC+2" in words
    assert "中文、俄语和阿拉伯语" in words
    assert "法语" in words
    assert "http://127.0.0.1:8000/27julyAM" in told


def test_a_title_with_marks_reads_as_it_was_typed(app: DialoguesApp) -> None:
    held = a_held_dialogue()
    a_following_dialogue()
    assert "Governance, *policies*" in text_of(next_dialogue_of(held, "en"))


def test_the_next_dialogue_is_the_first_published_one_that_begins_after(app: DialoguesApp) -> None:
    held = a_held_dialogue()
    a_session(a_dialogue("Earlier"), local_start=dt.datetime(2022, 6, 28, 8))
    a_session(a_dialogue("Later"), local_start=dt.datetime(2022, 9, 1, 8))
    a_session(a_dialogue("Soonest"), local_start=dt.datetime(2022, 7, 1, 8))
    a_session(a_dialogue("Draft", status=Status.DRAFT), local_start=dt.datetime(2022, 6, 30, 8))
    off = a_dialogue("Cancelled")
    a_session(off, local_start=dt.datetime(2022, 6, 30, 8), status=Status.CANCELLED)
    assert "Soonest" in next_dialogue_of(held, "en")


def test_nothing_is_told_while_no_later_dialogue_is_published(app: DialoguesApp) -> None:
    assert next_dialogue_of(a_held_dialogue(), "en") == ""


def test_what_is_published_stays_when_the_programme_and_the_note_change(app: DialoguesApp) -> None:
    note = a_translated_note()
    a_following_dialogue()
    [publication] = published(note, "zh")
    before = published_document(publication)
    following = db.session.scalars(db.select(DialogueText).filter_by(language="zh")).all()[-1]
    following.title = "另一个主题"
    queries.standing(note)[1].texts["zh"].body = "别的。"
    db.session.commit()
    assert published_document(publication) == before
    assert "治理、政策和机构" in before.parts[-1].markdown


def test_items_stand_under_their_section_in_its_language(app: DialoguesApp) -> None:
    note = a_translated_note()
    section = queries.standing(note)[1]
    owner = an_owner("The Hub")
    owner.names["zh"] = OwnerName(language="zh", name="协调中心")
    item = an_action_item(
        note.dialogue, owner=owner, section_id=section.public_id, due_on=dt.date(2022, 9, 30)
    )
    item.texts["zh"] = ActionItemText(language="zh", text="更新名单。")
    loose = an_action_item(note.dialogue, text="Meet.", due_on=None, is_due_by_next=True)
    an_action_item(note.dialogue, text="Dropped.", status=ItemStatus.DROPPED)
    db.session.commit()
    document = document_of(content_of(note, "zh"), "zh")
    [promise] = document.parts[0].promises
    assert (promise.text, promise.owner, promise.due) == (
        "更新名单。",
        "协调中心",
        "2022年9月30日星期五",
    )
    assert [(one.id, one.text, one.language) for one in document.promises] == [
        (loose.public_id, "Meet.", "en")
    ]


def test_open_items_of_earlier_dialogues_are_carried(app: DialoguesApp) -> None:
    earlier = a_session(local_start=dt.datetime(2022, 5, 1, 8)).dialogue
    an_action_item(earlier, text="Still open.")
    done_at = dt.datetime(2022, 5, 20, tzinfo=dt.UTC)
    an_action_item(earlier, text="Done before.", status=ItemStatus.DONE, closed_at=done_at)
    carried = content_of(a_translated_note(), "en")["carried"]
    assert [one["text"] for one in carried] == ["Still open."]


def test_nobodys_name_is_frozen(app: DialoguesApp) -> None:
    note = a_translated_note()
    person = an_owner("Ada Person", kind=OwnerKind.PERSON)
    an_action_item(note.dialogue, owner=person)
    [publication] = published(note, "en")
    assert "Ada Person" not in str(publication.content)
    assert published_document(publication).promises[0].owner == "Ada Person"
    person.names.clear()
    person.erased_at = clock.now()
    db.session.commit()
    assert "Ada Person" not in str(published_document(publication))


@pytest.mark.databases
def test_content_is_the_same_on_both_databases(
    app: DialoguesApp,
) -> None:
    note = a_translated_note()
    a_following_dialogue()
    content = content_of(note, "en")
    assert list(content) == [
        *("title", "opening", "held", "dialogue", "themes", "sections", "items", "carried"),
    ]
    assert content["held"][0] == {
        "local_start": "2022-06-29T08:00:00",
        "zone": "Europe/Rome",
        "minutes": 90,
    }
