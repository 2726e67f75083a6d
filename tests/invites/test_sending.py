"""Invites ask for an answer, and come back to where they are known, where answers are processed."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from icalendar import Calendar

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db
from dialogues.invites.addresses import open_reply_address
from dialogues.invites.models import Entry
from dialogues.outbox.delivery import drain
from dialogues.registration import service
from tests.builders import a_session
from tests.invites.mailed import letters, revised, text_of
from tests.outbox.smtp import PostOffice, post_office
from tests.registration.registering import registered
from tests.replies.messages import with_answers

ASKS = "Answers from your calendar count: if you decline there, you give your seat back."


def sent(settings: Settings) -> tuple[PostOffice, Entry]:
    """What leaves when somebody registers and cancels."""
    with post_office() as office:
        app = create_app(replace(settings, smtp_url=office.url))
        with app.app_context():
            registration = registered(a_session())
            db.session.commit()
            drain()
            service.cancel(registration)
            db.session.commit()
            drain()
            entry = db.session.scalars(db.select(Entry)).one()
            db.session.expunge(entry)
            db.session.remove()
            db.engine.dispose()
    return office, entry


def people_of(raw: bytes) -> tuple[str, str, str]:
    mail: EmailMessage = message_from_bytes(raw, policy=default)  # type: ignore[assignment]
    (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return mail["From"], str(event["ORGANIZER"]), event["ATTENDEE"].params["RSVP"]


def test_mails_of_an_entry_come_back_to_its_own_address(settings: Settings) -> None:
    office, entry = sent(with_answers(settings))
    own = f"Answers+{entry.token}@example.org"
    assert office.senders == [own, own]
    invite, withdrawal = map(people_of, office.raw)
    sender = "Food Systems Solutions Dialogues <dialogues@example.org>"
    assert invite == (sender, f"mailto:{own}", "TRUE")
    assert withdrawal[1:] == (f"mailto:{own}", "FALSE")
    texts = [mail.get_body(("plain",)).get_content() for mail in office.mails]  # type: ignore[union-attr]
    assert [ASKS in " ".join(text.split()) for text in texts] == [True, False]


def test_without_an_address_for_answers_none_is_asked_for(settings: Settings) -> None:
    office, entry = sent(settings)
    assert entry.token is None
    assert office.senders == ["dialogues@example.org"] * 2
    assert [people_of(raw)[1:] for raw in office.raw] == [
        ("mailto:dialogues@example.org", "FALSE")
    ] * 2
    text = office.mails[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert ASKS not in " ".join(text.split())


@pytest.mark.parametrize("token", ["a" * 26, None])
def test_an_answer_is_asked_for_only_while_answers_are_processed(
    settings: Settings, token: str | None
) -> None:
    for given, expected in (
        (settings, None),
        (with_answers(settings), token and f"Answers+{token}@example.org"),
    ):
        with create_app(given).app_context():
            assert open_reply_address(token) == expected
            db.engine.dispose()


def test_answers_are_asked_for_only_where_the_organiser_of_the_invite_hears_them(
    settings: Settings,
) -> None:
    with create_app(with_answers(settings)).app_context():
        registered(a_session())
        db.session.commit()
        asked = letters()[-1]
        db.engine.dispose()
    moved = replace(settings, rsvp_address="new@example.org")
    with create_app(moved).app_context():
        revised(db.session.scalars(db.select(Entry)).one().session, alarm_minutes=60)
        unasked = letters()[-1]
        db.session.remove()
        db.engine.dispose()
    assert [people_of(mail.as_bytes())[2] for mail in (asked, unasked)] == ["TRUE", "FALSE"]
    assert [ASKS in text_of(mail) for mail in (asked, unasked)] == [True, False]
    assert people_of(asked.as_bytes())[1] == people_of(unasked.as_bytes())[1]
