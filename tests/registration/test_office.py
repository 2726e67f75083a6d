"""Who comes, as organisers see and export it."""

import re

from flask.testing import FlaskClient

from tests.builders import a_registration, a_session


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    session = a_session()
    for path in ("", "/registrations.csv"):
        answer = client.get(f"/en/office/sessions/{session.public_id}{path}")
        assert answer.status_code == 302
        assert "/office/sign-in" in answer.location


def test_an_empty_session_says_what_would_fill_it(staff_client: FlaskClient) -> None:
    page = staff_client.get(f"/en/office/sessions/{a_session().public_id}").text
    assert "Nobody has registered yet." in page


def test_figures_by_language_and_country(staff_client: FlaskClient) -> None:
    session = a_session(capacity=10)
    a_registration(session, listening_language="zh", country="CN")
    a_registration(session, listening_language="zh", country="VN")
    page = staff_client.get(f"/en/office/sessions/{session.public_id}").text
    for name, number in (("Chinese", 2), ("China", 1), ("Viet Nam", 1), ("Asia", 2)):
        cells = rf">{name}</a></th>\s*<td>\s*<span class=\"chart__number\">{number}<"
        assert re.search(cells, page), name


def test_the_page_asks_as_many_questions_of_the_database_for_many_as_for_few(
    staff_client: FlaskClient, count_statements
) -> None:  # type: ignore[no-untyped-def]
    session = a_session()
    path = f"/en/office/sessions/{session.public_id}"
    for _ in range(2):
        a_registration(session)
    few = count_statements(lambda: staff_client.get(path))
    for _ in range(60):
        a_registration(session)
    assert count_statements(lambda: staff_client.get(path)) == few


def test_organisers_pages_are_kept_by_no_cache(staff_client: FlaskClient) -> None:
    for path in ("", "mail", f"sessions/{a_session().public_id}"):
        assert staff_client.get(f"/en/office/{path}").headers["Cache-Control"] == "no-store"
