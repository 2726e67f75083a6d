"""What calendar mails say: everything since the recipient was last told, and nothing twice."""

import datetime as dt

import pytest
from flask import current_app

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.languages.times import one_line
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.participants import follow_feed, leave_feed
from dialogues.programme import dialogue_service
from dialogues.programme import service as programme
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import DialoguePlan
from dialogues.registration import service
from dialogues.registration.links import swap_link
from dialogues.registration.models import Ending, Registration
from tests.builders import a_dialogue, a_registration, a_session, an_entry
from tests.invites.mailed import (
    calendar_in,
    first_line,
    in_dakar,
    letters,
    method_of,
    paragraphs,
    revised,
    text_of,
)
from tests.programme.agendas import an_item
from tests.registration.registering import an_application, registered

pytestmark = pytest.mark.usefixtures("app")


def swap_link_of(registration: Registration, twin: DialogueSession) -> str:
    with current_app.test_request_context():
        return swap_link(registration, twin)


def test_two_moves_before_the_first_mail_left_tell_the_time_that_was_known() -> None:
    session = a_session(hour=8)
    registered(session, zone="Africa/Dakar")
    letters()
    start, known = session.local_start, in_dakar(session)
    revised(session, local_start=start + dt.timedelta(hours=1))
    revised(session, local_start=start + dt.timedelta(hours=2))
    (told,) = letters()[1:]
    assert paragraphs(told) == [
        f"The session you registered for has a new time: {in_dakar(session)}. It was: {known}."
    ]
    assert calendar_in(told).sequence == 2


def test_a_move_that_was_taken_back_before_its_mail_left_is_told_as_such() -> None:
    session = a_session()
    registered(session)
    letters()
    start = session.local_start
    revised(session, local_start=start + dt.timedelta(hours=1))
    revised(session, local_start=start)
    (told,) = letters()[1:]
    assert paragraphs(told) == [
        "A new time was set and taken back; the session takes place when it was announced first."
    ]


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
        ({"interpretation": ("zh", "ru", "fr")}, "French is new in this session."),
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


def test_what_matters_most_is_told_first() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session, zone="Africa/Dakar")
    letters()
    programme.cancel_session(session)
    letters()
    programme.reinstate_session(session)
    known, later = in_dakar(session), session.local_start + dt.timedelta(hours=1)
    revised(session, alarm_minutes=60, local_start=later, interpretation=("zh",))
    told = letters()[-1]
    assert told["Subject"].startswith("It takes place after all: ")
    assert paragraphs(told) == [
        "The session takes place after all. Your seat is still yours.",
        f"The session you registered for has a new time: {in_dakar(session)}. It was: {known}.",
        "Russian is no longer offered in this session.",
        "The invite now asks your calendar to ring before this session: 1 hour before the start.",
    ]


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
    dialogue_service.edit_texts(session.dialogue, plan, tell=True)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "The organisers have changed the title or the description of this Dialogue. "
        "Its title is now: Seeds and soils"
    )


def test_an_invite_holds_the_agenda_on_the_session_s_clocks() -> None:
    session = a_session(hour=8)
    set_agenda(
        session.dialogue,
        [
            an_item(0, 15),
            an_item(15, 30, texts={"en": ("Seeds", "The Hub"), "fr": ("Graines", "")}),
        ],
    )
    registered(session)
    (told,) = letters()
    agenda = "08:00 Welcome\r\n08:15 Seeds\r\n"
    assert f"Agenda, on the clocks of Rome (Italy):\r\n{agenda}" in text_of(told)
    html = told.get_body(("html",))
    assert html is not None
    assert "08:00 Welcome<br>08:15 Seeds" in html.get_content()
    page = f"http://127.0.0.1:8000/en/dialogues/{session.dialogue.public_id}#agenda"
    assert f'<a href="{page}"' in html.get_content()
    description = calendar_in(told).description
    assert description.endswith(
        "\n\nAgenda, on the clocks of Rome (Italy):\n08:00 Welcome\n08:15 Seeds\n\n"
        f"With speakers, links and what earlier Dialogues left open:\n{page}"
    )


def test_a_new_agenda_reaches_calendars_only_where_the_organiser_says_so() -> None:
    session = a_session()
    registered(session)
    first = calendar_in(letters()[0])
    set_agenda(session.dialogue, [an_item()], tell=False)
    assert letters()[1:] == []
    set_agenda(session.dialogue, [an_item(title="Seeds")], tell=True)
    (told,) = letters()[1:]
    assert told["Subject"].startswith("New agenda: ")
    assert first_line(told) == "The organisers have changed the agenda of this Dialogue."
    assert calendar_in(told).sequence == first.sequence
    assert calendar_in(told).dtstamp > first.dtstamp


