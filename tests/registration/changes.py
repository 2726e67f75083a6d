"""What the tests of changing a session press, and read from the answers."""

from typing import Any

from flask.testing import FlaskClient

from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from tests.builders import a_registration, an_entry
from tests.programme.office_forms import carried, edit_form, text

NEW_LINK = "https://meet.example.org/another"


def address_of(session: DialogueSession, verb: str = "edit") -> str:
    return f"/en/office/sessions/{session.public_id}/{verb}"


def with_entry(session: DialogueSession, **fields: Any) -> Registration:
    entry = an_entry(a_registration(session, **fields))
    assert isinstance(entry.registration, Registration)
    return entry.registration


def looked(client: FlaskClient, session: DialogueSession, **changes: Any) -> str:
    answer = client.post(address_of(session), data=edit_form(**changes))
    assert answer.status_code == 200
    return answer.text


def confirm(client: FlaskClient, page: str, session: DialogueSession, **choices: str) -> str:
    """Press Confirm, and read the page that follows."""
    data = {**carried(page), **choices, "action": "confirm"}
    return text(client.post(address_of(session), data=data, follow_redirects=True).text)
