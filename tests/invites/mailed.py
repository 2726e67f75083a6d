"""What people are mailed about their calendars, and the changes that they are mailed about."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from dialogues.database import db
from dialogues.languages.times import one_line
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme import service as programme
from dialogues.programme.models import DialogueSession
from tests.builders import session_plan
from tests.invites.calendar_programs import Message, message_in


def letters() -> list[EmailMessage]:
    """The mails that left, oldest first, after sending what is owed."""
    db.session.commit()
    drain()
    rows = db.session.scalars(
        db.select(OutboxMail).filter_by(state=MailState.SENT).order_by(OutboxMail.id)
    )
    return [message_from_bytes(row.body, policy=policy.default) for row in rows if row.body]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def paragraphs(letter: EmailMessage) -> list[str]:
    """What it says first; the button, the facts and what else every letter holds come after."""
    return text_of(letter).partition("\r\n\r\nDialogue:\r\n")[0].split("\r\n\r\n")


def first_line(letter: EmailMessage) -> str:
    return text_of(letter).splitlines()[0]


def in_dakar(session: DialogueSession) -> str:
    """When it takes place, as a reader there reads it."""
    return one_line(session.starts_at, session.ends_at, "Africa/Dakar", "en")


def method_of(letter: EmailMessage) -> str | None:
    message = message_in(letter)
    return message.method if message else None


def calendar_in(letter: EmailMessage) -> Message:
    """What a calendar reads in a letter."""
    message = message_in(letter)
    assert message is not None
    return message


def revised(session: DialogueSession, **changes: object) -> None:
    programme.revise_session(session, replace(session_plan(session), **changes), tell=True)  # type: ignore[arg-type]
