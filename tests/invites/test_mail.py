"""What calendar mails say: everything since the recipient was last told, and nothing twice."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import current_app

from dialogues.database import db, transact
from dialogues.invites.models import Entry, Method
from dialogues.languages.times import one_line
from dialogues.outbox.composing import compose
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import claim
from dialogues.people.participants import follow_feed, leave_feed
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import DialoguePlan
from dialogues.registration import service
from dialogues.registration.links import swap_link
from dialogues.registration.models import Registration
from dialogues.support import zones
from tests.builders import a_dialogue, a_session, session_plan
from tests.invites.calendar_programs import message_in
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


def first_line(letter: EmailMessage) -> str:
    return text_of(letter).splitlines()[0]


def method_of(letter: EmailMessage) -> str | None:
    message = message_in(letter)
    return message.method if message else None


def swap_link_of(registration: Registration, twin: DialogueSession) -> str:
    with current_app.test_request_context():
        return swap_link(registration, twin)


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
    assert text.startswith("The session you registered for has a new time: ")
    assert " It was: " in text.splitlines()[0]
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


def test_a_move_that_was_taken_back_before_its_mail_left_is_told_as_such() -> None:
    session = a_session()
    registered(session)
    letters()
    start = session.local_start
    revised(session, local_start=start + dt.timedelta(hours=1))
    revised(session, local_start=start)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "A new time was set and taken back; the session takes place when it was announced first."
    )
    assert "It was: " not in text_of(told)


def test_another_zone_with_the_same_instants_is_no_new_time() -> None:
    session = a_session(zone="Europe/Rome")
    registered(session)
    letters()
    revised(session, zone="Europe/Paris")
    (told,) = letters()[1:]
    assert first_line(told) == (
        "The session now follows the clocks in Paris (France). For you its time stays the same."
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            {"interpretation": ("zh", "ru", "fr")},
            "The languages of the session you registered for have changed.",
        ),
        (
            {"join_url": "https://meet.example.org/other"},
            "The session has a new meeting link. Your own link to join stays the same.",
        ),
        (
            {"alarm_minutes": 60},
            "The invite now asks your calendar to ring before this session: "
            "1 hour before the start.",
        ),
    ],
)
def test_the_first_line_says_what_changed(change: dict[str, object], line: str) -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session)
    letters()
    revised(session, **change)
    (told,) = letters()[1:]
    assert first_line(told) == line


def test_an_alarm_that_was_taken_out_is_told() -> None:
    session = a_session(alarm_minutes=10)
    registered(session)
    letters()
    revised(session, alarm_minutes=None)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "The invite no longer asks your calendar to ring before this session."
    )


def test_new_texts_are_told_with_the_title_that_holds_now() -> None:
    session = a_session()
    registered(session)
    letters()
    plan = DialoguePlan("en", {"en": ("Seeds and soils", "")})
    programme.edit_texts(session.dialogue, plan, tell=True)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "The organisers have changed the title or the description of this Dialogue. "
        "Its title is now: Seeds and soils"
    )


def test_a_reinstated_session_is_told_by_whether_its_end_was() -> None:
    session = a_session()
    registered(session)
    letters()
    programme.cancel_session(session)
    programme.reinstate_session(session)
    (untold,) = letters()[1:]
    programme.cancel_session(session)
    letters()
    programme.reinstate_session(session)
    told = letters()[-1]
    assert first_line(untold).startswith("The session was cancelled for a short while, and ")
    assert first_line(told) == "The session takes place after all. Your seat is still yours."


def test_who_loses_a_language_is_offered_the_twin_that_has_it_at_the_readers_time() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, interpretation=("zh", "ru"))
    twin = a_session(dialogue, hour=16, interpretation=("ru",))
    a_session(dialogue, hour=18, interpretation=("zh",))
    registration = registered(session, listening_language="ru", zone="Africa/Dakar")
    letters()
    revised(session, interpretation=("zh",))
    (told,) = letters()[1:]
    text = text_of(told)
    assert "The other session of this Dialogue offers it: " in text
    assert one_line(twin.starts_at, twin.ends_at, "Africa/Dakar", "en") in text
    assert swap_link_of(registration, twin) in text
    assert text.count("/swap/") == 1


def test_a_full_twin_is_not_offered() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, interpretation=("zh", "ru"))
    full = a_session(dialogue, hour=16, interpretation=("ru",), capacity=1)
    registered(full, email="first@example.org")
    registered(session, listening_language="ru")
    letters()
    revised(session, interpretation=("zh",))
    told = text_of(letters()[-1])
    assert "You can choose another language with the button below." in told
    assert "/swap/" not in told


def test_the_twins_of_a_session_are_read_once_for_all_its_mails(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    def statements(people: int) -> int:
        dialogue = a_dialogue()
        session = a_session(dialogue, interpretation=("zh", "ru"))
        a_session(dialogue, hour=16, interpretation=("ru",), capacity=1000)
        for number in range(people):
            email = f"person{number}@{session.public_id}.example.org"
            registered(session, email=email, listening_language="ru")
        letters()
        revised(session, interpretation=("zh",))
        db.session.commit()
        rows = transact(lambda: claim(people))
        return count_statements(lambda: compose(rows))

    assert statements(2) == statements(20)


def test_who_declined_is_shown_the_way_back() -> None:
    registration = registered(a_session())
    letters()
    service.cancel(registration, by_reply=True)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "You declined this session in your calendar, so your seat is free for others. "
        "If that was a mistake, take it back here."
    )
    assert "/manage/" in text_of(told)


def test_a_cancelled_session_leads_to_its_twin() -> None:
    dialogue = a_dialogue()
    session, twin = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(session)
    letters()
    programme.cancel_session(session)
    (told,) = letters()[1:]
    assert swap_link_of(registration, twin) in text_of(told)
    assert "open the link below, and confirm" in text_of(told)


def test_who_follows_a_feed_gets_a_cancel_once_and_then_no_calendar_part() -> None:
    session = a_session()
    registration = registered(session)
    letters()
    follow_feed(registration.participant)
    (taken_out,) = letters()[1:]
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    moved = letters()[-1]
    leave_feed(registration.participant)
    back = letters()[-1]
    assert [method_of(letter) for letter in (taken_out, moved, back)] == [
        "CANCEL",
        None,
        "REQUEST",
    ]
    assert "takes out of it what earlier mails put there" in first_line(taken_out)
    assert "has a new time" in first_line(moved)
    assert "does not follow your own feed any more" in first_line(back)
    entry = db.session.scalars(db.select(Entry)).one()
    assert (entry.sent_method, entry.sent_sequence) == (Method.REQUEST, entry.sequence)


def test_what_was_sent_is_recorded_with_its_instants() -> None:
    session = a_session()
    registered(session)
    letters()
    start, end = session.starts_at, session.ends_at
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    db.session.commit()
    entry = db.session.scalars(db.select(Entry)).one()
    assert (entry.sent_starts_at, entry.sent_ends_at) == (start, end)
    letters()
    db.session.refresh(entry)
    assert (entry.sent_starts_at, entry.sent_ends_at) == (session.starts_at, session.ends_at)


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
    assert "takes the session out of your calendar" in text_of(left)
    assert "16:00" not in left["Subject"]
    assert text_of(come).startswith("You have moved to this session. Your seat is confirmed.")
