"""Invitations that come back."""

import pytest

from dialogues.database import db
from dialogues.guest_list import queries, service
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.guest_list.rules import State
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import Admission
from dialogues.replies.service import receive
from tests.builders import a_session

pytestmark = pytest.mark.usefixtures("app")

REPORT = """From: MAILER-DAEMON@mx.example.org
To: answers@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""


@pytest.mark.parametrize(
    ("recipient", "message_id", "expected"),
    [
        ("ann@x.org", None, State.RETURNED),
        ("eve@x.org", None, State.INVITED),
        ("ann@x.org", "<guessed@example.org>", State.INVITED),
    ],
)
def test_a_report_shows_on_the_list_where_it_is_about_the_mail_of_that_guest(
    recipient: str, message_id: str | None, expected: State
) -> None:
    session = a_session(admission=Admission.INVITATION)
    service.invite(session, [Guest(1, "Ann", "ann@x.org", "en")])
    mail = db.session.scalars(db.select(OutboxMail)).one()
    mail.state = MailState.SENT
    db.session.commit()
    report = REPORT.format(recipient=recipient, message_id=message_id or mail.message_id)
    receive(report.replace("\n", "\r\n").encode())
    invitation = db.session.scalars(db.select(Invitation)).one()
    assert queries.states_of(session.id, [invitation]) == {invitation.id: expected}
