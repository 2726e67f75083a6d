"""Taking registrations along: the columns chosen, right in a spreadsheet, harmless, and flat."""

import csv
import datetime as dt
import io
import tracemalloc
from typing import Any

import openpyxl
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from tests.builders import a_participant, a_registration, a_session

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1", "\t=1", "\r=1", "\n=1")


def path_of(session: DialogueSession, ending: str, query: str = "", language: str = "en") -> str:
    address = f"/{language}/office/sessions/{session.public_id}/registrations.{ending}"
    return f"{address}?{query}"


def rows_of(client: FlaskClient, session: DialogueSession, query: str = "") -> list[list[str]]:
    answer = client.get(path_of(session, "csv", query))
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def sheet_of(client: FlaskClient, session: DialogueSession, query: str = "", **more: str) -> Any:
    answer = client.get(path_of(session, "xlsx", query, **more))
    return openpyxl.load_workbook(io.BytesIO(answer.data)).active


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    session = a_session()
    for path in ("export", "registrations.csv", "registrations.xlsx", "print", "questions"):
        answer = client.get(f"/en/office/sessions/{session.public_id}/{path}")
        assert answer.status_code == 302
        assert "/office/sign-in" in answer.location


def test_a_file_has_the_columns_that_were_chosen_in_the_organisers_language(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    a_registration(session, name="李明", email="li@example.org", country="CN", category="un_agency")
    chosen = "column=country&column=name&column=category&column=unheard-of"
    assert rows_of(staff_client, session, chosen) == [
        ["Full name", "Country or area", "Takes part as"],
        ["李明", "China", "United Nations agency"],
    ]
    sheet = sheet_of(staff_client, session, chosen, language="ar")
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[2]] == ["李明", "الصين", "وكالة من وكالات الأمم المتحدة"]


def test_excel_is_told_that_csv_is_unicode(staff_client: FlaskClient) -> None:
    session = a_session()
    assert staff_client.get(path_of(session, "csv")).data.startswith(b"\xef\xbb\xbf")


def test_no_cell_is_a_formula(staff_client: FlaskClient) -> None:
    session = a_session()
    for formula in FORMULAS:
        a_registration(session, organisation=formula)
    rows = rows_of(staff_client, session, "column=organisation")
    said = [row[0].replace("\r'=", "\r=").replace("\n'=", "\n=") for row in rows[1:]]
    assert said == [f"'{formula}" for formula in FORMULAS]
    cells = sheet_of(staff_client, session, "column=organisation")["A"][1:]
    assert {cell.data_type for cell in cells} == {"s", "inlineStr"} & {
        cell.data_type for cell in cells
    }
    assert [cell.value for cell in cells[:8]] == list(FORMULAS[:8])


def test_no_cell_is_a_formula_where_semicolons_part_cells_either(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    for hostile in ("a;=1+1;b", 'a;"=1+1', "a\n=1+1", "a; \t@SUM(1)", "a;\n＝1"):
        a_registration(session, question=hostile)
    sent = staff_client.get(path_of(session, "csv", "column=name&column=question")).text
    read = [cell for row in csv.reader(io.StringIO(sent), delimiter=";") for cell in row]
    assert [cell for cell in read if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


def test_times_are_moments_in_utc_that_a_spreadsheet_can_sort(staff_client: FlaskClient) -> None:
    session = a_session()
    at = dt.datetime.fromisoformat("2027-07-27T08:30:15+02:00")
    a_registration(session, created_at=at)
    assert rows_of(staff_client, session, "column=registered")[1] == ["2027-07-27 06:30"]
    cell = sheet_of(staff_client, session, "column=registered")["A2"]
    assert cell.value == dt.datetime(2027, 7, 27, 6, 30, 15)


def test_accessibility_needs_and_notes_are_left_out_unless_asked_for(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    a_registration(session, accessibility="Captions, please", note="Called twice")
    plain = staff_client.get(path_of(session, "csv")).text
    assert "Captions" not in plain
    assert "Called" not in plain
    assert rows_of(staff_client, session, "column=needs&column=note")[1] == [
        "Called twice",
        "Captions, please",
    ]


def test_who_waits_is_in_no_file_that_does_not_ask_for_them(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, name="Comes")
    a_registration(session, name="Waits", status=RegistrationStatus.WAITLISTED, queue_number=1)
    assert rows_of(staff_client, session, "column=name")[1:] == [["Comes"]]
    assert rows_of(staff_client, session, "column=name&status=waitlisted")[1:] == [["Waits"]]


def test_a_file_has_whom_the_filter_of_the_room_selects(staff_client: FlaskClient) -> None:
    session = a_session()
    a_registration(session, name="Here", country="VN", attended_at=clock.now())
    a_registration(session, name="Not here", country="VN")
    a_registration(session, name="Elsewhere", country="SN", attended_at=clock.now())
    query = "region=Asia&attended=yes&column=name"
    assert rows_of(staff_client, session, query)[1:] == [["Here"]]
    page = staff_client.get(f"/en/office/sessions/{session.public_id}/export?{query}").text
    assert "The file has 1 registration" in page
    assert 'name="region" value="Asia"' in page


def test_every_registration_is_in_the_file_once_however_many_there_are(
    staff_client: FlaskClient,
) -> None:
    session = many(1203)
    names = [row[0] for row in rows_of(staff_client, session, "column=email")[1:]]
    assert names == [f"many{number}@example.org" for number in range(1203)]


def test_a_long_file_takes_no_more_memory_than_a_short_one(staff_client: FlaskClient) -> None:
    session = many(6000)
    for ending in ("csv", "xlsx"):
        few = peak_of(staff_client, path_of(session, ending, "q=many1"))
        everybody = peak_of(staff_client, path_of(session, ending))
        assert everybody < few + 4_000_000


def peak_of(client: FlaskClient, path: str) -> int:
    """The most bytes that Python held while a file was read chunk by chunk, and thrown away."""
    client.get(path)  # what is made once
    tracemalloc.start()
    answer = client.get(path, buffered=False)
    size = sum(len(chunk) for chunk in answer.response)
    answer.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 100
    return peak


def many(count: int) -> DialogueSession:
    """A session with many registrations, stored at once."""
    session: DialogueSession = a_session()
    first = a_registration(session, participant=a_participant("many0@example.org"))
    plain = {
        attribute.key: getattr(first, attribute.key)
        for attribute in Registration.__mapper__.column_attrs
        if attribute.key not in ("id", "public_id", "participant_id")
    }
    people = [a_participant_row(number) for number in range(1, count)]
    db.session.execute(db.insert(type(first.participant)), people)
    ids = db.session.scalars(
        db.select(type(first.participant).id).order_by(type(first.participant).id)
    ).all()
    db.session.execute(
        db.insert(Registration),
        [
            {
                **plain,
                "public_id": f"m{number}",
                "participant_id": one,
                "searchable": f"many{number}",
            }
            for number, one in enumerate(ids[1:], start=1)
        ],
    )
    db.session.commit()
    return session


def a_participant_row(number: int) -> dict[str, object]:
    return {
        "email": f"many{number}@example.org",
        "created_at": clock.now(),
        "public_id": f"p{number}",
        "feed_version": 1,
        "follows_feed": False,
    }
