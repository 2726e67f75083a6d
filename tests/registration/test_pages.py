"""Short links, the form, and the page after it, as a visitor meets them."""

import io
import re

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import Status
from dialogues.registration.models import Registration
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import GOOD, form_of, only_registration

UNSEEN = "This text has characters that cannot be shown. Please type it anew."


def errors_in(page: str) -> list[str]:
    return re.findall(r"Error:</span> (.*?)</p>", page)


def test_a_short_link_leads_to_the_form_in_the_visitors_language(client: FlaskClient) -> None:
    session = a_session(short_link="27JulyPM")
    answer = client.get("/27julypm", headers={"Accept-Language": "fr-SN, fr;q=0.9"})
    assert (answer.status_code, answer.location) == (302, form_of(session, "fr"))
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_language_that_was_chosen_before_wins_over_the_browsers(client: FlaskClient) -> None:
    session = a_session(short_link="27JulyPM")
    client.set_cookie("language", "zh")
    answer = client.get("/27JulyPM", headers={"Accept-Language": "fr"})
    assert answer.location == form_of(session, "zh")


def test_an_unknown_short_link_says_so_and_points_to_what_is_open(client: FlaskClient) -> None:
    full, open_one = a_session(a_dialogue(), capacity=0), a_session(a_dialogue())
    answer = client.get("/nosuchlink", headers={"Accept-Language": "zh"})
    assert answer.status_code == 404
    assert form_of(open_one, "zh") in answer.text
    assert form_of(full, "zh") not in answer.text


@pytest.mark.parametrize("slug", ["/27julyPM/", "/27julyPM.", "/27julyPM)", "/27julyPM。"])
def test_what_a_chat_puts_after_a_short_link_is_no_part_of_it(
    client: FlaskClient, slug: str
) -> None:
    session = a_session(short_link="27JulyPM")
    assert client.get(slug).location == form_of(session)


def test_a_draft_is_nowhere(client: FlaskClient) -> None:
    session = a_session(short_link="secret", status=Status.DRAFT)
    assert client.get("/secret").status_code == 404
    assert client.get(form_of(session)).status_code == 404


def test_who_fills_in_the_form_is_registered_and_told_where_the_mail_went(
    client: FlaskClient,
) -> None:
    session = a_session()
    answer = client.post(form_of(session), data=GOOD)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    registration = only_registration()
    assert "person@example.org" in page
    assert f"/sessions/{session.public_id}.ics" in page
    assert "/manage/" not in page
    assert registration.participant.email == "person@example.org"
    assert (registration.zone, registration.language) == ("Asia/Ho_Chi_Minh", "en")


def test_the_page_after_is_the_same_for_an_address_that_is_known(client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, email="person@example.org", name="Somebody Else")
    known = client.get(client.post(form_of(session), data=GOOD).location).text
    other = {**GOOD, "email": "other@example.org"}
    unknown = client.get(client.post(form_of(session), data=other).location).text
    assert known == unknown.replace("other@example.org", "person@example.org")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter your full name."),
        ("name", "x" * 201, "Your name must have 200 characters or fewer."),
        ("name", "A\x07B", UNSEEN),
        ("name", "A\u202eB", UNSEEN),
        ("organisation", "A\x00B", UNSEEN),
        ("question", "A\x1bB", UNSEEN),
        ("email", "", "Enter your e-mail address."),
        (
            "email",
            "a@b@c",
            "Enter an e-mail address in the correct form, like name@example.org.",
        ),
        (
            "email",
            "a@example.org\nBcc: b@example.org",
            "Enter an e-mail address in the correct form, like name@example.org.",
        ),
        ("country", "XX", "Choose your country or area."),
        ("category", "king", "Choose in what capacity you take part."),
        ("listening_language", "", "Choose the language you will listen in."),
        ("listening_language", "fr", "This language is not offered in this session."),
        ("zone", "Mars/Olympus", "Choose a time zone from the list."),
        ("privacy", None, "Confirm that you have read how your data are used."),
        ("question", "x" * 2001, "Use 2,000 characters or fewer."),
    ],
)
def test_each_bad_field_has_its_sentence_and_nothing_is_stored(
    client: FlaskClient, field: str, value: str | None, sentence: str
) -> None:
    session = a_session()
    data = {name: text for name, text in {**GOOD, field: value}.items() if text is not None}
    answer = client.post(form_of(session), data=data)
    assert (answer.status_code, errors_in(answer.text)) == (422, [sentence])
    assert db.session.query(Registration).count() == 0


