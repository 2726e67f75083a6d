"""The language that somebody needs and the session lacks: recorded, or found in a twin."""

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.languages import spoken
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import DialogueSession
from dialogues.registration import service
from dialogues.registration.models import Registration
from tests.builders import a_dialogue, a_session
from tests.invites.mailed import letters, text_of
from tests.registration.registering import (
    GOOD,
    an_application,
    form_of,
    only_registration,
    registered,
)
from tests.registration.test_manage import manage_page
from tests.registration.test_pages import errors_in


def needing(language: str) -> dict[str, str]:
    return {**GOOD, "listening_language": "none", "needed_language": language}


@pytest.fixture
def sessions(client: FlaskClient) -> tuple[DialogueSession, DialogueSession]:
    dialogue = a_dialogue()
    morning = a_session(dialogue, interpretation=("zh", "ru"))
    return morning, a_session(dialogue, hour=16, interpretation=("fr", "es"))


def test_every_language_that_can_be_chosen_has_a_name_in_all_six() -> None:
    for language in LANGUAGES:
        choices = spoken.sorted_choices(language)
        assert [code for code, _name in choices[:6]] == list(LANGUAGES)
        assert {code for code, _name in choices} == spoken.codes()
        assert all(name for _code, name in choices)
    assert {"sw", "pt", "fil", "yue"} <= spoken.codes()
    assert not {"la", "und", "mul", "tlh"} & spoken.codes()


def test_who_needs_a_language_that_nobody_has_listens_to_the_floor(client: FlaskClient) -> None:
    page = client.post(form_of(a_session()), data=needing("sw"), follow_redirects=True).text
    registration = only_registration()
    assert (registration.listening_language, registration.needed_language) == ("en", "sw")
    assert "You listen in: English" in page
    assert "You need Swahili, which is not offered here." in page


def test_a_needed_language_that_is_offered_is_simply_taken(client: FlaskClient) -> None:
    page = client.post(form_of(a_session()), data=needing("zh"), follow_redirects=True).text
    registration = only_registration()
    assert (registration.listening_language, registration.needed_language) == ("zh", None)
    assert "You listen in: Chinese" in page
    assert "You need" not in page


@pytest.mark.parametrize("language", ["", "la", "English", "x" * 40, '"><script>'])
def test_a_language_of_no_list_is_asked_for_again(client: FlaskClient, language: str) -> None:
    answer = client.post(form_of(a_session()), data=needing(language))
    assert (answer.status_code, errors_in(answer.text)) == (422, ["Choose the language you need."])
    assert "<script>" not in answer.text.replace("<script src", "")
    assert db.session.query(Registration).count() == 0


def test_what_is_chosen_beside_a_channel_does_not_count(client: FlaskClient) -> None:
    client.post(form_of(a_session()), data={**needing("sw"), "listening_language": "ru"})
    registration = only_registration()
    assert (registration.listening_language, registration.needed_language) == ("ru", None)


def test_a_twin_that_has_the_language_is_offered_once_with_what_was_typed(
    client: FlaskClient, sessions: tuple[DialogueSession, DialogueSession]
) -> None:
    morning, afternoon = sessions
    asked = client.post(f"{form_of(morning)}?zone=Africa/Nairobi", data=needing("fr"))
    assert asked.status_code == 200
    assert "This session is not interpreted into French." in asked.text
    assert "18:00–19:30, Nairobi (Kenya)" in asked.text
    assert 'value="A Person"' in asked.text
    assert f'formaction="{form_of(afternoon)}?zone=Africa/Nairobi"' in asked.text
    assert db.session.query(Registration).count() == 0
    there = client.post(form_of(afternoon), data={**needing("fr"), "switch": "1"}).text
    assert 'value="A Person"' in there
    stays = client.post(form_of(morning), data={**needing("fr"), "stays": "fr"})
    assert stays.status_code == 303
    told = client.get(stays.location).text
    assert "This session is not interpreted into French." in told
    assert "/manage/" not in told
    registration = only_registration()
    assert (registration.session_id, registration.needed_language) == (morning.id, "fr")


def test_a_twin_without_seats_is_not_offered_for_its_language(
    client: FlaskClient, sessions: tuple[DialogueSession, DialogueSession]
) -> None:
    morning, afternoon = sessions
    afternoon.capacity = 0
    assert client.post(form_of(morning), data=needing("fr")).status_code == 303


def test_the_mail_and_the_page_lead_to_the_twin_that_has_the_language(
    client: FlaskClient, sessions: tuple[DialogueSession, DialogueSession]
) -> None:
    morning, afternoon = sessions
    registration = registered(morning, language="fr", zone="Africa/Dakar")
    (invite,) = letters()
    swap = f"/swap/{afternoon.public_id}"
    assert swap in text_of(invite)
    page = manage_page(registration)
    shown = client.get(page).text
    assert "This session is not interpreted into French." in shown
    assert shown.count(swap) == 1
    chosen = client.get(f"{page}{swap}").text
    assert (
        'checked id="listening_language-1" name="listening_language" type="radio" value="fr"'
        in (chosen)
    )
    client.post(f"{page}{swap}", data={"listening_language": "fr"})
    assert only_registration().session_id == afternoon.id
    assert "not interpreted" not in client.get(page).text
    assert "/swap/" not in text_of(letters()[-1])


@pytest.mark.databases
def test_who_gets_the_language_that_they_needed_is_counted_no_longer(app: object) -> None:
    dialogue = a_dialogue()
    morning = a_session(dialogue, interpretation=())
    afternoon = a_session(dialogue, hour=16, interpretation=("fr",))
    service.register(morning.public_id, an_application(listening_language="", needed_language="fr"))
    registration = db.session.scalars(db.select(Registration)).one()
    assert (registration.listening_language, registration.needed_language) == ("en", "fr")
    service.swap(registration, afternoon)
    assert (registration.listening_language, registration.needed_language) == ("fr", None)


@pytest.mark.databases
def test_who_chose_another_channel_keeps_it_in_the_twin(app: object) -> None:
    dialogue = a_dialogue()
    morning = a_session(dialogue, interpretation=("zh",))
    afternoon = a_session(dialogue, hour=16, interpretation=("zh", "fr"))
    registration = registered(morning, listening_language="zh", language="fr")
    service.swap(registration, afternoon)
    assert registration.listening_language == "zh"
