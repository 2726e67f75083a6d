"""What changing seats, admission and times does to people: said in numbers before, and after."""

import datetime as dt
import re
from typing import Any

from flask.testing import FlaskClient

from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.programme.queries import latest_change
from dialogues.registration.models import RegistrationStatus
from dialogues.support import clock
from tests.builders import a_dialogue, a_participant, a_registration, a_session
from tests.programme.office_forms import (
    FORM,
    NEW,
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)
from tests.registration.changes import address_of, confirm, looked, with_entry

DESK = "/en/office/"
HOUR = dt.timedelta(hours=1)


def people(session: DialogueSession, seated: int, waiting: int = 0, pending: int = 0) -> None:
    for _ in range(seated):
        with_entry(session)
    for number in range(waiting):
        a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=number + 1)
    for _ in range(pending):
        a_registration(session, status=RegistrationStatus.PENDING)


def terms(**changes: Any) -> dict[str, Any]:
    """The form of a session whose registration is as usual."""
    return {f"sitting_{name}": value for name, value in changes.items()}


def dialogue_page(client: FlaskClient, session: DialogueSession) -> str:
    return client.get(f"/en/office/dialogues/{session.dialogue.public_id}").text


# Seats.


def test_the_form_says_how_many_have_seats_and_wait(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=2)
    people(session, seated=2, waiting=3)
    said = text(staff_client.get(address_of(session)).text)
    assert "2 people have seats. 3 people wait for one." in said


