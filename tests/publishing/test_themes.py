"""The pages of themes: what was said and agreed on each, across Dialogues."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue, Status
from dialogues.programme.themes import Theme
from dialogues.publishing.record_queries import note_languages
from dialogues.publishing.theme_queries import story_of
from dialogues.summaries import publishing_service
from dialogues.summaries.models import SectionKind
from dialogues.summaries.publishing import publish_in
from dialogues.summaries.queries import note_of_dialogue
from dialogues.summaries.rules import Words
from dialogues.summaries.service import save
from tests import builders
from tests.programme.office_forms import text

PRICES = "/en/themes/food-prices"


def a_dialogue(title: str, year: int, **fields: object) -> Dialogue:
    dialogue = builders.a_dialogue(title, **fields)
    builders.a_session(dialogue, local_start=dt.datetime(year, 6, 29, 8))
    return dialogue


def a_note_on(theme: str, dialogue: Dialogue, language: str = "en") -> None:
    note = builders.a_note(
        dialogue, sections=[(SectionKind.NEEDS, "What convenors need", "Prices **rise**.")]
    )
    section = note.sections[1]
    section.themes = (theme,)
    if language != "en":
        for each in note.sections:
            save(each, language, Words("Les besoins", "Les prix montent."), 0, None)
    db.session.commit()
    publish_in(note, language, None)
    db.session.commit()


def test_all_themes_are_listed_with_the_way_to_their_pages(client: FlaskClient) -> None:
    page = client.get("/en/themes").text
    for theme in Theme:
        assert f'href="/en/themes/{theme}"' in page
    assert "True cost accounting" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_theme_has_a_page_that_says_what_will_fill_it(
    client: FlaskClient, language: str
) -> None:
    for theme in Theme:
        assert client.get(f"/{language}/themes/{theme}").status_code == 200
    assert "No Dialogue has raised this theme yet." in client.get(PRICES).text
    assert client.get(f"/{language}/themes/none").status_code == 404


def test_a_theme_tells_its_dialogues_in_their_order_and_no_others(client: FlaskClient) -> None:
    a_dialogue("Later", 2031, themes=("food-prices",))
    a_dialogue("First", 2022, themes=("right-to-food", "food-prices"))
    a_dialogue("Of another theme", 2023, themes=("right-to-food",))
    a_dialogue("Not public", 2023, themes=("food-prices",), status=Status.DRAFT)
    page = client.get(PRICES).text
    assert page.index("First") < page.index("Later")
    assert "Of another theme" not in page
    assert "Not public" not in page


def test_a_session_that_nobody_has_seen_yet_says_nothing_of_when_a_dialogue_was(
    client: FlaskClient,
) -> None:
    later = a_dialogue("The Dialogue of 2023", 2023, themes=("food-prices",))
    draft = dt.datetime(2021, 3, 2, 8)
    builders.a_session(later, local_start=draft, status=Status.DRAFT)
    a_dialogue("The Dialogue of 2022", 2022, themes=("food-prices",))
    page = client.get(PRICES).text
    assert page.index("The Dialogue of 2022") < page.index("The Dialogue of 2023")
    assert "2 March 2021" not in page
    assert "29 June 2023" in page


def test_a_published_section_that_carries_a_theme_is_quoted_with_a_link_to_it(
    client: FlaskClient,
) -> None:
    dialogue = a_dialogue("Held", 2022)
    a_note_on("food-prices", dialogue)
    page = client.get(PRICES).text
    note = f"/en/dialogues/{dialogue.public_id}/summary"
    anchor = page.partition(f'href="{note}#')[2].partition('"')[0]
    assert f'id="{anchor}"' in client.get(note).text
    assert "What convenors need Prices rise." in text(page)
    assert "Held" not in client.get("/en/themes/right-to-food").text


def test_a_note_that_lacks_the_language_is_quoted_in_its_own(client: FlaskClient) -> None:
    dialogue = a_dialogue("Held", 2022)
    a_note_on("food-prices", dialogue, language="fr")
    page = client.get("/ar/themes/food-prices").text
    assert '<blockquote class="story__passage" lang="fr" dir="ltr">' in page
    assert f'href="/fr/dialogues/{dialogue.public_id}/summary#' in page


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_both_databases_tell_the_same_story() -> None:
    ticked = a_dialogue("Ticked", 2021, themes=("right-to-food", "food-prices"))
    quoted, agreed = a_dialogue("Quoted", 2022), a_dialogue("Agreed", 2023)
    a_dialogue("Of another theme", 2024, themes=("water-scarcity",))
    a_note_on("food-prices", quoted)
    builders.an_action_item(agreed, theme="food-prices")
    told = story_of("food-prices", "zh")
    assert [chapter.dialogue for chapter in told] == [ticked, quoted, agreed]
    assert [len(chapter.passages) for chapter in told] == [0, 1, 0]
    assert [len(chapter.items) for chapter in told] == [0, 0, 1]
    assert note_languages([ticked.id, quoted.id]) == {quoted.id: ["en"]}


def test_what_is_not_published_is_not_quoted(client: FlaskClient) -> None:
    note = builders.a_note(a_dialogue("Held", 2022))
    note.sections[1].themes = ("food-prices",)
    db.session.commit()
    assert "Held" not in client.get(PRICES).text


def test_a_note_that_was_withdrawn_is_quoted_no_more(client: FlaskClient) -> None:
    dialogue = a_dialogue("Held", 2022)
    a_note_on("food-prices", dialogue)
    note = note_of_dialogue(dialogue.id)
    assert note is not None
    publishing_service.withdraw(note, "en", "Wrong.", builders.a_member_of_staff().id)
    db.session.commit()
    assert "Held" not in client.get(PRICES).text


def test_what_was_agreed_on_a_theme_stands_under_its_dialogue_with_figures(
    client: FlaskClient,
) -> None:
    dialogue = a_dialogue("Held", 2022)
    builders.an_action_item(dialogue, text="Watch prices.", theme="food-prices", days=-9)
    builders.an_action_item(dialogue, text="Something else.", theme="right-to-food")
    page = client.get(PRICES).text
    assert page.index("Held") < page.index("Watch prices.")
    assert "Something else." not in page
    assert 'href="/en/action-items/?theme=food-prices&amp;overdue=yes">1</a>' in page


def test_a_theme_takes_as_many_statements_for_ten_dialogues_as_for_a_hundred(
    client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    def grown(number: int) -> int:
        for year in range(number):
            dialogue = a_dialogue(f"Held {year}", 2001 + year % 30, themes=("food-prices",))
            a_note_on("food-prices", dialogue)
            builders.an_action_item(dialogue, theme="food-prices")
        return count_statements(lambda: client.get(PRICES))

    assert grown(10) == grown(40)