def test_what_is_over_is_told_no_new_agenda() -> None:
    session = a_session(days=-3)
    an_entry(a_registration(session))
    set_agenda(session.dialogue, [an_item()], tell=True)
    assert letters() == []


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
    assert first_line(untold) == (
        "The session was cancelled for a short while, and takes place after all. Your seat is "
        "still yours."
    )
    assert first_line(told) == "The session takes place after all. Your seat is still yours."


def test_who_declined_is_shown_the_way_back() -> None:
    registration = registered(a_session())
    letters()
    service.cancel(registration, Ending.REPLY)
    (told,) = letters()[1:]
    assert first_line(told) == (
        "You declined this session in your calendar, so your seat is free for others. "
        "If that was a mistake, take it back here."
    )
    assert "/manage/" in text_of(told)


def test_a_cancelled_session_leads_to_its_twin() -> None:
    dialogue = a_dialogue()
    session, twin = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(session, zone="Africa/Dakar")
    letters()
    programme.cancel_session(session)
    (told,) = letters()[1:]
    assert swap_link_of(registration, twin) in text_of(told)
    assert paragraphs(told) == [
        "The organisers have cancelled this session.",
        "Your calendar will show it as cancelled, or ask you to remove it.",
        f"The other session of this Dialogue takes place: {in_dakar(twin)}. You can move there: "
        "open the link below, and confirm.",
    ]


def test_who_follows_a_feed_gets_a_cancel_once_and_then_no_calendar_part() -> None:
    session = a_session()
    registration = registered(session, zone="Africa/Dakar")
    letters()
    follow_feed(registration.participant)
    (taken_out,) = letters()[1:]
    known = in_dakar(session)
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    moved = letters()[-1]
    leave_feed(registration.participant)
    back = letters()[-1]
    assert [method_of(letter) for letter in (taken_out, moved, back)] == [
        "CANCEL",
        None,
        "REQUEST",
    ]
    assert first_line(taken_out) == (
        "Your calendar follows your own feed now. This message takes out of it what earlier mails "
        "put there, so that nothing shows twice."
    )
    assert first_line(moved) == (
        f"The session you registered for has a new time: {in_dakar(session)}. It was: {known}."
    )
    assert first_line(back) == (
        "Your calendar does not follow your own feed any more: from now on mails keep it up to "
        "date, and this message brings the session."
    )
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
    assert paragraphs(told) == ["You are registered. Your seat is confirmed."]


def test_what_was_told_once_is_not_told_again() -> None:
    session = a_session(interpretation=("zh",))
    registration = registered(session)
    letters()
    revised(session, local_start=session.local_start + dt.timedelta(hours=1))
    letters()
    service.change_listening_language(registration, "zh")
    told = letters()[2:]
    assert [paragraphs(letter) for letter in told] == [
        ["Your listening language has been changed."]
    ]


def test_a_swap_says_in_each_mail_what_it_is_for() -> None:
    dialogue = a_dialogue()
    morning, afternoon = a_session(dialogue), a_session(dialogue, hour=16)
    registration = registered(morning, zone="Africa/Dakar")
    letters()
    service.swap(registration, afternoon)
    left, come = letters()[1:]
    assert paragraphs(left) == [
        f"You have moved to the other session of this Dialogue: {in_dakar(afternoon)}.",
        "This message takes the session out of your calendar.",
    ]
    assert paragraphs(come) == ["You have moved to this session. Your seat is confirmed."]


def test_who_follows_a_feed_hears_nothing_of_alarms() -> None:
    session = a_session()
    registration = registered(session)
    follow_feed(registration.participant)
    letters()
    revised(session, alarm_minutes=60)
    assert len(letters()) == 1
    assert db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)).all()[-1].state is (
        MailState.SUPERSEDED
    )
    later = session.local_start + dt.timedelta(hours=1)
    known = one_line(session.starts_at, session.ends_at, registration.zone, "en")
    revised(session, alarm_minutes=30, local_start=later)
    now = one_line(session.starts_at, session.ends_at, registration.zone, "en")
    assert paragraphs(letters()[-1]) == [
        f"The session you registered for has a new time: {now}. It was: {known}."
    ]
    service.register(session.public_id, an_application())
    assert paragraphs(letters()[-1]) == [
        "You are registered for this session. This is your confirmation again."
    ]


def test_what_the_first_version_or_a_later_one_owed_holds_nothing_up() -> None:
    session = a_session()
    registered(session)
    letters()
    for stored in ({"reason": "revised", "changes": ["languages"]}, {"reason": "of tomorrow"}):
        revised(session, local_start=session.local_start + dt.timedelta(hours=1))
        mail = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
        assert mail is not None
        mail.payload = stored
    assert paragraphs(letters()[-1]) == [
        "The languages of the session you registered for have changed."
    ]
    entry = db.session.scalars(db.select(Entry)).one()
    assert entry.sent_sequence == entry.sequence
