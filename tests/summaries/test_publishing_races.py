"""Two who publish at once, and one who publishes while another saves."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import select

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.summaries import queries, refusals
from dialogues.summaries.content import content_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publishing import print_of, publish_for_readers, publish_in
from dialogues.summaries.rules import Words
from dialogues.summaries.service import Saved, save
from dialogues.support.refusals import Refusal
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration
from tests.summaries.published import TEXTS, a_translated_note

pytestmark = pytest.mark.databases


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_translated_note()


def at_once(
    settings: Settings, note_id: int, *acts: Callable[[SummaryNote], object]
) -> list[object]:
    """What came of acts on a note that all had read it whole before the first of them began.

    On SQLite, where whoever may write reads alone, they follow one another.
    """
    have_read = threading.Barrier(len(acts))
    came: dict[int, object] = {}

    def run(number: int, act: Callable[[SummaryNote], object]) -> None:
        app = create_app(settings)
        with app.test_request_context("/en/"):
            came[number] = transact(lambda: _tried(act, note_id, have_read))
            db.session.remove()
            db.engine.dispose()

    db.session.rollback()
    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [came[number] for number in range(len(acts))]


def _tried(
    act: Callable[[SummaryNote], object], note_id: int, have_read: threading.Barrier
) -> object:
    note = db.session.scalar(select(SummaryNote).where(SummaryNote.id == note_id))
    assert note
    content_of(note, "en")
    with suppress(threading.BrokenBarrierError):
        have_read.wait(timeout=0.3)
    try:
        return act(note)
    except Refusal as refusal:
        db.session.rollback()
        return type(refusal)


def test_two_who_publish_the_same_words_at_once_make_one_revision(
    settings: Settings, note: SummaryNote
) -> None:
    a_registration(note.dialogue.sessions[0], language="en")
    db.session.commit()

    def press(one: SummaryNote) -> int:
        return publish_in(one, "en", None).number

    came = at_once(settings, note.id, press, press)
    assert sorted(map(str, came)) == sorted(["1", str(refusals.PublishedAlready)])


def test_nobody_publishes_unseen_what_somebody_saves_meanwhile(
    settings: Settings, note: SummaryNote
) -> None:
    section_id = queries.standing(note)[1].id
    seen = print_of(content_of(note, "en"))

    def press(one: SummaryNote) -> str:
        return publish_for_readers(one, "en", None, "en", seen)

    def write(one: SummaryNote) -> Saved:
        [section] = [each for each in one.sections if each.id == section_id]
        return save(section, "en", Words(TEXTS["en"][0], "Others."), 1, None)

    pressed, saved = at_once(settings, note.id, press, write)
    assert saved == Saved(2)
    rows = db.session.scalars(select(Publication)).all()
    if pressed is refusals.NoteHasChanged:
        assert rows == []
    else:
        assert [print_of(row.content) for row in rows] == [seen]


def test_of_two_who_save_at_once_the_second_is_kept_aside(
    settings: Settings, note: SummaryNote
) -> None:
    section_id = queries.standing(note)[1].id

    def writing(words: str) -> Callable[[SummaryNote], object]:
        def write(one: SummaryNote) -> object:
            [section] = [each for each in one.sections if each.id == section_id]
            return save(section, "en", Words(TEXTS["en"][0], words), 1, None).is_parked

        return write

    assert sorted(map(str, at_once(settings, note.id, writing("Mine."), writing("Yours.")))) == [
        "False",
        "True",
    ]
