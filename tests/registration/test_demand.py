"""Which languages people ask for, against what is booked."""

import pytest
from flask.testing import FlaskClient

from dialogues.registration.demand import Choices, demand_of
from dialogues.registration.models import RegistrationStatus
from tests.builders import a_dialogue, a_registration, a_session
from tests.programme.office_forms import text


class Offered:
    floor_language, interpretation = "en", ("zh", "ru")


def demand(seated=(), waiting=(), needed=()):  # type: ignore[no-untyped-def]
    return demand_of(Offered(), Choices(dict(seated), dict(waiting), dict(needed)))


def test_channels_stand_as_booked_then_what_is_wanted_most() -> None:
    found = demand(seated=[("en", 9), ("fr", 1)], needed=[("pt", 3), ("sw", 1)])
    assert [channel.language for channel in found.channels] == ["en", "zh", "ru", "pt", "fr", "sw"]


def test_a_booked_channel_that_nobody_chose_is_said_once_people_are_registered() -> None:
    assert demand().unchosen == []
    found = demand(seated=[("en", 2), ("zh", 1)])
    assert [channel.language for channel in found.unchosen] == ["ru"]


@pytest.mark.parametrize("kind", ["seated", "waiting", "needed"])
def test_whoever_asks_for_a_channel_keeps_it_from_being_unchosen(kind: str) -> None:
    found = demand(**{"seated": [("en", 1), ("zh", 1)], kind: [("en", 1), ("zh", 1), ("ru", 1)]})
    assert found.unchosen == []


def test_the_floor_is_not_booked_and_cannot_be_unchosen() -> None:
    assert demand(seated=[("zh", 1), ("ru", 1)]).unchosen == []


def test_a_language_that_is_not_booked_lacks_from_five_people_on() -> None:
    assert demand(needed=[("pt", 4)]).lacking == []
    assert [one.language for one in demand(needed=[("pt", 5), ("zh", 9)]).lacking] == ["pt"]


def test_the_room_warns_of_both(staff_client: FlaskClient) -> None:
    session = a_session(interpretation=("zh", "ru"))
    for _ in range(4):
        a_registration(session, needed_language="pt", listening_language="zh")
    a_registration(
        session, needed_language="pt", status=RegistrationStatus.WAITLISTED, queue_number=1
    )
    a_registration(session, needed_language="pt", status=RegistrationStatus.CANCELLED)
    page = text(staff_client.get(f"/en/office/sessions/{session.public_id}").text)
    assert "Russian is booked, and none of the 5 people who have a seat or wait chose it." in page
    assert "Portuguese is not booked, and 5 people want it." in page


def test_the_chips_count_seats_as_the_list_below_them_does(staff_client: FlaskClient) -> None:
    session = a_session(interpretation=("zh",))
    a_registration(session, listening_language="zh")
    for number in (1, 2):
        a_registration(
            session,
            listening_language="zh",
            status=RegistrationStatus.WAITLISTED,
            queue_number=number,
        )
    page = text(staff_client.get(f"/en/office/sessions/{session.public_id}").text)
    chips, _, table = page.partition("Registered (1)")
    assert "English 0" in chips
    assert "Chinese 1" in chips
    assert "Chinese Yes 1 2 0" in table


def test_a_dialogues_sessions_stand_side_by_side(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    morning, evening = a_session(dialogue), a_session(dialogue, hour=16, interpretation=("fr",))
    a_registration(morning, listening_language="zh")
    a_registration(evening, listening_language="fr")
    page = staff_client.get(f"/en/office/dialogues/{dialogue.public_id}/demand").text
    assert [page.count(f"{name}</th>") for name in ("Chinese", "French")] == [1, 1]


def desk(client: FlaskClient) -> str:
    return text(client.get("/en/office/").text)


def test_the_desk_says_which_booked_languages_of_soon_nobody_chose(
    staff_client: FlaskClient,
) -> None:
    session = a_session(days=10, interpretation=("zh", "ru"))
    assert "chosen by nobody" not in desk(staff_client)
    a_registration(session, listening_language="zh")
    said = "1 booked language of the next 14 days was chosen by nobody so far."
    assert said in desk(staff_client)
    page = text(staff_client.get("/en/office/demand").text)
    assert "Russian is booked, and the 1 person who has a seat or waits did not choose it." in page


def test_the_desk_is_silent_about_what_is_weeks_away(staff_client: FlaskClient) -> None:
    a_registration(a_session(days=20))
    assert "chosen by nobody" not in desk(staff_client)
