"""What a reminder says: in the person's language, on their clocks, true whenever it arrives."""

import datetime as dt
import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db, transact
from dialogues.invites.reminders import REMINDER, due_reminders, owe_reminder
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import claim
from dialogues.programme import service as programme
from dialogues.registration import service
from dialogues.registration.links import join_link, manage_link
from dialogues.registration.models import Registration
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_registration, a_session, an_entry
from tests.invites.mailed import letters, text_of
from tests.registration.registering import registered

START = dt.datetime(2030, 7, 24, 8)
ROOM = "https://meet.example.org/room"


def a_person(**fields: object) -> Registration:
    session = a_session(
        a_dialogue("Food systems", texts={"zh": ("粮食体系", "")}),
        local_start=START,
        reminders=("24h", "1h"),
        join_url=ROOM,
    )
    registration = a_registration(session, **fields)  # type: ignore[arg-type]
    an_entry(registration)
    return registration


def reminder(registration: Registration) -> EmailMessage:
    """Sent half an hour before the start."""
    with time_machine.travel(registration.session.starts_at - dt.timedelta(minutes=30)):
        for due in due_reminders(registration.session.starts_at - dt.timedelta(minutes=30)):
            owe_reminder(due)
        return letters()[-1]


def test_it_says_when_the_session_starts_and_how_to_join_or_cancel(app: DialoguesApp) -> None:
    registration = a_person(zone="Asia/Kathmandu", listening_language="zh")
    mail = reminder(registration)
    when = "Wednesday, 24 July 2030, 11:45, Kathmandu (Nepal), UTC+5:45"
    assert mail["Subject"] == f"Reminder: {when} – Food systems"
    assert mail["To"] == registration.participant.email
    text = text_of(mail)
    assert text.splitlines()[0] == f"The session that you registered for starts: {when}."
    assert text.splitlines()[text.splitlines().index("You listen in:") + 1] == "Chinese"
    with app.test_request_context():
        links = [join_link(registration), manage_link(registration)]
    html = mail.get_body(("html",))
    assert html is not None
    for link in links:
        assert link in text
        assert f'href="{link}"' in html.get_content()


def test_it_carries_no_calendar_and_no_address_of_the_meeting(app: DialoguesApp) -> None:
    mail = reminder(a_person())
    assert "calendar" not in {part.get_content_subtype() for part in mail.walk()}
    assert ROOM not in str(mail)


def test_it_is_in_the_language_of_the_person(app: DialoguesApp) -> None:
    mail = reminder(a_person(language="zh", zone="Asia/Shanghai"))
    assert "2030年7月24日" in mail["Subject"]
    assert mail["Subject"].endswith("粮食体系")
    html = mail.get_body(("html",))
    assert html is not None
    assert '<html lang="zh"' in html.get_content()


def test_many_are_composed_with_as_many_questions_as_few(
    app: DialoguesApp, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    session = a_person().session
    for _ in range(32):
        an_entry(a_registration(session))
    with time_machine.travel(session.starts_at - dt.timedelta(hours=1)):
        (due,) = due_reminders(clock.now())
        assert transact(lambda: owe_reminder(due)) == 33
        few, many = (transact(lambda count=count: claim(count)) for count in (3, 30))  # type: ignore[misc]
        db.session.remove()
        asked = count_statements(lambda: compose(few))
        db.session.remove()
        assert count_statements(lambda: compose(many)) == asked


def test_no_mail_tells_the_address_of_the_meeting(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    morning, afternoon = (
        a_session(dialogue, hour=hour, join_url=ROOM, reminders=("1h",)) for hour in (8, 16)
    )
    first = registered(morning, email="first@example.org")
    second = registered(morning, email="second@example.org")
    registered(afternoon, email="second@example.org")  # holds a seat in the twin
    service.swap(first, afternoon)
    service.cancel(first)
    service.take_back(first)
    service.ask_for_links("second@example.org", "en")
    with time_machine.travel(morning.starts_at - dt.timedelta(minutes=30)):
        for due in due_reminders(morning.starts_at - dt.timedelta(minutes=30)):
            owe_reminder(due)
        letters()
        programme.cancel_session(morning)
        found = letters()
    assert second.session_id == morning.id
    kinds = set(db.session.scalars(db.select(OutboxMail.kind).filter_by(state="sent")))
    assert kinds == {"invite", "withdrawal", "registered_for_twin", "manage_links", REMINDER}
    bodies = [
        bytes(part.get_payload(decode=True))
        for mail in found
        for part in mail.walk()
        if not part.is_multipart()
    ]
    assert any(re.search(rb"/en/join/", body) for body in bodies)
    assert [body for body in bodies if b"meet.example.org" in body] == []


@pytest.mark.parametrize("hours", [24, 1])
def test_only_sessions_of_the_next_day_are_looked_at(app: DialoguesApp, hours: int) -> None:
    session = a_person().session
    due_at = session.starts_at - dt.timedelta(hours=hours)
    (due,) = due_reminders(due_at)
    assert (due.session_id, due.code, due.due_at) == (session.id, f"{hours}h", due_at)
    assert due_reminders(session.starts_at - dt.timedelta(hours=24, seconds=1)) == []
    assert due_reminders(session.starts_at) == []