def test_raising_the_capacity_says_how_many_are_promoted_before_and_after(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session(capacity=2)
    people(session, seated=2, waiting=3)
    page = looked(staff_client, session, sitting_capacity="4")
    said = text(page)
    assert "Seats 2 4" in said
    assert "2 people have seats, and keep them." in said
    assert "2 people who wait get seats, and each a mail with the invite." in said
    assert "1 person goes on waiting." in said
    assert "2 people get a mail." in said
    assert (count(OutboxMail), stored(session).capacity) == (0, 2)
    said = confirm(staff_client, page, session)
    assert (
        "The session is changed. 2 people who waited have seats now. 2 people get a mail." in said
    )
    assert count(OutboxMail) == 2


def test_taking_the_limit_away_promotes_all_who_wait(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=1)
    people(session, seated=1, waiting=3)
    page = looked(staff_client, session, sitting_capacity="")
    assert "Seats 1 No limit" in text(page)
    assert "3 people who wait get seats" in text(page)
    assert "waiting" not in text(page)
    assert "3 people who waited have seats now." in confirm(staff_client, page, session)


def test_lowering_the_capacity_drops_nobody_and_says_when_the_next_is_promoted(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session(capacity=5)
    people(session, seated=5, waiting=2)
    page = looked(staff_client, session, sitting_capacity="3")
    said = text(page)
    assert (
        "5 people have seats, and keep them. "
        "Nobody is promoted from the waiting list until 3 of them have left." in said
    )
    assert "2 people go on waiting, in their order." in said
    assert "Nobody gets a mail about it." in said
    said = confirm(staff_client, page, session)
    assert "The session is changed. Nobody gets a mail about it." in said
    assert "5 have seats 2 wait for a seat" in text(dialogue_page(staff_client, session))


def test_more_seats_while_registration_is_closed_promote_nobody(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=1, registration_open=False)
    people(session, seated=1, waiting=2)
    said = text(looked(staff_client, session, sitting_capacity="9"))
    assert "2 people go on waiting, in their order. Nobody is promoted while registration" in said
    assert "Nobody gets a mail about it." in said


# Who may come, and when.


def test_who_waits_for_approval_still_does_once_none_is_needed(staff_client: FlaskClient) -> None:
    session = a_public_session(admission=Admission.APPROVAL)
    people(session, seated=1, pending=2)
    page = looked(staff_client, session, sitting_admission="open")
    said = text(page)
    assert "Who may come Organisers approve each registration Open to everybody" in said
    assert "2 people wait for approval, and still do until you approve or decline." in said
    assert f'/office/sessions/{session.public_id}?status=pending"' in page
    assert "The new rules are for those who register from now on." in said
    confirm(staff_client, page, session)
    assert stored(session).admission is Admission.OPEN
    assert "2 wait for approval" in text(dialogue_page(staff_client, session))


def test_times_are_shown_with_their_distance_from_utc_and_kept_as_typed(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    chosen = terms(
        registration_opens="2027-03-28T03:30",
        registration_closes="2027-07-20T18:00",
        categories=["convenor_team", "national_convenor"],
    )
    page = looked(staff_client, session, **chosen)
    said = text(page)
    assert "Registration opens Sunday, 28 March 2027, 03:30, Rome (Italy), UTC+2" in said
    assert "Sunday, 28 March 2027, 01:30, UTC" in said
    confirm(staff_client, page, session)
    form = staff_client.get(address_of(session)).text
    assert 'value="2027-03-28T03:30"' in form
    assert len(re.findall(r"<input checked[^>]* name=\"sitting-categories\"", form)) == 2
    unchanged = staff_client.post(
        address_of(session), data=edit_form(**chosen), follow_redirects=True
    )
    assert "Nothing was changed." in unchanged.text


def test_a_time_that_cannot_be_is_said_beside_its_field_and_kept(staff_client: FlaskClient) -> None:
    session = a_public_session()
    for typed, why in (
        ("2027-03-28T02:30", "Choose 01:30 or 03:30."),
        ("2027-07-28T09:30", "Registration opens before the session is over"),
        ("tomorrow", "Give a date and a time, such as 2026-07-01 09:00."),
    ):
        form = edit_form(sitting_registration_opens=typed)
        answer = staff_client.post(address_of(session), data=form)
        assert answer.status_code == 422
        _above, _field, error = answer.text.partition('id="sitting-registration_opens-error1"')
        assert why in error[:300]
        assert f'value="{typed}"' in answer.text


def test_a_repeated_time_says_which_one_counts_where_it_arises(staff_client: FlaskClient) -> None:
    session = a_session(local_start=dt.datetime(2027, 11, 3, 8), short_link="28julyAM")
    address = address_of(session)
    form = edit_form(date="2027-11-03", sitting_registration_closes="2027-10-31T02:30")
    again = text(staff_client.post(address, data={**form, "action": "edit"}).text)
    assert "This time happens twice, at 00:30 and at 01:30 UTC" in again
    assert "The second counts." in again
    assert "The first counts." not in again
    shown = text(staff_client.post(address, data=form).text)
    assert "Registration closes Sunday, 31 October 2027, 02:30, Rome (Italy), UTC+1" in shown


def test_a_change_of_who_may_come_is_undone_like_any_other(staff_client: FlaskClient) -> None:
    session = a_public_session()
    page = looked(staff_client, session, sitting_admission="invitation")
    confirm(staff_client, page, session)
    history = dialogue_page(staff_client, session)
    assert "Who may come Open to everybody By invitation only" in text(history)
    change = latest_change("session", session.id, "revised")
    assert change
    undone = staff_client.post(address_of(session, "undo"), data={"change": str(change.id)})
    confirm(staff_client, undone.text, session)
    assert stored(session).admission is Admission.OPEN


# New ones.


def test_publishing_says_who_may_come_and_when(staff_client: FlaskClient) -> None:
    form = {
        **FORM,
        "first-admission": "approval",
        "first-registration_opens": "2027-07-01T09:00",
        "second-categories": ["coalition"],
        "allows_several": "y",
        "action": "publish",
    }
    look = staff_client.post(NEW, data=form).text
    said = text(look)
    assert "Who may come Organisers approve each registration" in said
    assert "Registration opens Thursday, 1 July 2027, 09:00, Rome (Italy), UTC+2" in said
    assert "Only: Coalition of action" in said
    done = staff_client.post(
        NEW, data={**carried(look), "action": "confirm"}, follow_redirects=True
    )
    said = text(done.text)
    assert "Its short links say who can register, and when." in said
    assert "Not open yet: it opens by itself." in said
    assert "One person may come to more than one session." in said


# The Dialogue's page and the desk.


def test_what_is_closed_by_hand_and_what_by_its_time_are_told_apart(
    staff_client: FlaskClient,
) -> None:
    now = clock.now()
    dialogue = a_dialogue()
    session = a_session(dialogue, registration_closes_at=now - HOUR)
    said = text(dialogue_page(staff_client, session))
    assert "Closed by its time. Set a later one to open it again." in said
    assert "Close registration" not in said
    address = f"/en/office/sessions/{session.public_id}/registration"
    staff_client.post(address, data={"open": "0"})
    said = text(dialogue_page(staff_client, session))
    assert "Closed by hand. The times below count again once you open it." in said
    said = text(staff_client.post(address, data={"open": "1"}, follow_redirects=True).text)
    assert "It stays closed by its time." in said


def test_opening_by_hand_says_how_many_get_a_mail(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=3, registration_open=False)
    people(session, seated=1, waiting=3)
    address = f"/en/office/sessions/{session.public_id}/registration"
    said = text(staff_client.post(address, data={"open": "1"}, follow_redirects=True).text)
    assert "Registration is open again. 2 people get a mail." in said


def test_one_or_several_sessions_a_person_is_a_press_that_may_be_refused(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    address = f"/en/office/dialogues/{session.dialogue.public_id}/several"
    done = staff_client.post(address, data={"several": "1"}, follow_redirects=True).text
    assert "One person may now come to more than one session." in done
    person = a_participant()
    for one in (session, a_session(session.dialogue)):
        a_registration(one, participant=person)
    refused = staff_client.post(address, data={"several": "0"})
    assert refused.status_code == 422
    assert "People who have a place in more than one session by now: 1." in text(refused.text)
    stored(session)
    assert session.dialogue.allows_several


def test_the_desk_leads_to_who_waits_for_approval_or_for_a_seat(staff_client: FlaskClient) -> None:
    later = a_session(a_dialogue("Later"), days=20, admission=Admission.APPROVAL)
    people(later, seated=0, pending=2)
    sooner = a_session(a_dialogue("Sooner"), days=10, capacity=1)
    people(sooner, seated=1, waiting=1, pending=1)
    for quiet in (
        a_session(capacity=9),
        a_session(days=-2, capacity=1),
        a_session(status=Status.CANCELLED, capacity=1),
    ):
        people(quiet, seated=1, waiting=quiet.capacity == 9 and 1, pending=quiet.capacity == 1)
    page = staff_client.get(DESK).text
    notices = re.findall(r'<a href="([^"]+\?status=[^"]+)">([^<]+)</a>', page)
    assert [path for path, _said in notices] == [
        f"/en/office/sessions/{sooner.public_id}?status=pending",
        f"/en/office/sessions/{later.public_id}?status=pending",
        f"/en/office/sessions/{sooner.public_id}?status=waitlisted",
    ]
    said = [sentence for _path, sentence in notices]
    assert said[0].startswith("1 person waits for your approval: Sooner, ")
    assert said[1].startswith("2 people wait for your approval: Later, ")
    assert said[2].startswith("Full, and 1 person waits for a seat: Sooner, ")


def test_the_mails_to_who_waits_are_counted_before_and_after(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=1)
    people(session, seated=1, waiting=2)
    page = looked(staff_client, session, sitting_start="10:00", **terms(capacity="1"))
    assert "3 people get a mail. 1 calendar changes: one person is" in text(page)
    assert "3 people get a mail." in confirm(staff_client, page, session)
    cancel, reinstate = address_of(session, "cancel"), address_of(session, "reinstate")
    assert "3 people get a mail. 1 calendar changes" in text(staff_client.post(cancel).text)
    staff_client.post(cancel, data={"action": "confirm"})
    assert "3 people get a mail. 1 calendar gets" in text(staff_client.post(reinstate).text)


def test_who_waits_gets_a_mail_of_a_session_that_comes_back_without_anybody_seated(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    people(session, seated=0, pending=1)
    staff_client.post(address_of(session, "cancel"), data={"action": "confirm"})
    said = text(staff_client.post(address_of(session, "reinstate")).text)
    assert "1 person gets a mail." in said
    assert "Nobody has a seat in it" not in said
