"""What calendar mails say: everything since the recipient was last told, and nothing twice."""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from dialogues.registration import service
from dialogues.support import zones
from tests.builders import a_dialogue, a_session, session_plan
from tests.registration.test_service import registered

pytestmark = pytest.mark.usefixtures("app")


def letters() -> list[EmailMessage]:
    """The mails that left, oldest first, after sending what is owed."""
    db.session.commit()
    drain()
    rows = db.session.scalars(
        db.select(OutboxMail).filter_by(state=MailState.SENT).order_by(OutboxMail.id)
    )
    return [message_from_bytes(row.body, policy=policy.default) for row in rows if row.body]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def revised(session: DialogueSession, **changes: object) -> None:
    programme.revise_session(session, replace(session_plan(session), **changes))  # type: ignore[arg-type]


def test_a_new_time_and_new_languages_at_once_are_one_mail_that_tells_both() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session, listening_language="ru")
    letters()
    before = session.local_start
    revised(session, local_start=before + dt.timedelta(hours=1), interpretation=("zh",))
    told = letters()[1:]
    assert [letter["Subject"].split(":")[0] for letter in told] == ["New time"]
    text = text_of(told[0])
    assert "has a new time. It was: " in text
    assert "The languages of the session you registered for have changed." in text
    assert "Your listening language, Russian, is no longer offered in this session." in text


def test_two_moves_before_the_first_mail_left_tell_the_time_that_was_known() -> None:
    session = a_session(hour=8)
    registered(session)
    letters()
    start = session.local_start
    known = zones.local(session.starts_at, "Asia/Ho_Chi_Minh")
    revised(session, local_start=start + dt.timedelta(hours=1))
    revised(session, local_start=start + dt.timedelta(hours=2))
    (told,) = letters()[1:]
    calendar = next(p for p in told.walk() if p.get_content_type() == "text/calendar")
    assert f", {known:%H:%M}–" in text_of(told).partition("It was: ")[2].splitlines()[0]
    assert "SEQUENCE:2" in calendar.get_content()
    assert text_of(told).count("It was: ") == 1


def test_a_move_and_back_before_the_mail_left_tells_of_no_new_time() -> None:
    session = a_session()
    registered(session)
    letters()
    start = session.local_start
    revised(session, local_start=start + dt.timedelta(hours=1))
    revised(session, local_start=start)
    (told,) = letters()[1:]
    assert "new time" not in text_of(told)


def test_who_was_never_told_of_the_seat_is_told_of_it_with_the_present_time() -> None:
    session = a_session()
    registered(session)
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    (told,) = letters()
    assert told["Subject"].startswith("You are registered: ")
    assert "It was: " not in text_of(told)


def test_what_was_told_once_is_not_told_again() -> None:
    session = a_session(interpretation=("zh",))
    registration = registered(session)
    letters()
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    letters()
    service.change_listening_language(registration, "zh")
    told = letters()[2:]
    assert [text_of(letter).splitlines()[0] for letter in told] == [
        "Your listening language has been changed."
    ]


def test_a_swap_says_in_each_mail_what_it_is_for() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(morning)
    letters()
    service.swap(registration, afternoon)
    left, come = letters()[1:]
    assert "takes the earlier choice out of your calendar" in text_of(left)
    assert "16:00" not in left["Subject"]
    assert text_of(come).startswith("You have moved to this session. Your seat is confirmed.")
