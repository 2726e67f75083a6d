"""The search page: what was found in its own language first, and what to do where nothing was."""

import pytest
from flask.testing import FlaskClient

from dialogues.action_items.changing import keep
from dialogues.database import db
from dialogues.finding import pages
from dialogues.finding.service import rebuild
from dialogues.programme.agenda import PlannedItem
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.models import Dialogue, Status
from dialogues.programme.service import cancel_dialogue
from dialogues.summaries import publishing_service
from dialogues.web.application import DialoguesApp
from dialogues.web.limiting import Allowance
from tests.builders import a_dialogue, a_note, a_session, an_action_item


@pytest.fixture
def zebras(app: DialoguesApp) -> str:
    """A Dialogue in English and Chinese with a note in French and an action item; its public id."""
    texts = {"zh": ("斑马的粮食", "粮食系统")}
    dialogue = a_session(dialogue=a_dialogue(title="The zebra", texts=texts)).dialogue
    section = {
        "id": "s1",
        "heading": "Le zèbre",
        "body": "Un <b>zebra</b> décidé.",
        "programme": "",
    }
    content = {"title": "Note", "opening": "", "sections": [section]}
    publishing_service.publish(a_note(dialogue), "fr", content, None)
    keep(an_action_item(dialogue, text="Feed a zebra."), "recorded", {})
    rebuild()
    return dialogue.public_id


def search(client: FlaskClient, query: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/search?{query}")
    assert answer.status_code == 200
    return answer.text


def test_what_is_found_is_marked_and_leads_to_where_it_stands(
    client: FlaskClient, zebras: str
) -> None:
    page = search(client, "q=zebra")
    assert f'href="/en/dialogues/{zebras}" hreflang="en">The <mark>zebra</mark></a>' in page
    assert f'href="/fr/dialogues/{zebras}/summary#section-s1" hreflang="fr">Le zèbre</a>' in page
    assert "&lt;b&gt;<mark>zebra</mark>&lt;/b&gt; décidé." in page
    assert "Feed a <mark>zebra</mark>." in page


def test_results_in_the_pages_language_come_first_and_others_say_theirs(
    client: FlaskClient, zebras: str
) -> None:
    page = search(client, "q=zebra", "fr")
    assert page.index("Le zèbre") < page.index("The <mark>zebra</mark>")
    assert '<span class="tag">anglais</span>' in page
    assert '<p lang="fr" dir="ltr">Un' in page


def test_one_kind_alone_can_be_looked_through(client: FlaskClient, zebras: str) -> None:
    page = search(client, "q=zebra&kind=action_item")
    assert "Feed a <mark>zebra</mark>." in page
    assert "Le zèbre" not in page
    assert 'name="kind" value="action_item"' in page
    assert "Le zèbre" in search(client, "q=zebra&kind=unheard-of")


@pytest.mark.parametrize("query", ["", "q=", "q=%22%2A%22", "q=giraffe", "q=zebra&page=7"])
def test_where_nothing_is_found_a_sentence_says_what_to_do(
    client: FlaskClient, zebras: str, query: str
) -> None:
    page = search(client, query)
    assert "<mark>" not in page
    assert 'href="/en/dialogues/"' in page


def test_what_was_typed_stays_harmless(client: FlaskClient, zebras: str) -> None:
    page = search(client, "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%00")
    assert "<script>alert" not in page
    assert "Nothing has all the words “okapi”." in search(client, "q=%E2%80%AEoka%00pi%E2%80%AC")


def test_an_item_of_an_agenda_leads_to_it_and_names_its_dialogue(
    client: FlaskClient, zebras: str
) -> None:
    dialogue = db.session.scalars(db.select(Dialogue)).one()
    set_agenda(dialogue, [PlannedItem(0, 30, "plenary", None, {"en": ("An okapi", "Ms Giraffe")})])
    page = search(client, "q=giraffe&zone=Africa/Dakar")
    path = f"/en/dialogues/{zebras}?zone=Africa/Dakar#agenda"
    assert '<p class="muted">Agenda</p>' in page
    assert f'<a href="{path}" hreflang="en">An okapi</a>' in page
    assert '<bdi lang="en" dir="ltr">The zebra</bdi>' in page
    assert 'id="agenda"' in client.get(path.partition("#")[0]).text


def test_drafts_are_not_found(client: FlaskClient) -> None:
    a_session(dialogue=a_dialogue(title="The okapi", status=Status.DRAFT), status=Status.DRAFT)
    rebuild()
    assert "<mark>" not in search(client, "q=okapi")


def test_a_cancelled_dialogue_is_found_and_marked_so(client: FlaskClient) -> None:
    session = a_session(dialogue=a_dialogue(title="The okapi"))
    rebuild()
    assert "Cancelled" not in search(client, "q=okapi")
    cancel_dialogue(session.dialogue)
    assert '<span class="tag tag--danger">Cancelled</span>' in search(client, "q=okapi")


def test_one_network_searches_so_often(
    client: FlaskClient, zebras: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SEARCHES", Allowance("searches", 2))
    search(client, "q=zebra")
    search(client, "q=zebra")
    assert client.get("/en/search?q=zebra").status_code == 429
    search(client, "")


def test_pages_hold_on_to_what_is_looked_for(client: FlaskClient) -> None:
    for number in range(11):
        a_session(dialogue=a_dialogue(title=f"Zebra {number}"))
    rebuild()
    page = search(client, "q=zebra&kind=dialogue")
    assert 'href="/en/search?page=2&amp;q=zebra&amp;kind=dialogue"' in page
    assert search(client, "q=zebra&kind=dialogue&page=2").count("<mark>") == 1


def test_the_home_page_has_a_field_to_search_by(client: FlaskClient) -> None:
    page = client.get("/ar/?zone=Africa/Dakar").text
    assert '<form class="site-search" method="get" action="/ar/search" role="search">' in page
    assert '<label for="site-search">' in page
    assert 'name="zone" value="Africa/Dakar"' in page
