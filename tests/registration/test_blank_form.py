"""The page of the blank form, which is made once and used again where nothing differs."""

import datetime as dt
import re
from unittest.mock import ANY

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from dialogues.database import db
from dialogues.programme.models import DialogueSession
from dialogues.registration import pages
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_registration, a_session

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def form_of(session: DialogueSession) -> str:
    return f"/en/sessions/{session.public_id}/register"


def token_in(page: str) -> str:
    found = TOKEN.search(page)
    assert found
    return found[1]


@pytest.fixture
def renderings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that registration's pages have rendered, spied on."""
    rendered: list[str] = []
    render = pages.render_template

    def note(template: str, **values: object) -> str:
        rendered.append(template)
        return render(template, **values)

    monkeypatch.setattr(pages, "render_template", note)
    return rendered


def test_it_is_made_once_and_each_visitor_has_a_token(
    app: DialoguesApp, renderings: list[str]
) -> None:
    path = form_of(a_session())
    ours, theirs = (app.test_client().get(path).text for _visitor in range(2))
    assert renderings == ["registration/form.html"]
    assert token_in(ours) != token_in(theirs)
    assert ours.replace(token_in(ours), "") == theirs.replace(token_in(theirs), "")


def test_a_token_from_it_is_taken(client: FlaskClient) -> None:
    session = a_session()
    client.get(form_of(session))
    person = {
        "csrf_token": token_in(client.get(form_of(session)).text),
        "name": "A Person",
        "email": "person@example.org",
        "country": "VN",
        "category": "other",
        "listening_language": "en",
        "privacy": "y",
    }
    assert client.post(form_of(session), data=person).status_code == 303


def test_it_shows_every_change_at_once(client: FlaskClient) -> None:
    dialogue = a_dialogue("The earlier title")
    session, twin = a_session(dialogue), a_session(dialogue, hour=16, capacity=1)
    assert "The earlier title" in client.get(form_of(session)).text

    dialogue.texts["en"].title = "The later title"
    assert "The later title" in client.get(form_of(session)).text

    session.interpretation = ("fr",)
    assert 'value="fr"' in client.get(form_of(session)).text

    assert twin.public_id in client.get(form_of(session)).text
    a_registration(twin)
    assert twin.public_id not in client.get(form_of(session)).text


def test_it_is_made_anew_for_another_zone_and_in_another_quarter_of_an_hour(
    client: FlaskClient, renderings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = form_of(a_session())
    assert "Nairobi" in client.get(f"{path}?zone=Africa/Nairobi").text
    assert "Kathmandu" in client.get(f"{path}?zone=Asia/Kathmandu").text
    later = clock.now() + dt.timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.get(f"{path}?zone=Asia/Kathmandu")
    assert renderings == [ANY] * 3


@pytest.mark.databases
def test_registering_takes_the_same_statements_at_any_size(client: FlaskClient) -> None:
    session = a_session(capacity=1000)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            statements.append(statement)

    def statements_of(email: str) -> list[str]:
        person = {"name": "A Person", "email": email, "country": "VN", "category": "other"}
        more = {"listening_language": "en", "privacy": "y"}
        statements.clear()
        assert client.post(form_of(session), data={**person, **more}).status_code == 303
        return list(statements)

    path, engine = form_of(session), db.engine
    assert client.get(path).status_code == 200
    event.listen(engine, "before_cursor_execute", note)
    first = statements_of("first@example.org")
    for _number in range(30):
        a_registration(session)
    assert statements_of("last@example.org") == first
    assert len(first) < 10
