"""Writing and translating: what becomes of what people type."""

import pytest

from dialogues.database import db
from dialogues.summaries import queries, translating_service
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import save
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note

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
