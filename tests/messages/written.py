"""Messages for tests: drafts, and what became of their mails."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.messages import service
from dialogues.messages.audience import audience_of
from dialogues.messages.models import Message
from dialogues.messages.queries import Audience, recipients
from dialogues.messages.rules import MESSAGE, Draft
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import Dialogue, DialogueSession
from tests.builders import a_member_of_staff
from tests.outbox.smtp import PostOffice, post_office

ENGLISH = ("News of {title}", "Dear {name},\n\nplease be there: {when}.")


@contextmanager
def site(settings: Settings, **values: object) -> Iterator[PostOffice]:
    """An installation with a mail server on loopback."""
    with post_office(**values) as office:
        app = create_app(dataclasses.replace(settings, smtp_url=office.url))
        with app.app_context():
            yield office
            db.session.remove()
            db.engine.dispose()


def a_draft(
    session: DialogueSession | None = None,
    *,
    dialogue: Dialogue | None = None,
    texts: dict[str, tuple[str, str]] | None = None,
    filters: dict[str, Any] | None = None,
    source_language: str = "en",
) -> Message:
    """A draft to those who have a seat in ``session``, else an announcement of ``dialogue``."""
    dialogue = dialogue or (session.dialogue if session else None)
    assert dialogue is not None
    draft = Draft(filters or {}, source_language, texts or {"en": ENGLISH})
    author = a_member_of_staff()
    return transact(lambda: service.create(dialogue, session, draft, author.id))


def audience(message: Message) -> Audience:
    return audience_of(message.dialogue_id, message.session_id, message.filters)


def confirmed(message: Message) -> Message:
    """A message that goes to everybody whom it is for at this moment."""
    count = len(recipients(audience(message)))
    transact(lambda: service.confirm(message, audience(message), service.version(message), count))
    return message


def make_due() -> None:
    """What is to leave over the next seconds is due now."""
    db.session.execute(db.update(OutboxMail).values(next_attempt_at=OutboxMail.created_at))
    db.session.commit()


def states(message: Message) -> Counter[MailState]:
    db.session.rollback()
    wanted = db.select(OutboxMail.state).filter_by(kind=MESSAGE, subject_id=message.id)
    return Counter(db.session.scalars(wanted))
