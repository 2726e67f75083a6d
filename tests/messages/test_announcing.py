"""Announcing a Dialogue to past participants who asked to hear, and their unsubscribing."""

import re
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.messages.defaults import announcement_texts
from dialogues.messages.models import Message
from dialogues.messages.queries import LeftOut, left_out_counts, recipients
from dialogues.outbox.delivery import Delivered, drain
from dialogues.outbox.models import MailState
from dialogues.programme.models import Dialogue
from dialogues.registration import news_service
from dialogues.registration.links import unsubscribe_token
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_participant, a_registration, a_session
from tests.messages.written import a_draft, audience, confirmed, make_due, site, states


def next_dialogue(slug: str = "Soils") -> Dialogue:
    dialogue = a_dialogue("Soils {1}", texts={"ar": ("التربة", "وصف")})
    a_session(dialogue, hour=8, short_link=f"{slug}AM")
    a_session(dialogue, hour=16, interpretation=(), short_link=f"{slug}PM")
    return dialogue


def a_past_participant(email: str = "awa@example.org", **fields: object) -> Registration:
    return a_registration(a_session(days=-30), email=email, **{"wants_news": True, **fields})  # type: ignore[arg-type]


def announcement(dialogue: Dialogue) -> Message:
    return a_draft(dialogue=dialogue, texts=announcement_texts(dialogue))


def reached(message: Message) -> list[str]:
    return [one.email for one in recipients(audience(message))]


def wanting(person: object) -> list[bool]:
    db.session.rollback()
    wanted = db.select(Registration.wants_news).filter_by(participant=person)
    return list(db.session.scalars(wanted.order_by(Registration.id)))


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_who_asked_to_hear_is_told_once_in_the_language_and_zone_of_their_latest_registration() -> (
    None
):
    first = a_past_participant(language="fr", zone="Africa/Dakar")
    a_registration(
        a_session(days=-10), participant=first.participant, language="ar", zone="Africa/Cairo"
    )
    a_past_participant("no@example.org", wants_news=False)
    a_past_participant("erased@example.org", erased_at=clock.now())
    dialogue = next_dialogue()
    (one,) = recipients(audience(announcement(dialogue)))
    assert (one.email, one.language, one.zone) == ("awa@example.org", "ar", "Africa/Cairo")


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_who_has_registered_was_told_or_cannot_be_reached_is_left_out_and_counted() -> None:
    dialogue = next_dialogue()
    told = a_past_participant("told@example.org")
    earlier = confirmed(announcement(dialogue))
    assert states(earlier) == {MailState.OWED: 1}
    registered = a_past_participant("registered@example.org")
    a_registration(dialogue.sessions[0], participant=registered.participant)
    left = a_past_participant("left@example.org")
    a_registration(
        dialogue.sessions[0], participant=left.participant, status=RegistrationStatus.CANCELLED
    )
    back = a_participant("back@example.org", undeliverable_at=clock.now())
    a_registration(a_session(days=-30), participant=back, wants_news=True)
    a_past_participant("new@example.org")
    again = announcement(dialogue)
    assert reached(again) == ["new@example.org"]
    assert left_out_counts(audience(again)) == {
        LeftOut.REGISTERED: 2,
        LeftOut.TOLD: 1,
        LeftOut.COMES_BACK: 1,
    }
    other = announcement(next_dialogue("Water"))
    assert told.participant.email in reached(other), "another Dialogue is another announcement"


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_an_announcement_has_the_sessions_in_the_person_s_zone_and_a_way_out(
    settings: Settings,
) -> None:
    with site(settings) as office:
        a_past_participant(zone="Asia/Tokyo", name="Awa")
        changed_mind = a_past_participant("gone@example.org")
        registered = a_past_participant("quick@example.org")
        dialogue = next_dialogue()
        message = confirmed(announcement(dialogue))
        transact(lambda: news_service.stop_news(changed_mind.participant))
        a_registration(dialogue.sessions[0], participant=registered.participant)
        make_due()
        assert drain() == Delivered(sent=1, superseded=2)
        (mail,) = office.mails
        assert str(mail["Subject"]) == "You can register: Soils {1}"
        part = mail.get_body(("plain",))
        assert part is not None
        said = part.get_content()
        assert said.count("Tokyo (Japan)") == 2
        assert "http://127.0.0.1:8000/SoilsAM" in said
        assert "http://127.0.0.1:8000/SoilsPM" in said
        link = way_out(mail)
        assert link in said
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert states(message) == {MailState.SENT: 1, MailState.SUPERSEDED: 2}


def way_out(mail: EmailMessage) -> str:
    match = re.fullmatch(
        r"<(http://127\.0\.0\.1:8000/\w\w/unsubscribe/\S+)>", mail["List-Unsubscribe"]
    )
    assert match is not None
    return match.group(1)


@pytest.mark.parametrize("as_form", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_press_in_a_mail_program_unsubscribes_without_cookies_token_or_redirect(
    app: DialoguesApp, as_form: str
) -> None:
    person = a_past_participant().participant
    a_registration(a_session(days=-9), participant=person, wants_news=True)
    address = f"/fr/unsubscribe/{unsubscribe_token(person)}"
    program = FlaskClient(app, use_cookies=False)
    for _ in range(2):
        db.session.commit()
        with app.app_context():
            data = {"List-Unsubscribe": "One-Click"}
            answer = program.post(address, data=data, content_type=as_form)
        assert answer.status_code == 200
        assert "Location" not in answer.headers
        assert wanting(person) == [False, False]
    changes = db.session.scalars(db.select(Change).filter_by(verb="news_stopped")).all()
    assert [change.actor for change in changes] == ["registrant"] * 2, "once for each registration"


def test_opening_the_page_or_posting_something_else_changes_nothing(
    client: FlaskClient,
) -> None:
    person = a_past_participant().participant
    address = f"/ar/unsubscribe/{unsubscribe_token(person)}"
    page = client.get(address)
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(address, data={"other": "x"}).status_code == 200
    assert wanting(person) == [True]


def test_what_was_stopped_is_wanted_again_at_a_press_on_the_page(
    client: FlaskClient,
) -> None:
    person = a_past_participant().participant
    a_registration(a_session(days=-9), participant=person, wants_news=True)
    address = f"/en/unsubscribe/{unsubscribe_token(person)}"
    stopped = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert "You get no mails about the next Dialogues." in stopped.text
    assert client.post(f"{address}/undo", data={"csrf_token": ""}).status_code == 422
    assert wanting(person) == [False, False]
    back = client.post(f"{address}/undo", follow_redirects=True)
    assert "You will hear of the next Dialogues again." in back.text
    assert wanting(person) == [False, True]


@pytest.mark.parametrize("token", ["sample", "WyJhIiwxXQ.x", "x" * 500])
def test_a_token_of_another_power_or_of_nobody_unsubscribes_nobody(
    client: FlaskClient, token: str
) -> None:
    person = a_past_participant().participant
    answer = client.post(f"/en/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    assert wanting(person) == [True]
