"""The personal link, as who was invited meets it; and the mail that brings it."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogues.database import db
from dialogues.guest_list import service
from dialogues.guest_list.links import invitation_link
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, Status
from dialogues.registration.models import Registration
from dialogues.registration.service import ask_for_links
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session, an_invitation
from tests.registration.registering import GOOD, an_application

ACCEPTED = {**GOOD, "email": "eve@x.org"}
STAND_IN = {"name": "Bob", "email": "bob@x.org", "language": "en"}


def path_of(app: DialoguesApp, invitation: Invitation) -> str:
    with app.test_request_context():
        return invitation_link(invitation).removeprefix("http://127.0.0.1:8000")


def mail_of(address: str) -> tuple[str, str] | None:
    """Subject and text of the last mail owed to an address; None where it need not be sent."""
    db.session.commit()
    rows = db.session.scalars(
        select(OutboxMail).filter_by(recipient=address).order_by(OutboxMail.id)
    ).all()
    composed = compose(rows)[-1]
    if composed is None:
        return None
    assert not isinstance(composed, Exception)
    return composed[0].subject, composed[0].text


def test_the_link_shows_the_form_with_the_address_and_name_that_were_invited(
    client: FlaskClient, app: DialoguesApp
) -> None:
    answer = client.get(path_of(app, an_invitation(email="ann@x.org", name="Ann Doe")))
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert re.search(r'name="email"[^>]*readonly[^>]*value="ann@x.org"', answer.text)
    assert 'value="Ann Doe"' in answer.text
    assert "Name a stand-in" in answer.text


def test_who_fills_it_in_is_registered_under_the_invited_address(
    client: FlaskClient, app: DialoguesApp
) -> None:
    path = path_of(app, an_invitation(email="ann@x.org"))
    answer = client.post(path, data=ACCEPTED)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "You are registered" in page
    assert "ann@x.org" in page
    made = db.session.scalars(select(Registration)).one()
    assert (made.participant.email, made.approved_at is not None) == ("ann@x.org", True)


def test_what_was_typed_wrongly_is_said_and_kept(client: FlaskClient, app: DialoguesApp) -> None:
    path = path_of(app, an_invitation(email="ann@x.org"))
    answer = client.post(path, data={**ACCEPTED, "name": "Ann Doe", "country": ""})
    assert answer.status_code == 422
    assert "Choose your country or area." in answer.text
    assert 'value="Ann Doe"' in answer.text
    assert "eve@x.org" not in answer.text


def test_a_second_use_says_so_and_shows_nothing_of_the_registration(
    client: FlaskClient, app: DialoguesApp
) -> None:
    invitation = an_invitation(email="ann@x.org", name="Ann Doe")
    service.accept(invitation, an_application(name="Dr Ann Doe"))
    path = path_of(app, invitation)
    for answer in (client.get(path), client.post(path, data=ACCEPTED)):
        assert answer.status_code == 410
        assert "This invitation has been used." in answer.text
        assert "Mail me my links" in answer.text
        assert not {"ann@x.org", "Ann Doe"} & set(re.findall(r"[\w@.]+ ?\w+", answer.text))
        assert "Ann Doe" not in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"revoked_at": clock.now()}, "The organisers have taken this invitation back."),
        ({"passed_at": clock.now()}, "This invitation was passed on to a stand-in"),
    ],
)
def test_a_link_that_works_no_more_says_why(
    client: FlaskClient, app: DialoguesApp, fields: dict[str, Any], sentence: str
) -> None:
    path = path_of(app, an_invitation(**fields))
    for answer in (client.get(path), client.post(path, data=ACCEPTED)):
        assert answer.status_code == 410
        assert sentence in answer.text


def test_a_link_that_was_altered_says_so(client: FlaskClient) -> None:
    for path in ("/en/invitation/nonsense", "/en/invitation/nonsense/stand-in"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This link is not complete" in answer.text


def test_a_token_of_another_power_opens_no_invitation(
    client: FlaskClient, app: DialoguesApp
) -> None:
    from dialogues.registration.links import manage_token

    token = manage_token(a_registration())
    assert client.get(f"/en/invitation/{token}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"days": -1}, "This session is over"),
        ({"status": Status.CANCELLED}, "This session has been cancelled"),
        ({"registration_open": False}, "Registration for this session is closed"),
    ],
)
def test_a_session_that_takes_nobody_says_why(
    client: FlaskClient, app: DialoguesApp, fields: dict[str, object], sentence: str
) -> None:
    session = a_session(admission=Admission.INVITATION, **fields)  # type: ignore[arg-type]
    path = path_of(app, an_invitation(session))
    for page in (client.get(path), client.get(f"{path}/stand-in"), client.post(path, data=GOOD)):
        assert f"<h1>{sentence}</h1>" in page.text
    assert db.session.scalars(select(Registration)).all() == []


def test_a_full_session_says_that_one_waits(client: FlaskClient, app: DialoguesApp) -> None:
    session = a_session(admission=Admission.INVITATION, capacity=1)
    a_registration(session)
    path = path_of(app, an_invitation(session, email="ann@x.org"))
    assert "Join the waiting list" in client.get(path).text
    assert "You are on the waiting list" in client.get(client.post(path, data=GOOD).location).text


def test_a_stand_in_is_named_after_one_confirmation_and_gets_a_link_of_their_own(
    client: FlaskClient, app: DialoguesApp
) -> None:
    invitation = an_invitation(email="ann@x.org", name="Ann Doe")
    path = path_of(app, invitation)
    shown = client.post(f"{path}/stand-in", data=STAND_IN)
    assert shown.status_code == 200
    assert "Pass your invitation on?" in shown.text
    assert db.session.scalars(select(OutboxMail)).all() == []
    done = client.post(f"{path}/stand-in", data={**STAND_IN, "action": "confirm"})
    assert done.status_code == 303
    told = client.get(done.location).text
    assert "We have written to Bob at bob@x.org." in told
    subject, text = mail_of("bob@x.org") or ("", "")
    assert subject.startswith("You are invited")
    assert "Ann Doe is invited to this Dialogue and has named you as stand-in." in text
    assert "you cannot pass it on" in text
    link = re.findall(r"http://127.0.0.1:8000(/en/invitation/\S+)", text)[0]
    page = client.get(link).text
    assert "cannot be passed on again" in page
    refused = client.get(f"{link}/stand-in")
    assert (refused.status_code, "you cannot pass" in refused.text) == (409, True)


def test_back_at_the_form_the_stand_in_is_still_there(
    client: FlaskClient, app: DialoguesApp
) -> None:
    path = path_of(app, an_invitation())
    answer = client.post(f"{path}/stand-in", data={**STAND_IN, "action": "edit"})
    assert answer.status_code == 200
    assert 'value="bob@x.org"' in answer.text


def test_an_unfit_stand_in_is_refused_beside_the_field(
    client: FlaskClient, app: DialoguesApp
) -> None:
    path = path_of(app, an_invitation(email="ann@x.org"))
    for changes, sentence in (
        ({"email": "ANN@x.org"}, "This is the address that was invited."),
        ({"email": "bob"}, "Enter an e-mail address in the correct form"),
        ({"name": "Bo\u202eb"}, "This text has characters that cannot be shown."),
        ({"language": "xx"}, "Choose a language."),
    ):
        data = {**STAND_IN, "action": "confirm", **changes}
        answer = client.post(f"{path}/stand-in", data=data)
        assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_registered_stand_in_is_told_and_the_addressee_is_not(
    client: FlaskClient, app: DialoguesApp
) -> None:
    invitation = an_invitation(email="ann@x.org", name="Ann Doe")
    a_registration(invitation.session, email="bob@x.org")
    path = path_of(app, invitation)
    done = client.post(f"{path}/stand-in", data={**STAND_IN, "action": "confirm"})
    assert "We have written to Bob at bob@x.org." in client.get(done.location).text
    subject, text = mail_of("bob@x.org") or ("", "")
    assert subject.startswith("You are registered")
    assert "You are registered for it yourself already" in text
    assert "/invitation/" not in text


def test_the_mail_brings_times_languages_and_the_link(app: DialoguesApp) -> None:
    session = a_session(admission=Admission.INVITATION, zone="Africa/Nairobi")
    service.invite(session, [Guest(1, "Ann", "ann@x.org", "en")])
    subject, text = mail_of("ann@x.org") or ("", "")
    assert subject == "You are invited: Understanding food systems transformation"
    for part in ("When, there", "Nairobi (Kenya)", "In UTC", "with interpretation into", "/en/inv"):
        assert part in text
    assert "When, for you" not in text
    assert "you can name a stand-in" in text


def test_the_mail_is_not_sent_once_it_is_no_longer_true(app: DialoguesApp) -> None:
    session = a_session(admission=Admission.INVITATION)
    service.invite(session, [Guest(1, "Ann", "ann@x.org", "en")])
    service.revoke(db.session.scalars(select(Invitation)).one())
    assert mail_of("ann@x.org") is None


def test_who_asks_for_links_gets_the_open_invitations(app: DialoguesApp) -> None:
    an_invitation(email="ann@x.org")
    used = an_invitation(a_session(), email="ann@x.org")
    service.accept(used, an_application())
    for address in ("ann@x.org", "nobody@x.org"):
        ask_for_links(address, "en")
    _subject, text = mail_of("ann@x.org") or ("", "")
    assert text.count("/en/invitation/") == 1
    assert mail_of("nobody@x.org") is None
