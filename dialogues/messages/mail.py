"""The mails of a message, each as long as it is true of the person whom it is owed to."""

from collections.abc import Sequence

from flask import g

from dialogues.database import db
from dialogues.messages import queries
from dialogues.messages.letters import mail_for, reader_of, sample_reader, to_come
from dialogues.messages.models import Message, MessageState
from dialogues.messages.rules import MESSAGE, statuses
from dialogues.outbox.composing import Mail, NotNow
from dialogues.outbox.models import OutboxMail
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.queries import by_ids
from dialogues.support import clock

_GONE = (None, MessageState.DRAFT, MessageState.STOPPED)


def compose_message(row: OutboxMail) -> Mail | None:
    """A message to one person; None where it is not true of the person any more."""
    message = db.session.get(Message, row.subject_id)
    registration = db.session.get(Registration, row.payload["registration"])
    if message is None or registration is None or message.state in _GONE:
        return None
    if message.state is MessageState.PAUSED:
        raise NotNow  # a worker had it in hand when the others were held
    is_still_for = _is_still_announced if message.session_id is None else _is_still_selected
    return (
        mail_for(message, reader_of(registration)) if is_still_for(message, registration) else None
    )


def compose_test(row: OutboxMail) -> Mail | None:
    """A message as the member of staff who tries it sees it, in one language."""
    message = db.session.get(Message, row.subject_id)
    if message is None or row.language not in message.texts:
        return None
    return mail_for(message, sample_reader(row.payload["name"], row.language, row.zone))


def load_for_messages(rows: Sequence[OutboxMail]) -> None:
    """Read together, for the request, what :func:`compose_message` finds one by one."""
    wanted = [row for row in rows if row.kind == MESSAGE]
    if not wanted:
        return
    messages = queries.by_ids({row.subject_id for row in wanted})
    people = [one.participant_id for one in by_ids([row.payload["registration"] for row in wanted])]
    g.still_to_tell = {
        message.dialogue_id: queries.still_to_tell(message.dialogue_id, people)
        for message in messages
        if message.session_id is None
    }


def _is_still_selected(message: Message, registration: Registration) -> bool:
    """Whether the person still has in the session what the filter asked for."""
    wanted = statuses(message.filters) or [one.value for one in RegistrationStatus]
    return (
        registration.session_id == message.session_id
        and registration.status is not RegistrationStatus.CANCELLED
        and registration.status.value in wanted
        and registration.erased_at is None
        and registration.participant.erased_at is None
    )


def _is_still_announced(message: Message, registration: Registration) -> bool:
    """Whether the person still wants to hear of the Dialogue, and it can still be registered in."""
    person = registration.participant_id
    known: dict[int, set[int]] = g.get("still_to_tell", {})
    telling = known.get(message.dialogue_id)
    if telling is None:
        telling = queries.still_to_tell(message.dialogue_id, [person])
    return person in telling and bool(to_come(message, clock.now()))
