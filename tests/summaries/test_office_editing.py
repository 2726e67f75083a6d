"""The editor of a section: what is saved, what is said of it, and what two editors make of it."""

import datetime as dt
import json

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.summaries import queries, refusals
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.rules import Save, Words, body_problem, superfluous
from dialogues.summaries.service import save
from dialogues.summaries.thinning_service import thin_versions
from dialogues.summaries.translating_service import declare_done
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_note
from tests.conftest import signed_in

BODY = "Countries want to take part.\n\nCoalitions spoke."


@pytest.fixture
def note(app: DialoguesApp) -> SummaryNote:
    return a_note(
        sections=[(SectionKind.PARTICIPATION, "Countries", BODY), (SectionKind.NEXT, "Next", "")]
    )


@pytest.fixture
def section(note: SummaryNote) -> SummarySection:
    return note.sections[1]


@pytest.fixture
def colleague(app: DialoguesApp) -> FlaskClient:
    return signed_in(app, a_member_of_staff(name="Maria Rossi"))


def office(section: SummarySection, path: str = "") -> str:
    return f"/en/office/summary-sections/{section.public_id}{path}"


def written(section: SummarySection, language: str = "en") -> Words:
    db.session.rollback()
    found = queries.section_by_public_id(section.public_id)
    assert found
    return queries.words_of(found.texts.get(language))


def fields(body: str, base: int = 1, heading: str = "Countries", kept: int = 0) -> dict[str, str]:
    return {"heading": heading, "body": body, "base": str(base), "kept": str(kept)}


def test_a_section_is_saved_with_its_themes(editor: FlaskClient, section: SummarySection) -> None:
    data = {**fields("New."), "themes": ["food-prices"]}
    answer = editor.post(office(section), data=data, follow_redirects=True)
    assert "The section is saved." in answer.text
    assert "Last saved by An Editor" in answer.text
    assert written(section) == Words("Countries", "New.")
    found = queries.section_by_public_id(section.public_id)
    assert found
    assert found.themes == ("food-prices",)


def test_marks_for_the_text_stand_between_its_hint_and_itself(
    editor: FlaskClient, section: SummarySection
) -> None:
    page = editor.get(office(section)).text
    parts = ('<label for="body"', "“-\u2060\u00a0”", "“##\u00a0”", 'class="toolbar"', "<textarea")
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_one_section_leads_to_the_next(editor: FlaskClient, note: SummaryNote) -> None:
    title, first, last = note.sections
    for here, there in ((title, first), (first, last)):
        assert f'Next section: <a href="{office(there)}">' in editor.get(office(here)).text
    assert "Next section:" not in editor.get(office(last)).text


def test_the_next_dialogue_writes_itself_unless_it_is_told_not_to(
    editor: FlaskClient, note: SummaryNote
) -> None:
    following = note.sections[2]
    assert "No later Dialogue is published yet." in editor.get(office(following)).text
    editor.post(office(following), data=fields("", heading="Next"))
    assert "No later Dialogue" not in editor.get(office(following)).text


def test_a_preview_shows_the_text_and_saves_nothing(
    editor: FlaskClient, section: SummarySection
) -> None:
    answer = editor.post(office(section), data={**fields("**New**"), "action": "preview"})
    assert "<strong>New</strong>" in answer.text
    assert written(section).body == BODY
    hostile = "<script>alert(1)</script> [x](javascript:alert(1))"
    answer = editor.post("/en/office/summary-preview", data={"body": hostile})
    assert "<script" not in answer.text
    assert "href" not in answer.text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("fine\n\nA\u202eB", "in line 3"),
        ("x" * 100_001, "This one has 100001."),
        ("- " * 1000 + "x", "at most 9 deep"),
        ("\n".join("  " * depth + "- x" for depth in range(300)), "at most 9 deep"),
    ],
)
def test_a_wrong_text_is_said_and_stays_on_the_page(
    editor: FlaskClient, section: SummarySection, body: str, sentence: str
) -> None:
    answer = editor.post(office(section), data=fields(body))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert body in answer.text
    answer = editor.post(office(section, "/en/autosave"), data=fields(body))
    assert answer.status_code == 422
    assert sentence in " ".join(json.loads(answer.data)["sentences"])
    assert written(section).body == BODY


