"""Who waits hears what becomes of the session, by mails that calendars know nothing of."""

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest

from dialogues.programme import service as programme
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import queries, service
from dialogues.registration.models import Registration
from tests.builders import a_session
from tests.invites.mailed import first_line, letters, method_of, paragraphs, revised
from tests.registration.registering import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def a_full_session(**fields: Any) -> DialogueSession:
    """One seat, and somebody who waits for it."""
    session: DialogueSession = a_session(capacity=1, **fields)
    registered(session, email="first@example.org")
    registered(session, email="waits@example.org")
    return session


def _who_waits(session: DialogueSession) -> Registration:
    [waiting] = queries.waiting(session.id, 1)
    return waiting


class Postbox:
    """The mails that come to an address from now on, each taken out once."""

    def __init__(self, address: str = "waits@example.org") -> None:
        self.address, self.taken = address, set[str]()
        self.take()

    def take(self) -> list[EmailMessage]:
        """What has come since the last time."""
        new = [one for one in letters() if one["Message-ID"] not in self.taken]
        self.taken |= {one["Message-ID"] for one in new}
        return [one for one in new if one["To"] == self.address]


def test_who_waits_hears_of_a_new_time_and_keeps_the_place() -> None:
    session = a_full_session()
    postbox = Postbox()
    revised(session, minutes=60)
    [letter] = postbox.take()
    assert letter["Subject"] == "New time: Understanding food systems transformation"
    assert method_of(letter) is None
    assert paragraphs(letter)[1] == (
        "You keep your place on the waiting list. We write to you when a seat is free."
    )


def test_who_awaits_approval_hears_of_it_too() -> None:
    session = a_session(admission=Admission.APPROVAL)
    registered(session, email="waits@example.org")
    postbox = Postbox()
    revised(session, interpretation=("fr",))
    [letter] = postbox.take()
    assert first_line(letter) == (
        "The session is interpreted into other languages now. They stand below."
    )


def test_who_waits_hears_that_their_language_goes_and_where_there_is_room() -> None:
    session = a_full_session()
    twin = a_session(session.dialogue, local_start=dt.datetime(2027, 7, 28, 16))
    service.change_listening_language(_who_waits(session), "ru")
    postbox = Postbox()
    revised(session, interpretation=("zh",))
    [letter] = postbox.take()
    assert paragraphs(letter)[1] == (
        "Your listening language, Russian, is no longer offered in this session. You can choose "
        "another language or another session."
    )
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert f"/swap/{twin.public_id}" in plain.get_content()


def test_who_waits_hears_that_the_session_is_cancelled_and_takes_place_after_all() -> None:
    session = a_full_session()
    postbox = Postbox()
    programme.cancel_session(session)
    [cancelled] = postbox.take()
    programme.reinstate_session(session)
    [reinstated] = postbox.take()
    assert first_line(cancelled) == "The organisers have cancelled this session."
    assert first_line(reinstated) == "The session was cancelled, and takes place after all."


def test_only_the_latest_of_several_news_is_sent() -> None:
    session = a_full_session()
    postbox = Postbox()
    programme.cancel_session(session)
    programme.reinstate_session(session)
    revised(session, minutes=60)
    assert [first_line(letter) for letter in postbox.take()] == [
        "The session has a new time. It stands below."
    ]


def test_who_was_promoted_before_the_mail_left_gets_the_invite_alone() -> None:
    session = a_full_session()
    postbox = Postbox()
    revised(session, minutes=60)
    revised(session, capacity=2)
    [letter] = postbox.take()
    assert method_of(letter) == "REQUEST"


def test_other_changes_are_no_news_to_who_waits() -> None:
    session = a_full_session()
    postbox = Postbox()
    revised(session, join_url="https://meet.example.org/other", alarm_minutes=10)
    assert postbox.take() == []


def test_who_left_the_queue_hears_nothing_more() -> None:
    session = a_full_session()
    waiting = registered(session, email="left@example.org")
    service.cancel(waiting)
    postbox = Postbox("left@example.org")
    revised(session, minutes=60)
    assert postbox.take() == []


def test_who_had_a_seat_and_waits_now_is_told_so_again_without_a_calendar_part() -> None:
    session = a_session(capacity=1)
    person = registered(session, email="waits@example.org")
    service.cancel(person)
    registered(session, email="first@example.org")
    service.take_back(person)
    postbox = Postbox()
    registered(session, email="waits@example.org")
    assert [method_of(letter) for letter in postbox.take()] == [None]
