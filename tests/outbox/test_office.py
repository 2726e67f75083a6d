"""The mail viewer."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dialogues.database import transact
from dialogues.outbox import composing, service
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.web.application import DialoguesApp
from tests.outbox.letters import a_mail, compose, state_of

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def _letters(app: DialoguesApp) -> Iterator[None]:
    before = composing._composers
    composing.install({"letter": compose, "sign_in": compose})
    yield
    composing.install(before)


def a_sent_mail(**values: object) -> OutboxMail:
    mail = a_mail(**values)  # type: ignore[arg-type]
    drain()
    return mail


def a_failed_mail() -> OutboxMail:
    mail = a_mail("gone@example.org")
    transact(lambda: [service.record_failed(row, "550 <gone>") for row in service.claim(1)])
    return mail


def listed(client: FlaskClient, query: str = "") -> list[str]:
    return re.findall(r'mail/\d+">([^<]+)</a>', client.get(f"/en/office/mail{query}").text)


def test_mails_are_listed_by_state_newest_first_but_never_sign_in_mails(
    staff_client: FlaskClient,
) -> None:
    a_failed_mail()
    a_sent_mail(recipient="awa@example.org")
    a_sent_mail(recipient="staff@example.org", kind="sign_in")
    a_mail("late@example.org")
    assert listed(staff_client) == ["late@example.org", "awa@example.org", "gone@example.org"]
    assert listed(staff_client, "?state=failed") == ["gone@example.org"]
    assert listed(staff_client, "?state=nonsense") == listed(staff_client)


def test_a_mail_is_named_by_its_kind_or_by_its_reason_where_that_has_a_name(
    staff_client: FlaskClient,
) -> None:
    names = {"letter": "Letter", ("letter", "answer"): "Answer"}
    composing.install({"letter": compose}, names)
    a_mail()
    a_mail(payload={"reason": "answer"})
    a_mail(payload={"reason": "another"})
    page = staff_client.get("/en/office/mail").text
    assert re.findall("<td>(Letter|Answer)</td>", page) == ["Letter", "Answer", "Letter"]


def test_a_long_list_is_paged(staff_client: FlaskClient) -> None:
    for number in range(53):
        a_mail(f"person{number}@example.org")
    assert len(listed(staff_client)) == 50
    assert listed(staff_client, "?page=2") == [
        f"person{number}@example.org" for number in (2, 1, 0)
    ]
    first = staff_client.get("/en/office/mail?state=owed").text
    assert 'rel="next" href="/en/office/mail?page=2&amp;state=owed"' in first
    assert 'rel="next"' not in staff_client.get("/en/office/mail?page=2").text
    for odd in ("0", "-3", "x", "9" * 30):
        assert staff_client.get(f"/en/office/mail?page={odd}").status_code == 200


def test_a_mail_is_shown_as_its_reader_sees_it(staff_client: FlaskClient) -> None:
    mail = a_sent_mail(
        method="REQUEST",
        payload={
            "calendar": CALENDAR,
            "text": "Bonjour <vous>",
            "html": "<html><head></head><body><script>alert(1)</script>Bonjour</body></html>",
        },
    )
    page = staff_client.get(f"/en/office/mail/{mail.id}").text
    assert "Bonjour &lt;vous&gt;" in page
    assert CALENDAR.strip().replace("\r\n", "\n") in page.replace("\r\n", "\n")
    assert re.search(
        rf'<iframe [^>]*sandbox="[^"]*"[^>]*src="/en/office/mail/{mail.id}/html"', page
    )
    assert "allow-scripts" not in page


def test_the_html_of_a_mail_runs_nothing_and_loads_nothing(staff_client: FlaskClient) -> None:
    mail = a_sent_mail(payload={"html": "<html><head></head><body>Bonjour</body></html>"})
    answer = staff_client.get(f"/en/office/mail/{mail.id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    assert answer.text == ('<html><head><base target="_blank"></head><body>Bonjour</body></html>')


def test_a_mail_is_downloaded_as_it_was_sent(staff_client: FlaskClient) -> None:
    mail = a_sent_mail()
    answer = staff_client.get(f"/en/office/mail/{mail.id}.eml")
    assert answer.mimetype == "message/rfc822"
    assert answer.data == state_of(mail).body


@pytest.mark.parametrize("page", ["", "/html", ".eml"])
def test_a_sign_in_mail_is_not_there(staff_client: FlaskClient, page: str) -> None:
    mail = a_sent_mail(kind="sign_in")
    assert staff_client.get(f"/en/office/mail/{mail.id}{page}").status_code == 404


def test_a_number_that_no_mail_can_have_is_not_there(staff_client: FlaskClient) -> None:
    assert staff_client.get(f"/en/office/mail/{10**30}").status_code == 404


def test_a_failed_mail_says_why_and_is_sent_again_at_a_press(staff_client: FlaskClient) -> None:
    mail = a_failed_mail()
    page = staff_client.get(f"/en/office/mail/{mail.id}").text
    assert "550 &lt;gone&gt;" in page
    answer = staff_client.post(f"/en/office/mail/{mail.id}/again", follow_redirects=True)
    assert "The mail will be sent again." in answer.text
    drain()
    assert state_of(mail).state is MailState.SENT
    again = staff_client.post(f"/en/office/mail/{mail.id}/again", follow_redirects=True)
    assert "This mail has not failed" in again.text


def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient) -> None:
    mail = a_sent_mail()
    answer = client.get(f"/en/office/mail/{mail.id}/html")
    assert answer.status_code == 302
    assert answer.location.startswith("/en/office/sign-in?next=")