@pytest.mark.parametrize("name", ["王\u3000小明", "علی\u200cرضا", "राम\u200dकृष्ण", "Jean\u00a0Paul"])
def test_names_are_taken_as_people_write_them(client: FlaskClient, name: str) -> None:
    client.post(form_of(a_session()), data={**GOOD, "name": name})
    assert only_registration().name == " ".join(name.split())


@pytest.mark.parametrize("body", ["[1]", "5", '"text"', '{"email": 5}', '{"a":' * 10_000])
def test_a_body_that_is_no_form_is_an_empty_form(client: FlaskClient, body: str) -> None:
    for path in (form_of(a_session()), "/en/my-registration", "/en/office/sign-in"):
        answer = client.post(path, data=body, content_type="application/json")
        assert answer.status_code == 422, path


def test_a_file_where_text_is_wanted_is_no_text(client: FlaskClient) -> None:
    data = {**GOOD, "name": (io.BytesIO(b"x"), "x.txt")}
    answer = client.post(form_of(a_session()), data=data)
    assert (answer.status_code, errors_in(answer.text)) == (422, ["Enter your full name."])


@pytest.mark.parametrize("argument", ["endpoint", "_external", "self", "language"])
def test_odd_arguments_of_an_address_do_no_harm(client: FlaskClient, argument: str) -> None:
    for path in ("/en/my-registration", "/en/zones", form_of(a_session()), "/en/manage/x"):
        assert client.get(f"{path}?{argument}=x").status_code in (200, 404)


def test_a_nul_in_an_address_is_an_unknown_address(client: FlaskClient) -> None:
    for path in ("/%00", "/en/sessions/%00/register", "/sessions/%00.ics", "/en/dialogues/%00"):
        assert client.get(path).status_code == 404


def test_what_was_typed_is_shown_as_text_and_kept(client: FlaskClient) -> None:
    data = {**GOOD, "name": '<script>alert("x")</script>', "country": "XX"}
    page = client.post(form_of(a_session()), data=data).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page


def test_a_form_that_was_open_for_too_long_keeps_what_was_typed(client: FlaskClient) -> None:
    session = a_session()
    answer = client.post(form_of(session), data={**GOOD, "csrf_token": ""})
    assert answer.status_code == 422
    assert 'value="A Person"' in answer.text
    assert "What you typed is still here" in answer.text
    assert db.session.query(Registration).count() == 0


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"registration_open": False}, "Registration for this session is closed"),
        ({"status": Status.CANCELLED}, "This session has been cancelled"),
        ({"days": -2}, "This session is over"),
    ],
)
def test_a_session_that_takes_nobody_points_to_what_is_open(
    client: FlaskClient, what: dict[str, object], sentence: str
) -> None:
    session = a_session(**what)  # type: ignore[arg-type]
    other = a_session(a_dialogue("Another Dialogue"))
    for answer in (client.get(form_of(session)), client.post(form_of(session), data=GOOD)):
        assert answer.status_code == 200
        assert f"<h1>{sentence}</h1>" in answer.text
        assert form_of(other) in answer.text
    assert db.session.query(Registration).count() == 0


def test_the_form_carries_what_was_typed_to_the_twin(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    morning = a_session(dialogue)
    afternoon = a_session(dialogue, hour=16, interpretation=("fr",))
    page = client.get(form_of(morning, "fr")).text
    assert f'formaction="{form_of(afternoon, "fr")}"' in page
    answer = client.post(form_of(afternoon, "fr"), data={**GOOD, "switch": "1"})
    assert answer.status_code == 200
    assert 'value="A Person"' in answer.text
    assert db.session.query(Registration).count() == 0


def test_a_reader_whose_language_is_only_in_the_twin_is_told(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    a_session(dialogue, interpretation=("zh",))
    afternoon = a_session(dialogue, hour=16, interpretation=("fr",))
    assert 'id="better"' in client.get(form_of(afternoon, "zh")).text
    assert 'id="better"' not in client.get(form_of(afternoon, "fr")).text
