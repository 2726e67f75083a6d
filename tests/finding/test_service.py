"""What is found is what is public now: every fact changes it, in its own transaction."""

import datetime as dt
import random
from typing import Any

import pytest

from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItemText
from dialogues.cli import cli
from dialogues.database import db
from dialogues.finding import queries
from dialogues.finding.models import Passage, PassageKind
from dialogues.finding.service import index_missing, rebuild
from dialogues.finding.tokens import wanted
from dialogues.jobs.chores import DAILY
from dialogues.programme import service as programme
from dialogues.programme.agenda import PlannedItem
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.dialogue_service import edit_texts
from dialogues.programme.models import Dialogue, Status
from dialogues.programme.plans import DialoguePlan
from dialogues.summaries import publishing_service
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_dialogue,
    a_member_of_staff,
    a_note,
    a_session,
    an_action_item,
    session_plan,
)

pytestmark = pytest.mark.databases


def found(typed: str) -> list[tuple[PassageKind, str, str, str]]:
    page = queries.found(wanted(typed), "en", None, 1)
    return [(one.kind, one.subject, one.language, one.anchor) for one in page.items]


def content(**changes: Any) -> dict[str, Any]:
    section = {"id": "s1", "heading": "Needs", "body": "Bread.\n\n* Water\n* Salt", "programme": ""}
    return {"title": "The note", "opening": "An opening.", "sections": [section], **changes}


def published(dialogue: Dialogue, language: str = "en", **changes: Any) -> Any:
    note = a_note(dialogue)
    return publishing_service.publish(note, language, content(**changes), None).note


def test_a_dialogue_is_found_once_it_is_published_and_by_its_new_texts(app: DialoguesApp) -> None:
    session = a_session(
        dialogue=a_dialogue(title="Zebra", status=Status.DRAFT), status=Status.DRAFT
    )
    dialogue = session.dialogue
    rebuild()
    assert found("zebra") == []
    programme.publish(dialogue)
    assert found("zebra") == [(PassageKind.DIALOGUE, dialogue.public_id, "en", "")]
    edit_texts(
        dialogue, DialoguePlan("en", {"en": ("Okapi", ""), "fr": ("Girafe", "")}), tell=False
    )
    assert found("zebra") == []
    assert [language for *_about, language, _anchor in found("girafe")] == ["fr"]


def test_what_is_cancelled_stays_found_with_its_page(app: DialoguesApp) -> None:
    session = a_session(dialogue=a_dialogue(title="Zebra"))
    programme.cancel_dialogue(session.dialogue)
    assert found("zebra") == [(PassageKind.DIALOGUE, session.dialogue.public_id, "en", "")]


def test_a_dialogue_is_found_by_the_items_of_its_agenda(app: DialoguesApp) -> None:
    dialogue = a_session(dialogue=a_dialogue(title="Zebra", status=Status.DRAFT)).dialogue
    item = PlannedItem(
        0, 30, "plenary", None, {"en": ("The okapi", "Ms Giraffe"), "ar": ("حق", "")}
    )
    set_agenda(dialogue, [item])
    assert found("okapi") == []
    programme.publish(dialogue)
    on_agenda = PassageKind.DIALOGUE, dialogue.public_id
    assert found("okapi") == found("giraffe") == [(*on_agenda, "en", "agenda")]
    assert found("الحق") == [(*on_agenda, "ar", "agenda")]
    set_agenda(dialogue, [])
    assert (found("okapi"), found("zebra")) == ([], [(*on_agenda, "en", "")])


def test_a_text_without_end_can_be_published(app: DialoguesApp) -> None:
    draw = random.Random(5)
    characters = "".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(190_000))
    section = {"id": "s1", "heading": "Needs", "body": f"斑马{characters}", "programme": ""}
    published(a_session().dialogue, "zh", sections=[section])
    assert len(found("斑马")) == 1


def test_all_of_a_dialogue_moves_with_it_to_another_day(app: DialoguesApp) -> None:
    session = a_session()
    an_action_item(session.dialogue, text="Zebra")
    rebuild()
    plan = session_plan(session)
    later = plan.local_start + dt.timedelta(days=3)
    programme.revise_session(
        session, plan.__class__(**{**vars(plan), "local_start": later}), tell=True
    )
    days = db.session.scalars(db.select(Passage.held_on).distinct()).all()
    assert days == [later.date()]


