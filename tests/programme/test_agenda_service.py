"""The verbs that set agenda and themes, on both databases."""

import pytest

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme import agenda, dialogue_service
from dialogues.programme.agenda_refusals import AgendaHasChanged, ItemDoesNotFit
from dialogues.programme.agenda_service import set_agenda, set_themes
from dialogues.programme.models import Dialogue, Status
from dialogues.programme.plans import DialoguePlan
from dialogues.programme.undoing import agenda_before
from tests.builders import a_dialogue, a_session
from tests.programme.agendas import an_item

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]
TWO = [an_item(), an_item(10, 20, "Breakout", kind="breakout", link="https://example.org/")]


def titles(dialogue: Dialogue) -> list[str]:
    db.session.commit()
    return [item.texts["en"].title for item in dialogue.agenda]


def changes(verb: str) -> list[Change]:
    return list(db.session.scalars(db.select(Change).filter_by(verb=verb).order_by(Change.id)))


def test_items_are_stored_by_their_start() -> None:
    dialogue = a_session().dialogue
    assert set_agenda(dialogue, TWO[::-1])
    assert titles(dialogue) == ["Welcome", "Breakout"]
    assert [item.position for item in dialogue.agenda] == [0, 1]
    assert agenda.planned(dialogue) == TWO


def test_the_same_agenda_again_changes_nothing() -> None:
    dialogue = a_session().dialogue
    set_agenda(dialogue, TWO)
    before = dialogue.updated_at
    assert not set_agenda(dialogue, TWO[::-1])
    assert (dialogue.updated_at, len(changes("agenda_set"))) == (before, 1)


def test_an_agenda_written_on_another_one_is_refused_and_the_other_stays() -> None:
    dialogue = a_session().dialogue
    base = agenda.version(agenda.planned(dialogue))
    set_agenda(dialogue, TWO, base=base)
    with pytest.raises(AgendaHasChanged):
        set_agenda(dialogue, TWO[:1], base=base)
    assert titles(dialogue) == ["Welcome", "Breakout"]


def test_it_fits_into_the_shortest_session_that_takes_place() -> None:
    dialogue = a_session(minutes=60).dialogue
    a_session(dialogue, hour=16, minutes=20, status=Status.CANCELLED)
    set_agenda(dialogue, [an_item(0, 60)])
    with pytest.raises(ItemDoesNotFit):
        set_agenda(dialogue, [an_item(0, 61)])
    a_session(dialogue, hour=16, minutes=30)
    db.session.refresh(dialogue)
    with pytest.raises(ItemDoesNotFit):
        set_agenda(dialogue, [an_item(0, 31)])


def test_history_keeps_the_agenda_before_for_the_way_back() -> None:
    dialogue = a_session().dialogue
    set_agenda(dialogue, TWO)
    set_agenda(dialogue, [])
    last = changes("agenda_set")[-1]
    assert agenda_before(dialogue, str(last.id)) == TWO
    assert last.after == {"agenda": []}


def test_items_that_leave_leave_nothing_behind() -> None:
    dialogue = a_session().dialogue
    set_agenda(dialogue, TWO)
    set_agenda(dialogue, TWO[1:])
    assert titles(dialogue) == ["Breakout"]
    assert db.session.scalar(db.text("SELECT count(*) FROM agenda_text")) == 1


def test_themes_are_kept_in_their_order_and_unknown_ones_passed_over() -> None:
    dialogue = a_dialogue()
    assert set_themes(dialogue, ["food-prices", "no-theme", "right-to-food"])
    assert dialogue.themes == ("right-to-food", "food-prices")
    assert not set_themes(dialogue, ["food-prices", "right-to-food"])
    (change,) = changes("themes_set")
    assert change.after == {"themes": ["right-to-food", "food-prices"]}


def test_new_texts_leave_the_themes_alone() -> None:
    dialogue = a_dialogue(themes=("food-prices",))
    dialogue_service.edit_texts(dialogue, DialoguePlan("en", {"en": ("New", "")}), tell=False)
    assert dialogue.themes == ("food-prices",)
