"""Writing and translating: what becomes of what people type."""

import threading
import time

import pytest

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.programme.models import Dialogue
from dialogues.summaries import queries, service, translating_service
from dialogues.summaries.models import SectionKind
from dialogues.summaries.refusals import NoteExists
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import NewSection, save
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_member_of_staff, a_note

pytestmark = pytest.mark.databases


def test_what_is_written_on_an_older_version_is_kept_aside(app: DialoguesApp) -> None:
    with app.app_context():
        first, second = a_member_of_staff(), a_member_of_staff()
        section = a_note().sections[1]
        assert save(section, "en", Words("H", "One."), 1, first.id).version == 2
        late = save(section, "en", Words("H", "Two."), 1, second.id)
        db.session.commit()
        [kept] = queries.parked(section.id, "en", second.id)
        assert late.is_parked
        assert section.texts["en"].body == "One."
        assert (kept.id, kept.body, kept.base) == (late.kept, "Two.", 1)
        assert save(section, "en", Words("H", "One!"), 2, second.id).version == 3
        assert [*queries.parked(section.id, "en", second.id)] == [kept]
        merged = Words("H", "One! Two.")
        assert save(section, "en", merged, 3, second.id, kept=kept.id).version == 4
        assert [*queries.parked(section.id, "en", second.id)] == []


def test_a_translation_is_stale_while_its_source_reads_otherwise(app: DialoguesApp) -> None:
    with app.app_context():
        note = a_note()
        section = note.sections[1]
        was = queries.words_of(section.texts["en"])
        assert queries.states(note)["fr"][section.id] is State.MISSING
        save(section, "fr", Words("Participation", "Les pays veulent participer."), 0, None)
        assert queries.states(note)["fr"][section.id] is State.DRAFT
        translating_service.declare_done(section, "fr", 1, renders=1)
        assert queries.states(note)["fr"][section.id] is State.CURRENT
        save(section, "en", Words(was.heading, "All countries want to."), 1, None)
        assert queries.states(note)["fr"][section.id] is State.STALE
        save(section, "en", was, 2, None)
        assert queries.states(note)["fr"][section.id] is State.CURRENT


def test_what_replaces_an_emptied_translation_is_a_draft(app: DialoguesApp) -> None:
    with app.app_context():
        note = a_note()
        section = note.sections[1]
        save(section, "fr", Words("Participation", "Les pays."), 0, None)
        translating_service.declare_done(section, "fr", 1, renders=1)
        save(section, "fr", Words("", ""), 1, None)
        assert queries.states(note)["fr"][section.id] is State.MISSING
        save(section, "fr", Words("Participation", "Autre chose."), 2, None)
        assert queries.states(note)["fr"][section.id] is State.DRAFT


def test_of_two_who_begin_a_note_at_once_the_second_is_refused(
    app: DialoguesApp, settings: Settings
) -> None:
    dialogue_id = a_dialogue("Soils").id
    db.session.commit()
    came: list[str] = []

    def begin() -> None:
        other = create_app(settings)
        with other.app_context():
            transact(lambda: came.append(_begun(dialogue_id)))
            db.session.remove()
            db.engine.dispose()

    threads = [threading.Thread(target=begin) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["begun", "refused"]


def _begun(dialogue_id: int) -> str:
    dialogue = db.session.get_one(Dialogue, dialogue_id)
    try:
        service.start(dialogue, "en", [NewSection(SectionKind.TITLE, Words("Soils", ""))], None)
    except NoteExists:
        db.session.rollback()
        return "refused"
    time.sleep(0.2)
    return "begun"
