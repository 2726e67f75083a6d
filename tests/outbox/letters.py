"""Mails of a kind of their own, so that tests of the outbox need no feature."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from dialogues.app import create_app
from dialogues.database import db, transact
from dialogues.outbox import composing
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import owe

KIND = "letter"


def a_mail(recipient: str = "awa@example.org", **values: Any) -> OutboxMail:
    """A mail that is owed."""
    given = {"kind": KIND, "language": "en", "zone": "UTC", "subject_id": 1, **values}
    mail = transact(lambda: owe(recipient=recipient, **given))
    assert mail is not None
    return mail


def compose(row: OutboxMail) -> composing.Mail | None:
    """The mail of a row, with what its payload says."""
    calendar = row.payload.get("calendar")
    return composing.Mail(
        subject=row.payload.get("subject", "A letter"),
        text=row.payload.get("text", "Hello\n"),
        html=row.payload.get("html", "<p>Hello</p>"),
        sender_name=row.payload.get("sender", "The Dialogues"),
        calendar=calendar.encode() if calendar else None,
        method=row.method,
    )


def state_of(mail: OutboxMail) -> OutboxMail:
    """The row as the database holds it now; nothing stays locked."""
    db.session.rollback()
    found = db.session.get(OutboxMail, mail.id, populate_existing=True)
    assert found is not None
    db.session.expunge(found)
    db.session.rollback()
    return found


@contextmanager
def installation(settings: Any, smtp_url: str | None, composer: Any = compose) -> Iterator[None]:
    """An application with a mail server, and one kind of mail."""
    app = create_app(replace(settings, smtp_url=smtp_url))
    app.testing = True
    composing.install({KIND: composer, "sign_in": composer})
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()
