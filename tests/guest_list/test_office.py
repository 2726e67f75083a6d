"""The organisers' pages of guest lists."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select

from dialogues.database import db
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.guest_list.service import invite, pass_on
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, DialogueSession
from tests.builders import a_registration, a_session, an_invitation


@pytest.fixture
def session(app: object) -> DialogueSession:
    found: DialogueSession = a_session(admission=Admission.INVITATION)
    return found


def of(session: DialogueSession, more: str = "") -> str:
    return f"/en/office/sessions/{session.public_id}/guests{more}"


def checked(client: FlaskClient, session: DialogueSession, text: str, **more: Any) -> Any:
    data = {"text": text, "language": "fr", **more}
    return client.post(of(session, "/add"), data=data, content_type="multipart/form-data")


def confirmed(client: FlaskClient, session: DialogueSession, text: str) -> Any:
    seal = seal_of(checked(client, session, text).text)
    return checked(client, session, text, action="invite", seal=seal)


def seal_of(page: str) -> str:
    return str(re.findall(r'name="seal" value="(\w+)"', page)[0])


def count(model: Any) -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count(model.id))) or 0


def test_an_empty_list_says_what_fills_it(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    page = staff_client.get(of(session)).text
    assert "Nobody is invited yet." in page
    assert of(session, "/add") in page


def test_strangers_see_nobody(client: FlaskClient, session: DialogueSession) -> None:
    for path in (of(session), of(session, "/add")):
        assert "/office/sign-in" in client.get(path).location


def test_nothing_is_stored_nor_sent_before_it_is_confirmed(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    answer = checked(staff_client, session, "Ann <ann@x.org>\nrubbish\nann@x.org")
    assert answer.status_code == 200
    assert "Line 2: There is no e-mail address in “rubbish”." in answer.text
    assert "1 address stands in the list more than once" in answer.text
    assert "Invite 1 person" in answer.text
    assert (count(Invitation), count(OutboxMail)) == (0, 0)
    assert confirmed(staff_client, session, "Ann <ann@x.org>\nrubbish").status_code == 303
    assert (count(Invitation), count(OutboxMail)) == (1, 1)
    assert "1 person is invited, and the mail is on its way." in staff_client.get(of(session)).text


def test_only_what_the_page_showed_is_invited(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    seal = seal_of(checked(staff_client, session, "ann@x.org").text)
    answer = checked(staff_client, session, "ann@x.org, bob@x.org", action="invite", seal=seal)
    assert answer.status_code == 200
    assert "Invite 2 people" in answer.text
    assert count(Invitation) == 0


def test_what_was_typed_is_there_again_where_nobody_can_be_invited(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    answer = checked(staff_client, session, "<rubbish>")
    assert answer.status_code == 422
    assert "There is nobody in this list to invite." in answer.text
    assert "&lt;rubbish&gt;</textarea>" in answer.text


def test_who_is_there_already_is_named(staff_client: FlaskClient, session: DialogueSession) -> None:
    an_invitation(session, email="ann@x.org")
    a_registration(session, email="bob@x.org")
    page = checked(staff_client, session, "ann@x.org\nbob@x.org\neve@x.org").text
    assert "1 person is on the guest list already" in page
    assert "1 person is registered already" in page
    assert "Invite 1 person" in page


def test_the_language_for_all_is_used_where_the_list_says_no_other(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    confirmed(staff_client, session, "ann@x.org\n[ar]\nbob@x.org")
    rows = db.session.execute(select(Invitation.email, Invitation.language))
    assert {row.email: row.language for row in rows} == {"ann@x.org": "fr", "bob@x.org": "ar"}
    assert checked(staff_client, session, "eve@x.org", language="xx").status_code == 422


def a_csv() -> bytes:
    return b'\xef\xbb\xbfname;e-mail;language\n"Doe; Ann";ann@x.org;es\n;;\n=1+1;bob@x.org;\n'


def an_xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (
        ("name", "e-mail", "language"),
        ("Doe; Ann", "ann@x.org", "es"),
        (),
        ("=1+1", "bob@x.org"),
    ):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [a_csv, an_xlsx])
def test_a_spreadsheet_becomes_text_to_be_looked_at(
    staff_client: FlaskClient, session: DialogueSession, content: Callable[[], bytes]
) -> None:
    file = (io.BytesIO(content()), "guests")
    page = checked(staff_client, session, "", file=file).text
    assert "Invite 2 people" in page
    assert "Line 4: This cell holds a formula. Put its value there." in page
    text = re.findall(r"<textarea[^>]*>\r?\n(.*?)</textarea>", page, re.DOTALL)[0]
    assert confirmed(staff_client, session, text).status_code == 303
    rows = db.session.execute(select(Invitation.email, Invitation.name, Invitation.language))
    assert set(rows) == {("ann@x.org", "Doe Ann", "es"), ("bob@x.org", "", "fr")}


@pytest.mark.parametrize(
    ("text", "content", "sentence"),
    [
        ("ann@x.org", b"email\nbob@x.org", "Paste a list or choose a file, not both at once."),
        ("", b"PK\x03\x04 no workbook", "This file cannot be read as an Excel workbook."),
        ("", b"email\n\xff@x.org", "This file is not text in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_beside_its_field(
    staff_client: FlaskClient, session: DialogueSession, text: str, content: bytes, sentence: str
) -> None:
    answer = checked(staff_client, session, text, file=(io.BytesIO(content), "guests.xlsx"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f"{text}</textarea>" in answer.text


def test_five_thousand_addresses_are_read_shown_and_confirmed(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    name = "الوزيرة ليلى بنت عبد الله آل سعيد، وزيرة الزراعة"
    text = "\r\n".join(f'"{name} {n}" <minister{n}@example.org>;' for n in range(5000))
    assert len(text.encode()) > 500_000
    answer = checked(staff_client, session, f"rubbish\r\n{text}")
    assert "Invite 5000 people" in answer.text
    assert answer.text.index("Line 1: There is no e-mail address") < answer.text.index("minister0@")
    assert len(answer.data) < 2_000_000
    done = checked(
        staff_client, session, f"rubbish\r\n{text}", action="invite", seal=seal_of(answer.text)
    )
    assert done.status_code == 303
    assert (count(Invitation), count(OutboxMail)) == (5000, 5000)


def test_the_list_is_found_by_state_and_words_in_its_address(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    ann = an_invitation(session, email="ann@x.org", name="Ånn Müller")
    an_invitation(session, email="bob@x.org", name="Bob")
    pass_on(ann, "Eve", "eve@x.org", "fr")
    page = staff_client.get(of(session)).text
    assert all(found in page for found in ("All (3)", "Invited (2)", "Passed to a stand-in (1)"))
    assert "Replaced by:" in page
    assert "Stands in for:" in page
    passed = staff_client.get(of(session, "?state=passed&q=ann%20MULLER")).text
    assert "ann@x.org" in passed
    assert "bob@x.org" not in passed
    assert "Nobody on this list is found so." in staff_client.get(of(session, "?q=nobody")).text
    assert staff_client.get(of(session, "?state=nonsense&page=x")).status_code == 200


def test_the_page_takes_as_many_statements_at_ten_as_at_ten_thousand(
    staff_client: FlaskClient,
    session: DialogueSession,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    def invite_some(first: int, last: int) -> None:
        people = (f"guest{number}@x.org" for number in range(first, last))
        invite(session, [Guest(1, "A Guest", one, "en") for one in people])

    invite_some(0, 60)
    few = count_statements(lambda: staff_client.get(of(session)))
    invite_some(60, 10_000)
    many = count_statements(lambda: staff_client.get(of(session)))
    assert many == few < 15
    page = staff_client.get(of(session, "?page=200")).text
    assert "guest9999@x.org" in page


def test_an_invitation_is_sent_again_and_revoked_after_one_confirmation(
    staff_client: FlaskClient, session: DialogueSession
) -> None:
    invitation = an_invitation(session, email="ann@x.org")
    base = f"/en/office/guests/{invitation.public_id}"
    page = staff_client.get(base).text
    assert re.search(r'id="personal-link">http://127.0.0.1:8000/en/invitation/', page)
    for verb, sentence in (
        ("resend", "The invitation is on its way to ann@x.org once more."),
        ("revoke", "The invitation of ann@x.org is revoked"),
    ):
        assert "ann@x.org" in staff_client.get(f"{base}/{verb}").text
        assert staff_client.post(f"{base}/{verb}").status_code == 303
        assert sentence in staff_client.get(of(session)).text
    assert count(OutboxMail) == 1
    assert "personal-link" not in staff_client.get(base).text
    assert staff_client.post(f"{base}/revoke").status_code == 409
