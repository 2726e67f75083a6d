"""Approving and declining in a session's room, one by one and many at once."""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.invites.models import Entry
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service as programme
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import admission_service, room_queries
from dialogues.registration.filters import Filter
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.refusals import NotPending, RegistrationIsNotOpen
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session
from tests.programme.office_forms import text

pytestmark = pytest.mark.databases

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
PENDING, CANCELLED = RegistrationStatus.PENDING, RegistrationStatus.CANCELLED


def a_session_by_approval(capacity: int | None = None) -> DialogueSession:
    return a_session(capacity=capacity, admission=Admission.APPROVAL)


def pending(session: DialogueSession, *names: str, **fields: Any) -> list[Registration]:
    return [a_registration(session, name=name, status=PENDING, **fields) for name in names]


def path(session: DialogueSession, query: str = "") -> str:
    return f"/en/office/sessions/{session.public_id}/decide{query}"


def confirm(client: FlaskClient, page: str, at: str, **more: str) -> Any:
    """Press the button of a confirmation."""
    names = "decide|seen|chosen"
    found = re.findall(rf'name="({names})" value="([^"]*)"', page)
    data: dict[str, Any] = {name: html.unescape(value) for name, value in found}
    data["chosen"] = [value for name, value in found if name == "chosen"]
    return client.post(at, data={**data, "action": "confirm", **more})


def states(registrations: Sequence[Registration]) -> list[tuple[str, str, int | None]]:
    db.session.expire_all()
    return [(one.name, one.status.value, one.queue_number) for one in registrations]


