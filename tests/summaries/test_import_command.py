"""The command that imports a note, and what becomes of the note."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from dialogues.cli import cli
from dialogues.database import db
from dialogues.programme.models import Dialogue, Status
from dialogues.summaries import queries, translating_service
from dialogues.summaries.models import (
    Publication,
    SectionKind,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import State
from tests.builders import a_dialogue, a_note, a_session
from tests.summaries.files_to_import import CHINESE, ENGLISH, a_word_file
from tests.summaries.published import the_note

pytestmark = pytest.mark.databases


def run(app: Flask, file: Path, *options: str) -> Result:
    db.session.commit()
    arguments = ["summaries", "import", str(file), *options]
    return app.test_cli_runner().invoke(cli, arguments, catch_exceptions=False)


def held(day: dt.date = dt.date(2022, 6, 29), **fields: object) -> Dialogue:
    dialogue = a_dialogue(**fields)  # type: ignore[arg-type]
    a_session(dialogue, local_start=dt.datetime.combine(day, dt.time(8)), short_link=None)
    return dialogue


def a_file(folder: Path, content: str | bytes, name: str = "note.txt") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def address(dialogue: Dialogue, language: str = "zh") -> str:
    return f"http://127.0.0.1:8000/{language}/dialogues/{dialogue.public_id}/summary\n"


def bodies(note: SummaryNote, language: str) -> dict[SectionKind, str]:
    return {
        section.kind: section.texts[language].body
        for section in queries.standing(note)
        if language in section.texts
    }


def nothing_is_stored() -> bool:
    db.session.rollback()
    return not db.session.query(SummaryNote).count()


def test_a_file_begins_the_note_of_the_dialogue_of_its_day(app: Flask, tmp_path: Path) -> None:
    held(dt.date(2022, 5, 25))
    dialogue, following = held(), a_dialogue()
    a_session(following, local_start=dt.datetime(2022, 7, 27, 8), short_link="27julyAM")
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh")
    assert (done.exit_code, done.stdout) == (0, address(dialogue))
    note = the_note(dialogue)
    assert note.source_language == "zh"
    assert [(each.kind, each.texts["zh"].heading) for each in note.sections] == [
        (SectionKind.TITLE, "共同推动转型 - 行动联盟"),
        (SectionKind.PARTICIPATION, "各国如何参与联盟的工作"),
        (SectionKind.COALITIONS, "联盟代表的发言"),
        (SectionKind.HUB, "对协调中心的期望"),
        (SectionKind.NEEDS, "召集人的需求"),
        (SectionKind.CLOSING, "结束语"),
        (SectionKind.NEXT, "下一次对话"),
    ]
    words = bodies(note, "zh")
    assert words[SectionKind.TITLE] == "本次会议由协调中心主持，各国召集人与联盟的代表交流了看法。"
    assert words[SectionKind.NEXT] == "请通过下面的链接注册。"
    assert "[" not in words[SectionKind.COALITIONS]
    assert "hub@example.org" in words[SectionKind.CLOSING]
    assert all(section.writes_itself for section in note.sections)
    for said in (
        "Title: 共同推动转型 - 行动联盟",
        "Section: 结束语 (Closing words)",
        "1 paragraph that a page had broken was put together.",
        "2 links lead nowhere on the web, so they are plain text now: “会议综述”, “网站”.",
        "“08:00-9:30 CEST https://bit.ly/27julyAM 英语，配备中文口译”",
        "The note is begun, and written first in this language: Chinese.",
    ):
        assert said in done.stderr


def test_what_the_programme_does_not_know_of_the_next_dialogue_stays(
    app: Flask, tmp_path: Path
) -> None:
    dialogue = held()
    run(app, a_file(tmp_path, CHINESE), "--language", "zh")
    section = the_note(dialogue).sections[-1]
    assert (section.kind, section.writes_itself) == (SectionKind.NEXT, False)
    assert "https://bit.ly/27julyAM" in section.texts["zh"].body


def test_the_day_can_be_said(app: Flask, tmp_path: Path) -> None:
    dialogue = held(dt.date(2022, 5, 25))
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh", "--date", "2022-05-25")
    assert (done.exit_code, done.stdout) == (0, address(dialogue))
    assert "names another day than the Dialogue was held on" in done.stderr


@pytest.mark.parametrize("publish", [True, False])
def test_a_note_is_published_when_asked_for(app: Flask, tmp_path: Path, publish: bool) -> None:
    held()
    options = ["--publish"] if publish else []
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh", *options)
    assert done.exit_code == 0
    expected = (
        "Revision 1 is published in Chinese." if publish else "Readers see nothing of this yet."
    )
    assert expected in done.stderr.splitlines()[-1]
    db.session.rollback()
    published = [(row.language, row.content["title"]) for row in db.session.query(Publication)]
    assert published == ([("zh", "共同推动转型 - 行动联盟")] if publish else [])


def test_publishing_says_what_was_done_and_is_not_done_twice(app: Flask, tmp_path: Path) -> None:
    dialogue = held()
    file = a_file(tmp_path, CHINESE)
    done = run(app, file, "--language", "zh", "--publish")
    assert "Revision 1 is published in Chinese. 0 readers get a mail." in done.stderr
    again = run(app, file, "--language", "zh", "--publish")
    assert (again.exit_code, again.stdout) == (0, address(dialogue))
    assert "Readers see these very words already, as revision 1." in again.stderr
    assert db.session.query(Publication).count() == 1


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_readers_could_not_have_is_not_published_at_once(
    app: Flask, tmp_path: Path, is_draft: bool
) -> None:
    held(status=Status.DRAFT if is_draft else Status.PUBLISHED)
    words = CHINESE if is_draft else f"{CHINESE}\n\N{EVERGREEN TREE}"
    done = run(app, a_file(tmp_path, words), "--language", "zh", "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    assert ("its Dialogue is a draft" if is_draft else "No PDF can show") in done.stderr
    assert nothing_is_stored()


def test_without_a_dialogue_on_the_day_those_held_last_are_listed(
    app: Flask, tmp_path: Path
) -> None:
    held(dt.date(2022, 5, 25), title="Another topic")
    held(status=Status.CANCELLED)
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No Dialogue was held on 2022-06-29. Nothing has been changed." in done.stderr
    assert "2022-05-25 Another topic" in done.stderr
    assert nothing_is_stored()


def test_without_any_day_those_held_last_are_listed(app: Flask, tmp_path: Path) -> None:
    held(dt.date(2022, 5, 25), title="Another topic")
    done = run(app, a_file(tmp_path, "Closing\n\nThanks."), "--language", "en")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "holds no date with a year" in done.stderr
    assert "2022-05-25 Another topic" in done.stderr
    assert nothing_is_stored()


def test_several_dialogues_on_the_day_are_listed(app: Flask, tmp_path: Path) -> None:
    held(title="One topic")
    held(title="Another topic")
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh", "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    for said in ("More than one Dialogue was held on 2022-06-29.", "One topic", "Another topic"):
        assert said in done.stderr
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Closing\n\nThanks.", "holds no date with a year"),
        ("%PDF-1.7", "This file is a PDF"),
        (b"PK\x03\x04", "cannot be read as a Word document"),
        ("# 29 June 2022 - T\n\n## Closing\n\n" + "> " * 30 + "x", "nested too deeply"),
        ("x" * 7_000_001, "larger than 7 MB"),
    ],
)
def test_what_cannot_be_imported_stores_nothing(
    app: Flask, tmp_path: Path, content: str | bytes, said: str
) -> None:
    held()
    done = run(app, a_file(tmp_path, content), "--language", "en")
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert nothing_is_stored()


def test_a_language_that_exists_gets_new_versions_and_keeps_its_role(
    app: Flask, tmp_path: Path
) -> None:
    dialogue = held()
    note = a_note(
        dialogue,
        sections=[
            (SectionKind.CLOSING, "Closing", "Thanks."),
            (SectionKind.PARTICIPATION, "How countries take part", "They do."),
            (SectionKind.HUB, "The Hub", "A list."),
        ],
    )
    closing = note.sections[1]
    assert run(app, a_file(tmp_path, CHINESE), "--language", "zh").exit_code == 0
    note = the_note(dialogue)
    assert note.source_language == "en"
    kinds = [section.kind for section in note.sections]
    assert kinds[1:4] == [SectionKind.CLOSING, SectionKind.PARTICIPATION, SectionKind.HUB]
    assert len(kinds) == 7  # coalitions, needs and the next Dialogue were added
    assert queries.states(note)["zh"][closing.id] is State.DRAFT
    text = note.sections[1].texts["zh"]
    translating_service.declare_done(note.sections[1], "zh", text.version, renders=1)
    again = CHINESE.replace("参与和贡献", "参与")
    assert run(app, a_file(tmp_path, again), "--language", "zh").exit_code == 0
    note = the_note(dialogue)
    assert [section.kind for section in note.sections] == kinds
    text = note.sections[1].texts["zh"]
    assert (text.version, text.is_done, note.source_language) == (2, False, "en")
    assert note.sections[2].texts["zh"].version == 1  # it says what it said


def test_a_file_in_word_brings_the_source_up_to_date(app: Flask, tmp_path: Path) -> None:
    dialogue = held()
    a_note(dialogue, sections=[(SectionKind.CLOSING, "Closing", "Thanks.")])
    done = run(app, a_file(tmp_path, a_word_file(), "note.docx"), "--language", "en")
    assert (done.exit_code, done.stdout) == (0, address(dialogue, "en"))
    note = the_note(dialogue)
    assert bodies(note, "en")[SectionKind.TITLE] == "Opening words of the meeting."
    assert bodies(note, "en")[SectionKind.CLOSING].startswith("Thanks to **all**")
    assert [section.texts["en"].version for section in note.sections] == [2, 2]


def test_a_translation_that_is_published_is_done(app: Flask, tmp_path: Path) -> None:
    dialogue = held()
    a_note(dialogue, language="zh", sections=[(SectionKind.CLOSING, "结束语", "谢谢。")])
    file = a_file(tmp_path, ENGLISH, "note.md")
    assert run(app, file, "--language", "en", "--publish").exit_code == 0
    note = the_note(dialogue)
    title, closing = note.sections[0], note.sections[1]
    states = queries.states(note)["en"]
    assert (states[title.id], states[closing.id]) == (State.CURRENT, State.CURRENT)
    assert closing.texts["en"].body == "Thanks to all who came."


def test_the_same_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    dialogue = held()
    file = a_file(tmp_path, CHINESE)
    run(app, file, "--language", "zh")
    before = the_note(dialogue).updated_at
    done = run(app, file, "--language", "zh")
    assert "The note says all of this already, so nothing changes." in done.stderr
    assert the_note(dialogue).updated_at == before
    assert db.session.query(SectionVersion).count() == db.session.query(SummarySection).count()


def test_what_disagrees_with_another_language_is_not_published_at_once(
    app: Flask, tmp_path: Path
) -> None:
    dialogue = held()
    a_note(dialogue, sections=[(SectionKind.PARTICIPATION, "How", "There were 28 countries.")])
    done = run(app, a_file(tmp_path, CHINESE), "--language", "zh", "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "so it cannot be published at once. Nothing has been changed." in done.stderr
    assert "27" in done.stderr
    assert bodies(the_note(dialogue), "zh") == {}
    assert not db.session.query(Publication).count()


def test_what_reads_as_another_language_is_not_published_at_once(
    app: Flask, tmp_path: Path
) -> None:
    held()
    done = run(app, a_file(tmp_path, CHINESE), "--language", "ar", "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "as if it were in another language: Chinese. It cannot be published" in done.stderr
    assert nothing_is_stored()


def test_what_no_pdf_can_show_is_not_published_at_once(app: Flask, tmp_path: Path) -> None:
    held()
    file = a_file(tmp_path, ENGLISH.replace("Thanks", "\N{EVERGREEN TREE} Thanks"), "note.md")
    done = run(app, file, "--language", "en", "--publish")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No PDF can show this part of the text: \N{EVERGREEN TREE}." in done.stderr
    assert nothing_is_stored()