def test_nine_lists_in_each_other_are_fine(editor: FlaskClient, section: SummarySection) -> None:
    body = "\n".join("  " * depth + f"- {depth}" for depth in range(9))
    assert editor.post(office(section), data=fields(body)).status_code == 303
    assert ">8</li>" in editor.post("/en/office/summary-preview", data={"body": body}).text


def test_a_script_saves_on_top_of_what_it_saved_last(
    editor: FlaskClient, section: SummarySection
) -> None:
    first = editor.post(office(section, "/en/autosave"), data=fields("One")).json
    assert (first["base"], first["kept"]) == (2, 0)
    second = editor.post(office(section, "/en/autosave"), data=fields("One, two", 2)).json
    assert second["base"] == 3
    assert written(section).body == "One, two"


def test_who_comes_second_is_told_who_changed_what_and_loses_nothing(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    colleague.post(office(section), data=fields(BODY.replace("want", "wish")))
    mine = BODY.replace("spoke", "spoke at length")
    kept = editor.post(office(section, "/en/autosave"), data=fields(mine)).json
    assert kept["base"] == 0
    again = editor.post(
        office(section, "/en/autosave"), data=fields(mine + " Mine.", kept=kept["kept"])
    ).json
    assert again["kept"] == kept["kept"]
    answer = editor.post(
        office(section), data=fields(mine + " Mine.", kept=kept["kept"]), follow_redirects=True
    )
    assert "While you were writing, Maria Rossi changed this section." in answer.text
    assert "<del>want</del><ins>wish</ins>" in answer.text
    both = "Countries wish to take part.\n\nCoalitions spoke at length. Mine."
    assert both in answer.text
    assert "wish" in written(section).body
    answer = editor.post(
        office(section, "/en/merge"), data=fields(both, 2, kept=kept["kept"]), follow_redirects=True
    )
    assert "The two texts are one now." in answer.text
    assert written(section).body == both
    assert editor.get(office(section, "/en/merge")).status_code == 404


def test_what_waits_to_be_merged_is_not_lost_by_saving_something_else(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    colleague.post(office(section), data=fields("Theirs."))
    editor.post(office(section), data=fields("Mine, from a laptop that was closed."))
    editor.post(office(section), data=fields("Something else.", 2))
    editor.post(office(section), data=fields("Something else again.", 3, kept=99_999))
    page = editor.get(office(section)).text
    assert "Bring the two together" in page
    assert "Mine, from a laptop that was closed." in editor.get(office(section, "/en/merge")).text


def test_who_merges_while_another_one_saves_merges_again(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    colleague.post(office(section), data=fields("Theirs."))
    editor.post(office(section), data=fields("Mine."))
    colleague.post(office(section), data=fields("Theirs, once more.", 2))
    [waiting] = queries.parked(section.id, "en", editor.staff_id)  # type: ignore[attr-defined]
    both = fields("Theirs. Mine.", 2, kept=waiting.id)
    db.session.rollback()
    answer = editor.post(office(section, "/en/merge"), data=both, follow_redirects=True)
    assert "Theirs, once more. Mine." in answer.text
    assert written(section).body == "Theirs, once more."


def test_a_text_is_given_up_only_after_a_look_at_what_that_deletes(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    colleague.post(office(section), data=fields("Theirs."))
    editor.post(office(section), data=fields("Mine."))
    page = editor.get(office(section, "/en/merge/drop")).text
    assert "which has 5 characters" in page
    editor.post(office(section, "/en/merge/drop"))
    assert editor.get(office(section, "/en/merge")).status_code == 404
    assert written(section).body == "Theirs."


def test_nobody_merges_what_another_one_wrote(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    editor.post(office(section), data=fields("Theirs."))
    colleague.post(office(section), data=fields("Mine."))
    [waiting] = queries.parked(section.id, "en", colleague.staff_id)  # type: ignore[attr-defined]
    key = waiting.id
    db.session.rollback()
    assert editor.get(office(section, "/en/merge")).status_code == 404
    editor.post(office(section), data=fields("Later.", 2, kept=key))
    assert "Mine." in colleague.get(office(section, "/en/merge")).text


def test_an_earlier_version_is_shown_and_brought_back(
    editor: FlaskClient, section: SummarySection
) -> None:
    editor.post(office(section), data=fields("New."))
    page = editor.get(office(section, "/en/versions?number=2")).text
    assert "<ins>New.</ins>" in page
    editor.post(office(section, "/en/versions/1/restore"))
    assert written(section).body == BODY
    for nowhere in (77, 2**31, 10**40):
        answer = editor.post(office(section, f"/en/versions/{nowhere}/restore"))
        assert answer.status_code == 404


def test_what_is_written_of_a_section_that_somebody_takes_out_is_saved(
    editor: FlaskClient, colleague: FlaskClient, section: SummarySection
) -> None:
    colleague.post(office(section, "/remove"))
    said = editor.post(office(section, "/en/autosave"), data=fields("Mine.")).json
    assert "Somebody has taken this section out" in " ".join(said["sentences"])
    assert written(section).body == "Mine."
    page = editor.get(office(section)).text
    assert "Mine." in page
    assert "This section was taken out of the note." in page
    editor.post(office(section), data={**fields("Mine, too.", 2), "action": "restore"})
    assert written(section).body == "Mine, too."
    assert "The section is back in its place." in editor.get(office(section)).text
    assert "taken out" not in editor.get(office(section)).text


def test_only_steps_on_the_way_are_superfluous() -> None:
    start = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)

    def after(number: int, minutes: int, by: int | None = 1) -> Save:
        return Save(number, start + dt.timedelta(minutes=minutes), by)

    saves = [after(1, 0), after(2, 1), after(3, 29), after(4, 60), after(5, 61, 2), after(6, 62, 2)]
    assert superfluous(saves, set()) == [1, 2, 5]
    assert superfluous(saves, {2}) == [1, 5]


@pytest.mark.databases
def test_a_week_later_what_is_needed_of_the_versions_is_still_there(app: DialoguesApp) -> None:
    with app.app_context(), time_machine.travel("2026-01-05 09:00+00:00", tick=False) as time:
        me = a_member_of_staff().id
        section = a_note(sections=[(SectionKind.NEEDS, "Needs", "0")]).sections[1]
        time.shift(3600)
        for step in range(1, 6):
            time.shift(10)
            save(section, "en", Words("Needs", str(step)), step, me)
            if step == 2:
                save(section, "fr", Words("Besoins", "2"), 0, me)
                declare_done(section, "fr", 1, renders=3)
            if step == 4:
                save(section, "en", Words("Needs", "mine"), 4, a_member_of_staff().id)
        db.session.commit()
        assert thin_versions(clock.now()) == 0
        time.shift(8 * 24 * 3600)
        assert thin_versions(clock.now()) == 2
        db.session.commit()
        numbers = [version.number for version in queries.versions_of(section.id, "en")]
        assert numbers == [6, 4, 3, 1]
        assert thin_versions(clock.now()) == 0


def test_a_text_of_megabytes_is_too_long_and_stays_on_the_page(editor: FlaskClient) -> None:
    section = a_note().sections[1]
    data = {"heading": "A", "body": "粮" * 700_000, "base": "1"}
    address = f"/en/office/summary-sections/{section.public_id}"
    answer = editor.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "The text of a section must have 100000 characters or fewer." in answer.text
    assert "粮" * 700_000 in answer.text
    saved = editor.post(f"{address}/en/autosave", data=data, content_type="multipart/form-data")
    assert saved.status_code == 422
    assert "100000 characters or fewer" in saved.json["sentences"][0]


@pytest.mark.parametrize("hidden", ["\u202e", "&#x202e;", "&#8238;", "&#X2066;", "&#x85;x&#8294;"])
def test_what_reorders_a_line_is_refused_however_it_is_written(hidden: str) -> None:
    assert isinstance(body_problem(f"A line.\n\na {hidden} b"), refusals.TextHasHidden)


@pytest.mark.parametrize("seen", ["&amp;#x202e;", "\\&#x202e;", "R&D; &rlm;", "&#10;", "&zwj;"])
def test_other_entities_are_no_hidden_characters(seen: str) -> None:
    assert body_problem(f"a {seen} b") is None
