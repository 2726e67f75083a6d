"""Moving and changing a session: what is shown first, who is told, and what is then done."""

import datetime as dt
import re

from flask.testing import FlaskClient

from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Status
from dialogues.registration.models import RegistrationStatus
from tests.builders import a_dialogue, a_registration, a_session
from tests.programme.office_forms import (
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)
from tests.registration.changes import NEW_LINK, address_of, confirm, looked, with_entry


def ticked(page: str) -> bool:
    [box] = re.findall(r'<input type="checkbox" id="tell"[^>]*>', page)
    return "checked" in box


# Moving.


def test_a_reschedule_shows_before_after_and_how_many_calendars_change(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    for _ in range(2):
        with_entry(session)
    page = looked(staff_client, session, sitting_start="10:00")
    said = text(page)
    assert "2 calendars change" in said
    assert "Starts at 2027-07-28 08:00 2027-07-28 10:00" in said
    assert (count(OutboxMail), stored(session).sequence) == (0, 0)
    said = confirm(staff_client, page, session)
    assert "The session is changed. 2 people get a mail. To take this back, press “Undo…”" in said
    assert (count(OutboxMail), stored(session).sequence) == (2, 1)
    assert session.starts_at == dt.datetime(2027, 7, 28, 8, tzinfo=dt.UTC)


def test_a_reschedule_shows_both_times_where_the_registered_are(staff_client: FlaskClient) -> None:
    session = a_public_session()
    for zone in ("Africa/Dakar", "Africa/Dakar", "Asia/Shanghai"):
        with_entry(session, zone=zone)
    a_registration(session, zone="America/Lima", status=RegistrationStatus.CANCELLED)
    said = text(looked(staff_client, session, sitting_start="18:00"))
    assert "Dakar (Senegal) 2 people 06:00–07:30 16:00–17:30 Shanghai (China) 1 person" in said
    assert (
        "Shanghai (China) 1 person Wednesday, 28 July 2027 14:00–15:30 "
        "Thursday, 29 July 2027 00:00–01:30 At night" in said
    )
    assert "Lima" not in said


def test_places_with_few_people_are_folded_away(staff_client: FlaskClient) -> None:
    session = a_public_session()
    hours = [f"Etc/GMT+{hour}" for hour in range(1, 10)]
    for zone in hours:
        with_entry(session, zone=zone)
    page = looked(staff_client, session, sitting_start="10:00")
    sight, _summary, rest = page.partition("1 more place")
    assert (sight.count(">1 person<"), rest.count(">1 person<")) == (8, 1)


def test_a_reschedule_shows_what_else_is_at_that_time_and_who_would_be_torn(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    other = a_session(a_dialogue("Land and water"), local_start=dt.datetime(2027, 7, 28, 16, 30))
    a_session(
        a_dialogue("Not public yet"),
        local_start=dt.datetime(2027, 7, 28, 16),
        status=Status.DRAFT,
    )
    a_session(a_dialogue("Next"), local_start=dt.datetime(2027, 7, 28, 17, 30))
    for person in [with_entry(session).participant for _ in range(3)][:2]:
        a_registration(other, participant=person)
    a_registration(other)
    said = text(looked(staff_client, session, sitting_start="16:00"))
    when = "Wednesday, 28 July 2027, {}, Rome (Italy)"
    assert f"Not public yet Draft {when.format('16:00–17:30')} 0" in said
    assert f"Land and water {when.format('16:30–18:00')} 2" in said
    assert "Next" not in said
    assert "No other session overlaps, and no draft either." in text(
        looked(staff_client, session, sitting_start="12:00")
    )


def test_a_lost_language_is_shown_with_the_twin_that_offers_it(staff_client: FlaskClient) -> None:
    session = a_public_session()
    a_session(
        session.dialogue,
        local_start=dt.datetime(2027, 7, 28, 16),
        interpretation=("ru",),
        capacity=1,
    )
    for language in ("ru", "ru", "ar", "zh"):
        with_entry(session, listening_language=language)
    said = text(looked(staff_client, session, sitting_interpretation=["zh"]))
    lost = said[said.index("Whose listening language disappears") :]
    assert "Русский 2 people Wednesday, 28 July 2027, 16:00–17:30, Rome (Italy)" in lost
    assert "العربية 1 person None in this language." in lost
    assert "Full" not in lost
    assert "中文" not in lost
    assert "What people see on their clocks" not in said


def test_who_waits_loses_a_language_and_a_time_too(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=1)
    for number, status in enumerate(RegistrationStatus):
        queue_number = number if status is RegistrationStatus.WAITLISTED else None
        a_registration(session, status=status, queue_number=queue_number, listening_language="ru")
    changes = {"sitting_interpretation": ["zh"], "sitting_start": "12:00"}
    said = text(looked(staff_client, session, **changes))
    clocks, _, lost = said.partition("Whose listening language disappears")
    assert "3 people" in clocks[clocks.index("What people see on their clocks") :]
    assert "Русский 3 people" in lost


def test_a_full_twin_is_said_to_be_full(staff_client: FlaskClient) -> None:
    session = a_public_session()
    twin = a_session(session.dialogue, days=400, interpretation=("ru",), capacity=1)
    a_registration(twin)
    with_entry(session, listening_language="ru")
    assert "Full" in text(looked(staff_client, session, sitting_interpretation=["zh"]))


def test_saving_without_a_change_changes_nothing(staff_client: FlaskClient) -> None:
    session = a_public_session()
    before = session.updated_at
    assert session.interpretation == ("zh", "ru", "ar")
    page = staff_client.post(address_of(session), data=edit_form(), follow_redirects=True).text
    assert "Nothing was changed." in page
    assert stored(session).updated_at == before


def test_a_draft_is_changed_at_once(staff_client: FlaskClient) -> None:
    session = a_public_session(status=Status.DRAFT)
    staff_client.post(address_of(session), data=edit_form(minutes="60"))
    assert stored(session).minutes == 60


def test_a_mistyped_year_is_said_beside_the_date(staff_client: FlaskClient) -> None:
    session = a_public_session()
    with_entry(session)
    for action in ("save", "confirm"):
        form = {**edit_form(date="2017-07-28"), "action": action}
        answer = staff_client.post(address_of(session), data=form)
        assert answer.status_code == 422
        _above, _field, error = answer.text.partition('id="date-error1"')
        assert "This time is past. A published session can only move" in error[:200]
    assert (stored(session).local_start.year, count(OutboxMail)) == (2027, 0)


def test_a_time_that_is_past_is_pointed_out_where_a_past_session_is_corrected(
    staff_client: FlaskClient,
) -> None:
    session = a_session(local_start=dt.datetime(2017, 7, 28, 8), short_link="28julyAM")
    with_entry(session)
    warning = "This time is past. Please check the date and the year."
    said = text(looked(staff_client, session, date="2016-07-28"))
    assert (warning in said, "Nobody gets a mail about it." in said) == (True, True)
    assert warning not in text(looked(staff_client, session, date="2017-07-28", minutes="60"))


def test_a_session_is_not_moved_to_a_time_that_does_not_exist(staff_client: FlaskClient) -> None:
    form = edit_form(date="2027-03-28", sitting_start="02:30")
    answer = staff_client.post(address_of(a_public_session()), data=form)
    assert answer.status_code == 422
    assert "Choose 01:30 or 03:30." in answer.text


def test_a_cancelled_session_cannot_be_changed(staff_client: FlaskClient) -> None:
    session = a_public_session(status=Status.CANCELLED)
    answer = staff_client.post(address_of(session), data=edit_form(minutes="60"))
    assert answer.status_code == 409
    assert "A cancelled session cannot be changed." in answer.text


def test_what_was_changed_by_others_meanwhile_is_shown_before_it_is_overwritten(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    mine = looked(staff_client, session, minutes="60")
    confirm(staff_client, looked(staff_client, session, sitting_capacity="7"), session)
    late = staff_client.post(address_of(session), data={**carried(mine), "action": "confirm"})
    assert late.status_code == 409
    assert "Somebody has changed this session in the meantime" in late.text
    assert "Seats 7 No limit" in text(late.text)
    assert (stored(session).minutes, session.capacity) == (90, 7)
    assert "The session is changed." in confirm(staff_client, late.text, session)
    assert (stored(session).minutes, session.capacity) == (60, None)


# What is told.


def test_a_new_join_link_is_mailed_where_the_box_stays_ticked(staff_client: FlaskClient) -> None:
    session = a_public_session()
    for _ in range(2):
        with_entry(session)
    page = looked(staff_client, session, sitting_join_url=NEW_LINK)
    said = text(page)
    assert ticked(page)
    assert "Without the tick below nobody gets a mail about it" in said
    assert "Mail everybody who is registered about the new link 2 people get a mail." in said
    assert "own join link stays the same, and leads to the new address." in said
    assert "2 people get a mail." in confirm(staff_client, page, session, tell="y")
    assert (stored(session).join_url, count(OutboxMail)) == (NEW_LINK, 2)


def test_a_new_join_link_is_nobody_s_news_without_the_tick(staff_client: FlaskClient) -> None:
    session = a_public_session()
    with_entry(session)
    page = looked(staff_client, session, sitting_join_url=NEW_LINK)
    assert "Nobody gets a mail about it." in confirm(staff_client, page, session)
    assert (stored(session).join_url, count(OutboxMail)) == (NEW_LINK, 0)


def test_a_first_join_link_is_not_mailed_unless_asked(staff_client: FlaskClient) -> None:
    session = a_public_session(join_url=None)
    with_entry(session)
    assert not ticked(looked(staff_client, session, sitting_join_url=NEW_LINK))


def test_nobody_is_asked_to_mail_that_there_is_no_join_link(staff_client: FlaskClient) -> None:
    session = a_public_session()
    with_entry(session)
    page = looked(staff_client, session, sitting_join_url="")
    assert 'id="tell"' not in page
    assert "leads to no meeting until you enter an address again" in text(page)
    assert "Nobody gets a mail about it." in text(page)


def test_a_new_time_and_join_link_are_one_mail(staff_client: FlaskClient) -> None:
    session = a_public_session()
    with_entry(session)
    page = looked(staff_client, session, minutes="60", sitting_join_url=NEW_LINK)
    assert "1 calendar changes" in text(page)
    assert "They get a mail anyway: ticked, it speaks of the new link too." in text(page)
    assert "1 person gets a mail." in confirm(staff_client, page, session, tell="y")
    assert count(OutboxMail) == 1


def test_what_calendars_need_not_know_is_mailed_to_nobody(staff_client: FlaskClient) -> None:
    session = a_public_session()
    with_entry(session)
    page = looked(staff_client, session, sitting_capacity="50", sitting_short_link="other")
    assert "Nobody gets a mail about it." in text(page)
    assert "Nobody gets a mail about it." in confirm(staff_client, page, session)
    assert (stored(session).capacity, count(OutboxMail)) == (50, 0)
