"""Questions for the moderator, and the list on paper."""

import re

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from tests.builders import a_registration, a_session


def path_of(session: DialogueSession, page: str = "questions") -> str:
    return f"/en/office/sessions/{session.public_id}/{page}"


def headings(page: str) -> list[str]:
    found = re.findall(r"<h2[^>]*>(.*?) <bdi[^>]*>\((\d+)\)", page)
    return [f"{name} {count}" for name, count in found]


def test_questions_are_put_under_topics_and_taken_out_again(staff_client: FlaskClient) -> None:
    session = a_session()
    asked = [a_registration(session, question=f"Question {n}?") for n in range(3)]
    ids = [one.public_id for one in asked]
    data = {"topic": " Water  use ", "chosen": ids[:2]}
    answer = staff_client.post(path_of(session), data=data, follow_redirects=True)
    assert headings(answer.text) == ["Water use 2", "Without a topic 1"]
    assert "2 questions are under “Water use” now." in answer.text
    staff_client.post(path_of(session), data={"topic": "", "chosen": ids[:1]})
    assert (
        headings(staff_client.get(path_of(session)).text)
        == [
            "Without a topic 2",
            "Water use 1",
        ][::-1]
    )
    verbs = db.session.scalars(db.select(Change.verb).where(Change.subject_kind == "registration"))
    assert verbs.all() == ["group_question"] * 3


def test_they_are_grouped_by_what_is_known_of_the_person(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, question="One?", country="VN", language="fr")
    a_registration(session, question="Two?", country="CN", language="zh")
    a_registration(session, question="Three?", country="SN", language="fr")
    by_region = staff_client.get(f"{path_of(session)}?by=region").text
    assert headings(by_region) == ["Asia 2", "Africa 1"]
    by_language = staff_client.get(f"{path_of(session)}?by=language").text
    assert headings(by_language) == ["French 2", "Chinese 1"]


def test_only_questions_of_people_with_a_seat_are_there(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, question="Mine?", status=RegistrationStatus.WAITLISTED, queue_number=1)
    page = staff_client.get(path_of(session)).text
    assert "Nobody has asked a question yet." in page
    assert "Mine?" not in page


def test_a_topic_without_questions_is_refused_and_kept(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, question="One?")
    answer = staff_client.post(path_of(session), data={"topic": "Water"})
    assert answer.status_code == 422
    assert "Tick the questions that belong to the topic first." in answer.text
    assert 'value="Water"' in answer.text


def test_questions_of_another_session_are_not_touched(staff_client: FlaskClient) -> None:
    session, other = a_session(), a_session()
    a_registration(session, question="Here?")
    there = a_registration(other, question="There?")
    staff_client.post(path_of(session), data={"topic": "Water", "chosen": [there.public_id]})
    db.session.expire_all()
    assert db.session.get_one(Registration, there.id).question_topic is None


def test_the_list_to_print_has_everybody_by_name(staff_client: FlaskClient) -> None:
    session = a_session()
    for name in ("Zoé", "Élise", "Amina"):
        a_registration(session, name=name)
    page = staff_client.get(path_of(session, "print")).text
    assert re.findall(r'<th scope="row" dir="auto">(.*?)</th>', page) == ["Amina", "Élise", "Zoé"]
