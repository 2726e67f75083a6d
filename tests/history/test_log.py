"""The log: who did what and when, from what to what."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dialogues.database import db, transact
from dialogues.history import queries
from dialogues.history.filters import LogFilter, filter_of
from dialogues.history.lines import logged
from dialogues.history.models import Change
from dialogues.history.service import record
from dialogues.people import staff_service
from dialogues.people.rules import Category
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.registration import admission_service
from dialogues.registration.seats import facts
from dialogues.registration.service import swap
from dialogues.support import clock
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_dialogue,
    a_member_of_staff,
    a_participant,
    a_registration,
    a_session,
)

LOG = "/en/office/log"


def rows(page: str) -> list[str]:
    """The rows of the table, each as its text in one line."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    plain = [re.sub(r"<[^>]+>", " ", row) for row in body.split("<tr>")[1:]]
    return [" ".join(row.split()) for row in plain]


def noted(subject_kind: str, subject_id: int, verb: str, **values: str) -> None:
    transact(lambda: record(subject_kind, subject_id, verb, dict.fromkeys(values, ""), values))


def found(app: DialoguesApp, text: str, kinds: tuple[str, ...] = ()) -> list[int]:
    """The ids of the changes that a search finds, latest first."""
    with app.test_request_context("/en/office/log"):
        known = logged().kinds
        finds = {name: known[name].find(text) for name in known}
        page = queries.log(LogFilter(q=text), kinds or tuple(known), "Europe/Rome", finds, 1)
        return [change.id for change in page.items]


def ids_of(subject_kind: str) -> list[int]:
    wanted = db.select(Change.id).where(Change.subject_kind == subject_kind)
    return list(db.session.scalars(wanted.order_by(Change.id.desc())))


def test_a_line_says_who_did_what_to_whom_from_what_to_what(staff_client: FlaskClient) -> None:
    first = a_session(a_dialogue(), local_start=dt.datetime(2027, 7, 28, 8))
    twin = a_session(first.dialogue, local_start=dt.datetime(2027, 7, 28, 16))
    registration = a_registration(first, name="Amina Diallo")
    transact(lambda: swap(registration, twin))
    staff_client.post(
        f"/en/office/sessions/{twin.public_id}/check-in",
        data={"registration": registration.public_id},
    )
    checked_in, swapped = rows(staff_client.get(LOG).text)
    assert "An Organiser Checked in Registration Amina Diallo" in checked_in
    assert "The system Went to the other session Registration Amina Diallo" in swapped
    assert "Session Wednesday, 28 July 2027, 08:00 Wednesday, 28 July 2027, 16:00" in swapped, (
        swapped
    )


def test_times_are_the_hub_s_or_the_viewer_s_with_utc_below(staff_client: FlaskClient) -> None:
    noted("dialogue", a_dialogue().id, "texts_edited", title_en="New")
    at = dt.datetime(2026, 7, 27, 22, 30, tzinfo=dt.UTC)
    db.session.execute(db.update(Change).values(at=at))
    (row,) = rows(staff_client.get(LOG).text)
    assert row.startswith("2026-07-28 00:30 2026-07-27 22:30 UTC The system")
    (row,) = rows(staff_client.get(f"{LOG}?zone=America/New_York").text)
    assert row.startswith("2026-07-27 18:30 2026-07-27 22:30 UTC")


@pytest.mark.databases
def test_a_search_finds_by_person_title_slug_and_value(app: DialoguesApp) -> None:
    dialogue = a_dialogue("Понимание систем", language="ru")
    session = a_session(dialogue, short_link="27julyAM")
    person = a_participant("amina@example.org")
    registration = a_registration(session, participant=person, name="Amina Diallo")
    other = a_registration(a_session(), name="Somebody Else")
    noted("registration", registration.id, "cancel", status="cancelled")
    noted("registration", other.id, "cancel", status="cancelled")
    noted("participant", person.id, "follow_feed")
    noted("session", session.id, "revised", zone="Africa/Dakar")
    noted("dialogue", dialogue.id, "texts_edited", title_fr="Les systèmes")
    theirs, whole = [3, 1], [5, 4, 1]
    assert [*db.session.scalars(db.select(Change.id).order_by(Change.id))] == [1, 2, 3, 4, 5]
    assert found(app, "diallo amina") == theirs
    assert found(app, "AMINA@example") == theirs
    assert found(app, "понимание") == found(app, "ПОНИМАНИЕ") == whole
    assert found(app, "27JULYam") == [4, 1]
    assert found(app, "http://127.0.0.1:8000/27julyAM") == [4, 1]
    assert found(app, session.public_id) == [4, 1]
    assert found(app, "dakar") == [4]
    assert found(app, "systèmes") == found(app, "SYSTÈMES") == [5]
    assert found(app, "100%") == found(app, "d_kar") == found(app, "nobody") == []


@pytest.mark.databases
def test_filters_combine(app: DialoguesApp) -> None:
    dialogue, session = a_dialogue(), a_session()
    for day, kind, subject, verb, actor in (
        (26, "dialogue", dialogue.id, "created", "system"),
        (27, "session", session.id, "created", "staff:7"),
        (28, "session", session.id, "revised", "staff:7"),
    ):
        noted(kind, subject, verb)
        at = dt.datetime(2026, 7, day, 22, 30, tzinfo=dt.UTC)
        last = db.session.scalar(db.select(db.func.max(Change.id)))
        db.session.execute(db.update(Change).where(Change.id == last).values(at=at, actor=actor))
        db.session.commit()

    def matching(zone: str = "UTC", **asked: str) -> list[int]:
        wanted = filter_of({"who": "", **asked})
        page = queries.log(wanted, ("dialogue", "session"), zone, {}, 1)
        return [change.id for change in page.items]

    assert matching() == [3, 2, 1]
    assert matching(who="staff:7") == [3, 2]
    assert matching(what="session") == [3, 2]
    assert matching(what="session:created") == [2]
    assert matching(since="2026-07-27") == [3, 2]
    assert matching(until="2026-07-27") == [2, 1]
    assert matching(until="2026-07-27", zone="Europe/Rome") == [1]
    assert matching(since="2026-07-27", until="2026-07-27", who="staff:7") == [2]
    assert matching(since="yesterday") == [3, 2, 1]
    assert matching(who="staff:8") == []


