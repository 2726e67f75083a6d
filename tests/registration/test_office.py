"""Who comes, as organisers see and export it."""

import csv
import io

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
    assert "2 people are registered, for 10 seats." in page
    assert page.index("Chinese") < page.index("Viet Nam")


def test_the_export_reads_right_in_a_spreadsheet_and_runs_nothing(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    a_registration(session, name="李明", organisation='=cmd|"/c calc"!A1', accessibility="Captions")
    path = f"/en/office/sessions/{session.public_id}/registrations.csv"
    answer = staff_client.get(path)
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert rows[1][0] == "李明"
    assert rows[1][5] == '\'=cmd|"/c calc"!A1'
    assert "Captions" not in answer.text
    assert "Captions" in staff_client.get(f"{path}?needs=1").text


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
