"""Organisers see what calendars answered, and say when it needs no more attention."""

import datetime as dt
import re
from html import unescape

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import DialogueSession
from dialogues.replies.models import Reply
from dialogues.replies.rules import ReplyEffect, ReplyKind
from dialogues.support import clock
from tests.builders import a_registration, a_reply, a_session, an_entry


def an_answer(session: DialogueSession, name: str = "Awa Diop", **fields: object) -> Reply:
    return a_reply(an_entry(a_registration(session, name=name)), **fields)


def names(page: str) -> list[str]:
    return re.findall(r"<bdi>([^<]+)</bdi>\s*<span class=\"tag", page)


def facts(page: str) -> list[tuple[str, str]]:
    """The terms of a page's cards, and what stands beside them, as a browser shows them."""
    found = re.findall(r"<dt>(.+?)</dt>\s*<dd[^>]*>(.+?)</dd>", page, re.DOTALL)
    return [(term, unescape(re.sub(r"<[^>]+>", "", said)).strip()) for term, said in found]


def of(session: DialogueSession) -> str:
    return f"/en/office/sessions/{session.public_id}/answers"


def test_a_session_shows_its_own_answers_the_newest_first(staff_client: FlaskClient) -> None:
    session = a_session()
    an_answer(session, "First", effect=ReplyEffect.APPLIED)
    an_answer(session, "Second", effect=ReplyEffect.OUTDATED, kind=ReplyKind.DECLINED)
    an_answer(a_session(), "Elsewhere")
    page = staff_client.get(of(session)).text
    assert names(page) == ["Second", "First"]
    assert "This is about an earlier state of the session" in page


def test_a_session_without_answers_says_what_would_bring_some(staff_client: FlaskClient) -> None:
    assert "No calendar has answered yet." in staff_client.get(of(a_session())).text


def test_what_asks_for_attention_stands_on_one_page_and_on_the_desk(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    an_answer(session, "Applied", effect=ReplyEffect.APPLIED)
    an_answer(session, "Outdated", effect=ReplyEffect.OUTDATED)
    an_answer(session, "Handled", handled_at=clock.now())
    an_answer(a_session(days=-3), "Over")
    assert 'href="/en/office/answers"' not in staff_client.get("/en/office/").text
    an_answer(session, "Noted")
    an_answer(session, "Asked", effect=ReplyEffect.ASKED, kind=ReplyKind.DECLINED)
    an_answer(session, "Counter", kind=ReplyKind.COUNTER)
    an_answer(session, "Bounce", effect=ReplyEffect.APPLIED, kind=ReplyKind.BOUNCE)
    desk = staff_client.get("/en/office/").text
    assert "4 answers from calendars, or mails that came back, ask for attention." in desk
    assert 'href="/en/office/answers"' in desk
    page = staff_client.get("/en/office/answers").text
    assert names(page) == ["Bounce", "Counter", "Asked", "Noted"]


def test_a_proposal_stands_beside_the_plan_on_the_clocks_of_the_session(
    staff_client: FlaskClient,
) -> None:
    session = a_session(local_start=dt.datetime(2030, 7, 24, 8))
    reply = an_answer(
        session,
        kind=ReplyKind.COUNTER,
        received_at=dt.datetime(2030, 6, 20, 12, tzinfo=dt.UTC),
        proposed_starts_at=dt.datetime(2030, 7, 25, 12, tzinfo=dt.UTC),
        comment="Parliament sits <in the morning>.",
    )
    page = staff_client.get(of(session)).text
    assert facts(page) == [
        ("Proposed", "Thursday, 25 July 2030, 14:00–15:30, Rome (Italy), UTC+2"),
        ("Planned", "Wednesday, 24 July 2030, 08:00–09:30, Rome (Italy), UTC+2"),
        ("Registered address", reply.entry.attendee),
        ("Answered from", "deputy@example.org"),
        ("In their words", "Parliament sits <in the morning>."),
        ("Received at (UTC)", "2030-06-20 12:00"),
    ]
    assert f"/en/office/sessions/{session.public_id}/edit" in page


def test_a_time_that_could_not_be_read_is_said_so(staff_client: FlaskClient) -> None:
    session = a_session()
    an_answer(session, kind=ReplyKind.COUNTER)
    assert "A time that could not be read." in staff_client.get(of(session)).text


def test_done_marks_an_answer_as_handled_once(staff_client: FlaskClient) -> None:
    session = a_session()
    reply = an_answer(session)
    path = f"/en/office/answers/{reply.id}/done"
    answer = staff_client.post(path, data={"return": of(session)}, follow_redirects=True)
    assert answer.request.path == of(session)
    assert "Done. The answer asks for no more attention." in answer.text
    db.session.refresh(reply)
    first = reply.handled_at
    assert first is not None
    staff_client.post(path)
    db.session.refresh(reply)
    assert reply.handled_at == first
    assert 'href="/en/office/answers"' not in staff_client.get("/en/office/").text


def test_the_way_back_never_leads_elsewhere(staff_client: FlaskClient) -> None:
    path = f"/en/office/answers/{an_answer(a_session()).id}/done"
    answer = staff_client.post(path, data={"return": "//elsewhere.example.org"})
    assert answer.location == "/en/office/answers"


def test_done_without_a_token_changes_nothing(staff_client: FlaskClient) -> None:
    reply = an_answer(a_session())
    staff_client.post(f"/en/office/answers/{reply.id}/done", data={"csrf_token": ""})
    db.session.refresh(reply)
    assert reply.handled_at is None


def test_long_lists_are_paged(staff_client: FlaskClient) -> None:
    session = a_session()
    entry = an_entry(a_registration(session))
    for _ in range(53):
        a_reply(entry)
    for path in (of(session), "/en/office/answers"):
        first, second = staff_client.get(path).text, staff_client.get(f"{path}?page=2").text
        assert (len(names(first)), len(names(second))) == (50, 3)
        assert (f'rel="next" href="{path}?page=2"' in first, 'rel="next"' in second) == (
            True,
            False,
        )
        assert (f'rel="prev" href="{path}?page=1"' in second, 'rel="prev"' in first) == (
            True,
            False,
        )
    for odd in ("0", "-3", "x", "9" * 30):
        assert staff_client.get(f"{of(session)}?page={odd}").status_code == 200


def test_mail_that_was_passed_on_in_vain_is_told_from_mail_to_send_again(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    an_answer(session, kind=ReplyKind.BOUNCE, effect=ReplyEffect.NOTED)
    page = staff_client.get(of(session)).text
    assert "The mail was passed on to an address that could not be reached." in page
    assert "can be sent again" not in page
    assert "Mails that failed" not in page
    an_answer(session, kind=ReplyKind.BOUNCE, effect=ReplyEffect.APPLIED)
    page = staff_client.get(of(session)).text
    assert "can be sent again" in page
    assert "Mails that failed" in page


def test_an_address_that_bounces_is_marked_among_the_registrations(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    person = a_registration(session).participant
    marked = '<span class="tag tag--danger">Mail comes back</span>'
    assert marked not in staff_client.get(of(session).removesuffix("/answers")).text
    person.undeliverable_at, person.undeliverable_reason = clock.now(), "550 <unknown>"
    db.session.commit()
    page = staff_client.get(of(session).removesuffix("/answers")).text
    assert marked in page
    assert "550 &lt;unknown&gt;" in page


def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient) -> None:
    reply = an_answer(a_session())
    for send in (
        client.get("/en/office/answers"),
        client.post(f"/en/office/answers/{reply.id}/done"),
    ):
        assert send.location.startswith("/en/office/sign-in")
