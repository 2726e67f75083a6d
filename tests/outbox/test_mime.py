"""The message of a mail, to the line."""

import datetime as dt
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from typing import Any

import pytest
from flask_mail import BadHeaderError

from dialogues.outbox.mime import build
from dialogues.outbox.models import OutboxMail

CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:الحوار 对话\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


def a_row(**values: Any) -> OutboxMail:
    return OutboxMail(
        **{
            "recipient": "awa@example.org",
            "language": "en",
            "message_id": "<abc@dialogues.example.org>",
            "created_at": dt.datetime(2022, 7, 1, 9, 30, tzinfo=dt.UTC),
            **values,
        }
    )


def built(row: OutboxMail | None = None, **values: Any) -> bytes:
    given: dict[str, Any] = {
        "subject": "You are registered",
        "text": "Hello\n",
        "html": "<p>Hello</p>",
        "sender": ("The Dialogues", "dialogues@example.org"),
        **values,
    }
    return build(row or a_row(), **given).as_bytes()


def test_a_mail_without_a_calendar_is_text_and_html() -> None:
    assert built().decode() == (
        "From: The Dialogues <dialogues@example.org>\r\n"
        "To: awa@example.org\r\n"
        "Subject: You are registered\r\n"
        "Date: Fri, 01 Jul 2022 09:30:00 +0000\r\n"
        "Message-ID: <abc@dialogues.example.org>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "Content-Language: en\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="a0a05ab917bcb9635f8903ee5"\r\n'
        "\r\n"
        "--a0a05ab917bcb9635f8903ee5\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Hello\r\n"
        "\r\n"
        "--a0a05ab917bcb9635f8903ee5\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "<p>Hello</p>\r\n"
        "--a0a05ab917bcb9635f8903ee5--\r\n"
    )


def test_a_calendar_mail_has_four_parts_and_its_method_in_the_header() -> None:
    message = message_from_bytes(built(calendar=CALENDAR, method="REQUEST"), policy=default)
    parts = [
        (part.get_content_type(), str(part["Content-Type"]), part["Content-Disposition"])
        for part in message.walk()
    ]
    boundaries = [part.get_boundary() for part in message.walk() if part.is_multipart()]
    assert parts == [
        ("multipart/mixed", f'multipart/mixed; boundary="{boundaries[0]}"', None),
        ("multipart/alternative", f'multipart/alternative; boundary="{boundaries[1]}"', None),
        ("text/plain", 'text/plain; charset="utf-8"', None),
        ("text/html", 'text/html; charset="utf-8"', None),
        ("text/calendar", 'text/calendar; charset="UTF-8"; method="REQUEST"', None),
        (
            "application/ics",
            'application/ics; name="invite.ics"',
            'attachment; filename="invite.ics"',
        ),
    ]
    leaves = [part for part in message.walk() if not part.is_multipart()]
    assert [leaf.get_payload(decode=True) for leaf in leaves[2:]] == [CALENDAR, CALENDAR]
    assert leaves[2].get_content() == CALENDAR.decode().replace("\r\n", "\n") or CALENDAR.decode()


@pytest.mark.parametrize(
    "words",
    [
        "تأكيد التسجيل في الحوار بشأن تحويل النظم الغذائية: الحوكمة والسياسات والمؤسسات",
        "您已报名参加：了解粮食体系转型：治理、政策和机构，会议时间已经更改，请注意查看您的日历",
        "Understanding food systems transformation: governance, policies and institutions in 2022",
    ],
)
def test_words_of_every_script_survive_in_short_lines(words: str) -> None:
    content = built(subject=words, sender=(words, "dialogues@example.org"), text=words * 30)
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()
    message = message_from_bytes(content, policy=default)
    assert message["Subject"] == words
    # Not by the same parser: before Python 3.13 it keeps the spaces between encoded words.
    sender = message_from_bytes(content)["From"]
    assert str(make_header(decode_header(sender))) == f"{words} <dialogues@example.org>"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == words * 30


def test_line_breaks_in_words_start_no_header() -> None:
    content = built(
        subject="Hello\r\nBcc: everybody@example.org",
        sender=("Hub\nBcc: everybody@example.org", "dialogues@example.org"),
    )
    message = message_from_bytes(content, policy=default)
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: everybody@example.org"


@pytest.mark.parametrize(
    "values",
    [
        {"sender": ("Hub", "a@example.org>\r\nBcc: b@example.org")},
        {"row": a_row(recipient="a@example.org, b@example.org")},
        {"row": a_row(recipient="a@example.org\nBcc: b@example.org")},
        {"row": a_row(recipient="nobody")},
        {"calendar": CALENDAR, "method": "REQUEST; x=y"},
    ],
)
def test_what_would_end_a_header_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadHeaderError):
        built(**values)


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    assert b"To: awa@xn--mnchen-3ya.example.org\r\n" in built(
        a_row(recipient="awa@münchen.example.org")
    )


def test_further_headers_stand_on_lines_of_their_own() -> None:
    message = message_from_bytes(
        built(headers=[("List-Unsubscribe", "<https://dialogues.example.org/x>")]), policy=default
    )
    assert message["List-Unsubscribe"] == "<https://dialogues.example.org/x>"
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    "header",
    [("X-Y", "a\r\nBcc: b@example.org"), ("X-Y\r\nBcc", "a"), ("X-Y", "é"), ("X-Y", "a" * 999)],
)
def test_a_further_header_that_would_end_its_line_is_refused(header: tuple[str, str]) -> None:
    with pytest.raises(BadHeaderError):
        built(headers=[header])