def test_a_note_is_found_paragraph_by_paragraph_while_it_is_published(app: DialoguesApp) -> None:
    dialogue = a_session().dialogue
    here = PassageKind.NOTE, dialogue.public_id
    note = published(dialogue)
    assert found("note") == [(*here, "en", "")]
    assert found("bread") == [(*here, "en", "section-s1")]
    assert found("salt water") == []
    assert len(found("needs")) == 1
    publishing_service.publish(note, "fr", content(title="Pain"), None)
    publishing_service.publish(note, "en", content(title="Anew"), None)
    assert (found("note"), found("anew")) == ([], [(*here, "en", "")])
    publishing_service.withdraw(note, "en", "Wrong.", a_member_of_staff().id)
    assert found("anew") == []
    assert found("pain") == [(*here, "fr", "")]


def test_an_action_item_is_found_in_each_of_its_languages(app: DialoguesApp) -> None:
    item = an_action_item(text="Zebra")
    item.texts["zh"] = ActionItemText(language="zh", text="斑马")
    keep(item, "recorded", {})
    assert found("zebra") == [(PassageKind.ACTION_ITEM, item.public_id, "en", "")]
    assert found("斑马") == [(PassageKind.ACTION_ITEM, item.public_id, "zh", "")]
    item.texts["en"].text = "Okapi"
    keep(item, "edited", {})
    assert (found("zebra"), len(found("okapi"))) == ([], 1)


def test_nothing_of_a_draft_is_found_until_it_is_published(app: DialoguesApp) -> None:
    session = a_session(dialogue=a_dialogue(status=Status.DRAFT), status=Status.DRAFT)
    published(session.dialogue, title="Zebra")
    keep(an_action_item(session.dialogue, text="Zebra"), "recorded", {})
    assert found("zebra") == []
    programme.publish(session.dialogue)
    assert [kind for kind, *_more in found("zebra")] == [PassageKind.NOTE, PassageKind.ACTION_ITEM]


def test_what_is_taken_back_is_found_as_before(app: DialoguesApp) -> None:
    dialogue = a_session(dialogue=a_dialogue(title="Zebra")).dialogue
    rebuild()
    db.session.commit()
    edit_texts(dialogue, DialoguePlan("en", {"en": ("Okapi", "")}), tell=True)
    db.session.rollback()
    assert (len(found("zebra")), found("okapi")) == (1, [])


def test_rebuilding_finds_what_facts_have_led_to(app: DialoguesApp, database: str) -> None:
    dialogue = a_session(dialogue=a_dialogue(title="Zebra")).dialogue
    note = published(dialogue)
    publishing_service.publish(note, "fr", content(), None)
    publishing_service.withdraw(note, "fr", "Wrong.", a_member_of_staff().id)
    keep(an_action_item(dialogue), "recorded", {})
    set_agenda(dialogue, [PlannedItem(0, 30, "plenary", None, {"en": ("Okapi", "")})])
    called_off = a_session(dialogue=a_dialogue(title="Giraffe"))
    keep(an_action_item(called_off.dialogue), "recorded", {})
    programme.cancel_dialogue(called_off.dialogue)
    by_facts = all_passages()
    if database == "sqlite":  # which raises where the index is not what the table says
        check = "INSERT INTO finding_index (finding_index, rank) VALUES ('integrity-check', 1)"
        db.session.execute(db.text(check))
    assert rebuild() == len(by_facts)
    assert all_passages() == by_facts


def test_after_an_upgrade_a_chore_adds_what_is_missing_and_nothing_twice(app: DialoguesApp) -> None:
    a_session(dialogue=a_dialogue(title="Zebra"))
    assert DAILY["find_what_is_missing"] is index_missing
    assert index_missing(dt.datetime.now(dt.UTC)) == 1
    assert index_missing(dt.datetime.now(dt.UTC)) == 0
    assert len(found("zebra")) == 1


def all_passages() -> list[tuple[Any, ...]]:
    columns = [c for c in Passage.__table__.columns if c.name != "id"]
    return sorted(map(tuple, db.session.execute(db.select(*columns))), key=repr)


def test_the_command_says_how_much_can_be_found(app: DialoguesApp) -> None:
    a_session(dialogue=a_dialogue(title="Zebra"))
    answer = app.test_cli_runner().invoke(cli, ["finding", "rebuild"])
    assert (answer.exit_code, answer.output) == (0, "Passages that can be found: 1.\n")
    assert len(found("zebra")) == 1