def test_approving_all_of_a_filter_says_first_in_numbers_what_it_does(
    staff_client: FlaskClient,
) -> None:
    session = a_session_by_approval(capacity=2)
    everybody = pending(session, "A", "B", "C") + pending(session, "D", country="FR")
    at = path(session, "?status=pending&country=SN")
    page = staff_client.post(at, data={"decide": "approve all"}).text
    said = text(page)
    assert "Approve 3 registrations?" in said
    assert "2 people get seats." in said
    assert "1 person goes to the waiting list, since no seat is left." in said
    assert "3 mails leave." in said
    assert [one[1] for one in states(everybody)] == ["pending"] * 4
    assert db.session.scalars(db.select(OutboxMail)).all() == []
    answer = confirm(staff_client, page, at)
    assert answer.location == f"/en/office/sessions/{session.public_id}?status=pending&country=SN"
    assert states(everybody) == [
        ("A", "confirmed", None),
        ("B", "confirmed", None),
        ("C", "waitlisted", 1),
        ("D", "pending", None),
    ]
    kinds = db.session.scalars(db.select(OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert kinds == ["invite", "invite", "waitlisted"]
    page = staff_client.get(answer.location).text
    assert "2 people have seats. 1 person waits for a seat. 3 people get a mail." in text(page)
    verbs = db.session.scalars(db.select(Change.verb)).all()
    assert verbs == ["approve"] * 3


def test_declining_those_ticked_tells_them_why(staff_client: FlaskClient) -> None:
    session = a_session_by_approval()
    first, second, third = pending(session, "A", "B", "C")
    data = {"decide": "decline", "chosen": [first.public_id, third.public_id]}
    page = staff_client.post(path(session), data=data).text
    assert "Decline 2 registrations?" in page
    assert "2 mails leave." in text(page)
    confirm(staff_client, page, path(session), sentence="This one is for ministers.")
    assert [one[1] for one in states([first, second, third])] == [
        "cancelled",
        "pending",
        "cancelled",
    ]
    assert (first.ended_by, first.ended_because) == (Ending.DECLINED, "This one is for ministers.")
    payloads = db.session.scalars(db.select(OutboxMail.payload)).all()
    assert [payload["because"] for payload in payloads] == ["This one is for ministers."] * 2


def test_one_person_is_approved_by_the_button_beside_the_name(staff_client: FlaskClient) -> None:
    session = a_session_by_approval()
    first, second = pending(session, "A", "B")
    data = {"decide": f"approve {second.public_id}"}
    page = staff_client.post(path(session), data=data).text
    assert "Approve 1 registration?" in page
    confirm(staff_client, page, path(session))
    assert [one[1] for one in states([first, second])] == ["pending", "confirmed"]


def test_what_changed_since_is_shown_again_before_anything_is_done(
    staff_client: FlaskClient,
) -> None:
    session = a_session_by_approval(capacity=1)
    everybody = pending(session, "A")
    page = staff_client.post(path(session), data={"decide": "approve all"}).text
    a_registration(session, name="Faster")
    answer = confirm(staff_client, page, path(session))
    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.text
    assert "1 person goes to the waiting list" in text(answer.text)
    assert states(everybody) == [("A", "pending", None)]
    assert confirm(staff_client, answer.text, path(session)).status_code == 303
    assert states(everybody) == [("A", "waitlisted", 1)]


def test_a_sentence_that_is_too_long_is_kept_and_refused(staff_client: FlaskClient) -> None:
    session = a_session_by_approval()
    everybody = pending(session, "A")
    page = staff_client.post(path(session), data={"decide": "decline all"}).text
    answer = confirm(staff_client, page, path(session), sentence="long " * 101)
    assert answer.status_code == 422
    assert "The sentence must have 500 characters or fewer." in answer.text
    assert "long long" in answer.text
    assert states(everybody) == [("A", "pending", None)]


def test_nothing_ticked_is_said_on_the_list(staff_client: FlaskClient) -> None:
    session = a_session_by_approval()
    pending(session, "A")
    answer = staff_client.post(path(session), data={"decide": "approve"}, follow_redirects=True)
    assert "Nobody is chosen who awaits approval." in answer.text


def test_somebody_who_awaits_no_approval_is_not_approved_and_nobody_with_them(
    app: DialoguesApp,
) -> None:
    session = a_session_by_approval()
    everybody = [*pending(session, "A"), a_registration(session, name="B")]
    with pytest.raises(NotPending):
        admission_service.approve(everybody)
    db.session.rollback()
    assert [one[1] for one in states(everybody)] == ["pending", "confirmed"]


def test_nobody_passes_those_who_wait_already(app: DialoguesApp) -> None:
    session = a_session_by_approval(capacity=2)
    waiting = a_registration(session, name="W", status=WAITLISTED, queue_number=5)
    everybody = [waiting, *pending(session, "A", "B")]
    assert admission_service.approve(everybody[1:]) == 1
    db.session.commit()
    assert states(everybody) == [
        ("W", "confirmed", None),
        ("A", "confirmed", None),
        ("B", "waitlisted", 6),
    ]


def test_nobody_passes_those_who_wait_while_registration_is_closed(app: DialoguesApp) -> None:
    session = a_session(capacity=2, admission=Admission.APPROVAL, registration_open=False)
    waiting = a_registration(session, name="W", status=WAITLISTED, queue_number=5)
    everybody = [waiting, *pending(session, "A")]
    assert admission_service.approve(everybody[1:]) == 0
    db.session.commit()
    assert states(everybody) == [("W", "waitlisted", 5), ("A", "waitlisted", 6)]


def test_deciding_reads_no_more_for_many_than_for_few(
    app: DialoguesApp, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    """What a mail and an entry cost is the outbox's; all else is the same for two as for thirty."""

    def statements(count: int) -> tuple[int, int]:
        session = a_session_by_approval(capacity=None)
        session_id = session.id
        pending(session, *["Wanted"] * count, *["Unwanted"] * count)

        def decide(words: str, verb: Callable[[Sequence[Registration]], object]) -> int:
            people = room_queries.pending(session_id, Filter(q=words), None)
            assert len(people) == count
            return count_statements(lambda: (verb(people), db.session.flush()))

        def approve(people: Sequence[Registration]) -> None:
            admission_service.approve(people)

        def decline(people: Sequence[Registration]) -> None:
            admission_service.decline(people, "No.")

        unwanted = decide("unwanted", decline) - count
        return decide("wanted", approve) - 2 * count, unwanted

    assert statements(2) == statements(30)


def test_each_who_is_approved_has_an_entry_and_one_mail(app: DialoguesApp) -> None:
    session = a_session_by_approval()
    everybody = pending(session, *map(str, range(5)))
    admission_service.approve(everybody)
    db.session.commit()
    wanted = {one.id for one in everybody}
    assert {entry.registration_id for entry in db.session.scalars(db.select(Entry))} == wanted
    assert sorted(db.session.scalars(db.select(OutboxMail.subject_id))) == sorted(wanted)


def test_nobody_is_approved_into_a_session_that_does_not_take_place(
    staff_client: FlaskClient,
) -> None:
    session = a_session_by_approval()
    [one] = pending(session, "A")
    programme.cancel_session(session)
    db.session.commit()
    with pytest.raises(RegistrationIsNotOpen):
        admission_service.approve([one])
    db.session.rollback()
    told = staff_client.post(path(session), data={"decide": "approve all"}, follow_redirects=True)
    assert "Registration for this session is not open." in told.text
    assert states([one]) == [("A", "pending", None)]
    assert db.session.scalars(db.select(Entry)).all() == []
