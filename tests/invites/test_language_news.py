"""What people are told of a session's languages, and where theirs is not offered any more."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import current_app

from dialogues.database import db, transact
from dialogues.invites.reminders import due_reminders, owe_reminder
from dialogues.outbox.composing import compose
from dialogues.outbox.service import claim
from dialogues.programme import dialogue_service
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import DialoguePlan
from dialogues.registration import service
from dialogues.registration.links import swap_link
from dialogues.registration.models import Registration
from dialogues.support import clock
from tests.builders import a_dialogue, a_session
from tests.invites.mailed import calendar_in, in_dakar, letters, paragraphs, revised, text_of
from tests.registration.registering import registered

pytestmark = pytest.mark.usefixtures("app")
LOST = "Your listening language, Russian, is no longer offered in this session."
CHOOSE = "You can choose another language with the button below."


def swap_link_of(registration: Registration, twin: DialogueSession) -> str:
    with current_app.test_request_context():
        return swap_link(registration, twin)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"interpretation": ("zh",)}, ["Russian is no longer offered in this session."]),
        ({"interpretation": ("zh", "ru", "fr")}, ["French is new in this session."]),
        (
            {"interpretation": ("fr", "es")},
            [
                "Chinese and Russian are no longer offered in this session.",
                "French and Spanish are new in this session.",
            ],
        ),
        (
            {"floor_language": "fr", "interpretation": ("en", "zh", "ru")},
            ["The session is now held in French (it was English)."],
        ),
        (
            {"floor_language": "zh", "interpretation": ("en", "ar")},
            [
                "The session is now held in Chinese (it was English).",
                "Russian is no longer offered in this session.",
                "Arabic is new in this session.",
            ],
        ),
    ],
)
def test_it_is_said_which_went_and_which_came(change: dict[str, Any], told: list[str]) -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session)
    letters()
    revised(session, **change)
    assert paragraphs(letters()[-1]) == told


def test_the_languages_that_the_reader_knew_are_compared_with_those_of_now() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session)
    letters()
    revised(session, interpretation=("zh",))
    revised(session, interpretation=("zh", "ru", "fr"))
    assert paragraphs(letters()[-1]) == ["French is new in this session."]


def test_a_language_that_went_and_came_back_is_no_news() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session, listening_language="ru")
    letters()
    revised(session, interpretation=("zh",))
    revised(session, interpretation=("zh", "ru"), alarm_minutes=60)
    (told,) = letters()[1:]
    assert paragraphs(told) == [
        "The invite now asks your calendar to ring before this session: 1 hour before the start."
    ]


def test_a_new_time_and_new_languages_at_once_are_one_mail_that_tells_both() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registered(session, listening_language="ru", zone="Africa/Dakar")
    letters()
    before = in_dakar(session)
    later = session.local_start + dt.timedelta(hours=1)
    revised(session, local_start=later, interpretation=("zh",))
    (told,) = letters()[1:]
    assert told["Subject"].startswith("New time: ")
    assert paragraphs(told) == [
        f"The session you registered for has a new time: {in_dakar(session)}. It was: {before}.",
        *(LOST, CHOOSE),
    ]


def test_a_lost_language_is_told_once_and_stays_a_fact() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, interpretation=("zh", "ru"))
    twin = a_session(dialogue, hour=16, interpretation=("ru",))
    registration = registered(session, listening_language="ru")
    letters()
    revised(session, interpretation=("zh",))
    letters()
    dialogue_service.edit_texts(dialogue, DialoguePlan("en", {"en": ("Seeds", "")}), tell=True)
    told = letters()[-1]
    assert len(paragraphs(told)) == 1
    assert "Your listening language:\r\nRussian, no longer offered in this session" in text_of(told)
    assert swap_link_of(registration, twin) in text_of(told)


def test_who_comes_back_to_a_lost_language_is_told() -> None:
    session = a_session(interpretation=("zh", "ru"))
    registration = registered(session, listening_language="ru")
    service.cancel(registration)
    revised(session, interpretation=("zh",))
    service.take_back(registration)
    assert paragraphs(letters()[-1]) == [
        *("You are registered. Your seat is confirmed.", LOST, CHOOSE)
    ]


def test_nothing_says_that_one_listens_in_a_language_that_is_lost() -> None:
    session = a_session(interpretation=("zh", "ru"), reminders=("24h",))
    registered(session, listening_language="ru")
    letters()
    revised(session, interpretation=("zh",))
    invite = letters()[-1]
    with time_machine.travel(session.starts_at - dt.timedelta(hours=2)):
        (due,) = due_reminders(clock.now())
        owe_reminder(due)
        reminder = letters()[-1]
    assert reminder["Subject"].startswith("Reminder: ")
    for letter in (invite, reminder):
        assert "You listen in" not in text_of(letter)
        assert "Your listening language:\r\nRussian, no longer offered" in text_of(letter)
    assert calendar_in(invite).description.splitlines()[0] == (
        f"{LOST} You can choose another language or another session."
    )


def test_who_loses_a_language_is_offered_the_twin_that_has_it_at_the_readers_time() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, interpretation=("zh", "ru"))
    twin = a_session(dialogue, hour=16, interpretation=("ru",))
    a_session(dialogue, hour=18, interpretation=("zh",))
    registration = registered(session, listening_language="ru", zone="Africa/Dakar")
    letters()
    revised(session, interpretation=("zh",))
    (told,) = letters()[1:]
    assert paragraphs(told) == [
        LOST,
        f"The other session of this Dialogue offers it: {in_dakar(twin)}. You can move there by "
        "the link below, or choose another language here.",
    ]
    assert swap_link_of(registration, twin) in text_of(told)
    assert text_of(told).count("/swap/") == 1


def test_a_full_twin_is_not_offered() -> None:
    dialogue = a_dialogue()
    session = a_session(dialogue, interpretation=("zh", "ru"))
    full = a_session(dialogue, hour=16, interpretation=("ru",), capacity=1)
    registered(full, email="first@example.org")
    registered(session, listening_language="ru")
    letters()
    revised(session, interpretation=("zh",))
    told = letters()[-1]
    assert paragraphs(told) == [LOST, CHOOSE]
    assert "/swap/" not in text_of(told)


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
