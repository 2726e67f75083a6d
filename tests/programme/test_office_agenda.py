"""The office page of the agenda: typed line by line, without a script, and nothing lost."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme import agenda
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.models import Dialogue, DialogueSession
from tests.builders import an_action_item
from tests.programme.agendas import an_item
from tests.programme.office_forms import FORM, NEW, a_public_session, carried, edit_form, text
from tests.registration.registering import registered


def address(session: DialogueSession) -> str:
    return f"/en/office/dialogues/{session.dialogue.public_id}/agenda"


def lines(*items: dict[str, str], base: str = "") -> dict[str, str]:
    typed = {
        f"lines-{place}-{name}": value
        for place, item in enumerate(items)
        for name, value in {"kind": "plenary", "link": "", **item}.items()
    }
    return {**typed, "base": base or agenda.version([])}


def line(start: str, minutes: str, title: str, **more: str) -> dict[str, str]:
    return {"start": start, "minutes": minutes, "title_en": title, **more}


WELCOME, ROOM = line("08:00", "10", "Welcome"), line("08:10", "30", "Seeds", kind="breakout")


def stored(session: DialogueSession) -> list[Any]:
    db.session.rollback()
    dialogue = db.session.get_one(Dialogue, session.dialogue_id)
    return [(item.starts_after, item.minutes, item.texts["en"].title) for item in dialogue.agenda]


def typed(page: str, name: str) -> list[str]:
    return re.findall(rf'name="lines-\d+-{name}"[^>]*value="([^"]*)"', page)


def test_an_editor_saves_an_agenda_by_the_clocks_of_the_first_session(editor: FlaskClient) -> None:
    session = a_public_session()
    answer = editor.post(address(session), data={**lines(WELCOME, ROOM), "action": "save"})
    assert answer.status_code == 303
    assert stored(session) == [(0, 10, "Welcome"), (10, 30, "Seeds")]
    page = editor.get(answer.location).text
    assert "The agenda is saved. Nobody gets a mail about it." in text(page)
    assert typed(editor.get(address(session)).text, "start") == ["08:00", "08:10"]


def test_an_empty_line_is_left_out(editor: FlaskClient) -> None:
    session = a_public_session()
    data = {**lines(WELCOME, line("08:10", "", "")), "action": "save"}
    assert editor.post(address(session), data=data).status_code == 303
    assert stored(session) == [(0, 10, "Welcome")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"start": "soon"}, "Give the start as a time of the clock"),
        ({"minutes": "long"}, "Give the length in minutes, as a whole number from 1."),
        ({"minutes": "95"}, "This item ends 95 minutes after the start"),
        ({"link": "javascript:alert(1)"}, "A link is a whole web address"),
        ({"title_en": ""}, "Give a title in the language that"),
        ({"title_ar": "", "speakers_ar": "المركز"}, "Give a title."),
        ({"speakers_en": "The Hub \N{EVERGREEN TREE}"}, "No PDF can show this part of the text"),
    ],
)
def test_what_is_wrong_is_said_once_and_everything_typed_is_still_there(
    editor: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    session = a_public_session()
    french = {"title_fr": "Accueil", "speakers_fr": "Le Pôle"}
    data = {**lines({**WELCOME, **french, **wrong}), "action": "save"}
    answer = editor.post(address(session), data=data)
    assert answer.status_code == 422
    summary = answer.text[answer.text.index('id="error-summary"') :]
    assert sentence in text(summary[: summary.index("</div>")])
    assert typed(answer.text, "speakers_fr") == ["Le Pôle"]
    assert stored(session) == []


def test_lines_are_added_moved_and_removed_by_presses_that_store_nothing(
    editor: FlaskClient,
) -> None:
    session = a_public_session()

    def pressed(action: str) -> list[tuple[str, str]]:
        data = {**lines(WELCOME, line("08:10", "30", "Seeds")), "action": action}
        answer = editor.post(address(session), data=data)
        assert answer.status_code == 200
        return [*zip(typed(answer.text, "start"), typed(answer.text, "title_en"), strict=True)]

    assert pressed("add") == [("08:00", "Welcome"), ("08:10", "Seeds"), ("08:40", "")]
    assert pressed("up-1") == [("08:00", "Seeds"), ("08:30", "Welcome")]
    assert pressed("down-0") == pressed("up-1")
    assert pressed("remove-0") == [("08:10", "Seeds")]
    assert stored(session) == []


@pytest.mark.parametrize("action", ["up-0", "down-1", "up-9", "remove-7", "remove-x"])
def test_a_press_that_no_line_has_saves_what_is_typed(editor: FlaskClient, action: str) -> None:
    session = a_public_session()
    data = {**lines(WELCOME, ROOM), "action": action}
    assert editor.post(address(session), data=data).status_code == 303
    assert len(stored(session)) == 2


def test_a_line_that_cannot_be_read_changes_places_as_it_is(editor: FlaskClient) -> None:
    session = a_public_session()
    data = {**lines(WELCOME, line("soon", "", "Seeds")), "action": "up-1"}
    page = editor.post(address(session), data=data).text
    assert typed(page, "start") == ["soon", "08:00"]


def test_who_comes_second_sees_both_agendas_and_loses_nothing(editor: FlaskClient) -> None:
    session = a_public_session()
    set_agenda(session.dialogue, [an_item(title="Theirs")])
    db.session.commit()
    answer = editor.post(address(session), data={**lines(WELCOME), "action": "save"})
    page = answer.text
    assert answer.status_code == 409
    assert "nothing of yours is stored yet" in page
    assert "Theirs" in page[: page.index("<form class=")]
    assert typed(page, "title_en") == ["Welcome"]
    assert stored(session) == [(0, 10, "Theirs")]
    base = re.search(r'name="base"[^>]*value="(\w+)"', page)
    assert base is not None
    again = {**lines(WELCOME, base=base.group(1)), "action": "save"}
    assert editor.post(address(session), data=again).status_code == 303
    assert stored(session) == [(0, 10, "Welcome")]


def test_telling_everybody_is_confirmed_first_with_their_number(staff_client: FlaskClient) -> None:
    session = a_public_session()
    registered(session)
    db.session.commit()
    before = db.session.scalar(db.select(db.func.count(OutboxMail.id)))
    data = {**lines(WELCOME), "action": "save", "tell": "y"}
    page = staff_client.post(address(session), data=data).text
    assert "1 calendar changes: one person is registered and gets a mail." in text(page)
    assert stored(session) == []
    answer = staff_client.post(address(session), data={**carried(page), "action": "confirm"})
    assert answer.status_code == 303
    assert stored(session) == [(0, 10, "Welcome")]
    assert db.session.scalar(db.select(db.func.count(OutboxMail.id))) == (before or 0) + 1


def test_an_editor_tells_nobody(editor: FlaskClient) -> None:
    session = a_public_session()
    registered(session)
    db.session.commit()
    before = db.session.scalar(db.select(db.func.count(OutboxMail.id)))
    assert 'name="tell"' not in editor.get(address(session)).text
    editor.post(address(session), data={**lines(WELCOME), "action": "save", "tell": "y"})
    assert stored(session) == [(0, 10, "Welcome")]
    assert db.session.scalar(db.select(db.func.count(OutboxMail.id))) == before


def test_the_last_change_is_undone_from_the_history(editor: FlaskClient) -> None:
    session = a_public_session()
    set_agenda(session.dialogue, [an_item()])
    set_agenda(session.dialogue, [])
    db.session.commit()
    page = editor.get(f"/en/office/dialogues/{session.dialogue.public_id}").text
    (way,) = re.findall(r'href="([^"]*agenda\?change=\d+)"', page)
    assert typed(editor.get(way).text, "title_en") == ["Welcome"]
    set_agenda(session.dialogue, [an_item(title="Later")])
    db.session.commit()
    assert "has been changed again since" in editor.get(way).text


def test_open_items_of_earlier_dialogues_stand_on_it(editor: FlaskClient) -> None:
    session = a_public_session()
    an_action_item(text="Name focal points.")
    assert "Name focal points." in editor.get(address(session)).text


def test_a_session_shorter_than_its_agenda_is_warned_of_and_not_refused(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    set_agenda(session.dialogue, [an_item(0, 80)])
    db.session.commit()
    edit = f"/en/office/sessions/{session.public_id}/edit"
    page = staff_client.post(edit, data=edit_form(minutes="60")).text
    assert "The agenda of this Dialogue ends 80 minutes after the start" in text(page)
    answer = staff_client.post(edit, data={**carried(page), "action": "confirm"})
    assert answer.status_code == 303
    assert "The agenda is longer than session 1" in text(staff_client.get(answer.location).text)


def test_themes_are_ticked_and_what_they_were_is_said(editor: FlaskClient) -> None:
    dialogue = a_public_session().dialogue
    path = f"/en/office/dialogues/{dialogue.public_id}/themes"
    editor.post(path, data={"themes": ["food-prices"]})
    answer = editor.post(path, data={"themes": ["right-to-food", "water-scarcity"]})
    assert answer.status_code == 303
    page = text(editor.get(answer.location).text)
    assert "The themes are saved. Before, they were: Food prices." in page
    db.session.refresh(dialogue)
    assert dialogue.themes == ("right-to-food", "water-scarcity")


def test_a_new_dialogue_carries_the_themes_that_were_ticked(staff_client: FlaskClient) -> None:
    themes = {"themes": ["food-prices", "right-to-food"]}
    page = staff_client.post(NEW, data={**FORM, **themes, "action": "publish"}).text
    answer = staff_client.post(NEW, data={**carried(page), "action": "confirm"})
    assert answer.status_code == 303
    (dialogue,) = db.session.scalars(db.select(Dialogue))
    assert dialogue.themes == ("right-to-food", "food-prices")