def test_only_administrators_see_what_happened_to_the_staff(
    staff_client: FlaskClient, administrator: FlaskClient
) -> None:
    transact(lambda: staff_service.invite("amina@example.org", "Amina", Role.EDITOR, "en"))
    noted("dialogue", a_dialogue("Food prices").id, "published")
    noted("unknown_kind", 1, "happened")
    for address in (LOG, f"{LOG}?what=staff", f"{LOG}?q=amina", f"{LOG}?what=unknown_kind"):
        page = staff_client.get(address).text
        assert "Invited to the staff" not in page
        assert not [row for row in rows(page) if "Food prices" not in row]
    (row,) = rows(administrator.get(f"{LOG}?what=staff").text)
    assert "Invited to the staff Member of staff Amina amina@example.org" in row


def test_an_erased_person_shows_as_erased(staff_client: FlaskClient) -> None:
    registration = a_registration(name="Amina Diallo", erased_at=clock.now())
    noted("registration", registration.id, "cancel")
    (row,) = rows(staff_client.get(LOG).text)
    assert "Erased person" in row
    assert "Amina" not in row


def test_who_has_left_the_staff_keeps_their_name(staff_client: FlaskClient) -> None:
    former = a_member_of_staff(name="Amina Diallo", is_active=False)
    noted("dialogue", a_dialogue().id, "published")
    db.session.execute(db.update(Change).values(actor=f"staff:{former.id}"))
    page = staff_client.get(f"{LOG}?who=staff:{former.id}").text
    assert "Amina Diallo Was published" in rows(page)[0]
    assert f'<option value="staff:{former.id}" selected>Amina Diallo</option>' in page


def test_a_verb_or_field_without_words_shows_its_own_name(staff_client: FlaskClient) -> None:
    noted("dialogue", a_dialogue().id, "sung", key="G major")
    (row,) = rows(staff_client.get(LOG).text)
    assert "sung" in row
    assert "key – G major" in row


def test_an_empty_log_says_what_would_fill_it(staff_client: FlaskClient) -> None:
    assert "Changes appear here with who made them." in staff_client.get(LOG).text
    answer = staff_client.get(f"{LOG}?q=x&what=%27%22&who=%00&since=9999-99-99&page=7")
    assert answer.status_code == 200
    assert "Take a condition away" in answer.text


def test_the_log_is_paged_and_keeps_its_filters(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    for _number in range(51):
        noted("dialogue", dialogue.id, "published")
    page = staff_client.get(f"{LOG}?what=dialogue:published").text
    assert len(rows(page)) == 50
    (older,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert len(rows(staff_client.get(older.replace("&amp;", "&")).text)) == 1


def test_the_log_needs_as_many_statements_for_few_changes_as_for_many(
    staff_client: FlaskClient, count_statements: Callable[[Callable[[], object]], int]
) -> None:
    def fill(number: int) -> None:
        for _each in range(number):
            registration = a_registration()
            noted("registration", registration.id, "register", session="x")
            noted("participant", registration.participant_id, "follow_feed")
            noted("session", registration.session_id, "revised")
            noted("dialogue", registration.session.dialogue_id, "published")

    fill(1)
    few = count_statements(lambda: staff_client.get(f"{LOG}?q=person"))
    fill(12)
    assert count_statements(lambda: staff_client.get(f"{LOG}?q=person")) == few


def test_a_session_s_room_shows_its_own_changes_and_leads_to_those_of_its_people(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    registration = a_registration(session, name="Amina Diallo")
    noted("session", session.id, "registration_closed")
    noted("registration", registration.id, "cancel", session=session.public_id)
    noted("registration", a_registration().id, "cancel", session="other")
    page = staff_client.get(f"/en/office/sessions/{session.public_id}").text
    assert "Registration closed" in page
    (address,) = re.findall(rf'href="({LOG}[^"]*{session.public_id})"', page)
    (row,) = rows(staff_client.get(address.replace("&amp;", "&")).text)
    assert "Amina Diallo" in row


def test_fields_that_are_recorded_have_words(app: DialoguesApp) -> None:
    registration = a_registration()
    details = admission_service.Details.__dataclass_fields__
    recorded = {
        "dialogue": dialogue_record(registration.session.dialogue),
        "session": session_record(registration.session),
        "registration": {**facts(registration), **dict.fromkeys(details)},
        "staff": staff_service._facts(a_member_of_staff()),
    }
    with app.test_request_context("/en/"):
        kinds = logged().kinds
        without = [
            (kind, name)
            for kind, values in recorded.items()
            for name in values
            if kinds[kind].field_name(name) == name
        ]
        assert without == []
        text = kinds["registration"].value_text
        assert text("category", Category.COALITION.value) == "Coalition of action"
        assert text("listening_language", "zh") == "Chinese"
        assert text("ended_by", "twin") == "A seat in the other session"
