"""Writing messages, sending them, pausing and stopping them."""

import datetime as dt
from typing import Any

from dialogues.database import db
from dialogues.history.service import record
from dialogues.messages import refusals
from dialogues.messages.models import Message, MessageState, MessageText
from dialogues.messages.queries import Audience, locked, recipients
from dialogues.messages.rules import A_SECOND, MESSAGE, TEST, Draft, lacking
from dialogues.outbox import holding_service
from dialogues.outbox.service import owe, owe_many
from dialogues.people.models import Staff
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.support import clock
from dialogues.support.codes import opaque_id


def create(
    dialogue: Dialogue, session: DialogueSession | None, draft: Draft, author_id: int
) -> Message:
    """Keep a draft: to registrants of a session, or an announcement of the Dialogue."""
    now = clock.now()
    message = Message(
        public_id=opaque_id(),
        dialogue_id=dialogue.id,
        session_id=session and session.id,
        state=MessageState.DRAFT,
        author_id=author_id,
        created_at=now,
    )
    _write(message, draft, now)
    db.session.add(message)
    db.session.flush()
    record("message", message.id, "created", {}, snapshot(message))
    return message


def edit(message: Message, draft: Draft, seen: str, author_id: int) -> None:
    """Change a draft that was opened when its version was ``seen``.

    Raises :class:`refusals.MessageChangedMeanwhile` where that is not its version any more, and
    :class:`refusals.MessageHasMovedOn` where it has been sent.
    """
    _require(locked(message), MessageState.DRAFT)
    if seen != version(message):
        raise refusals.MessageChangedMeanwhile(name=message.author.name)
    before = snapshot(message)
    _write(message, draft, clock.now())
    message.author_id = author_id
    db.session.flush()
    if before != (after := snapshot(message)):
        record("message", message.id, "edited", before, after)


def send_test(message: Message, staff: Staff, zone: str) -> list[str]:
    """Owe a member of staff the mail in each language that it is written in; say in which."""
    written = [code for code in message.texts if code not in lacking_languages(message)]
    for language in written:
        owe(
            kind=TEST,
            recipient=staff.email,
            language=language,
            zone=zone,
            subject_id=message.id,
            payload={"name": staff.name},
        )
    if not written:
        raise refusals.MessageIsIncomplete
    record("message", message.id, "tested", {}, {"languages": written})
    return written


def confirm(message: Message, audience: Audience, seen: str, count: int) -> None:
    """Owe everybody of the audience the mail, if they are ``count``, and the version is ``seen``.

    Raises :class:`refusals.RecipientsChanged` where it is not so, before anything is owed.
    """
    _require(locked(message), MessageState.DRAFT)
    if lacking_languages(message):
        raise refusals.MessageIsIncomplete
    reached = recipients(audience)
    if seen != version(message) or len(reached) != count:
        raise refusals.RecipientsChanged
    if not reached:
        raise refusals.NobodyToWriteTo
    owed = (
        {
            "kind": MESSAGE,
            "recipient": one.email,
            "language": one.language,
            "zone": one.zone,
            "subject_id": message.id,
            "payload": {"registration": one.registration_id},
        }
        for one in reached
    )
    message.recipients = owe_many(owed, A_SECOND)
    message.confirmed_at = clock.now()
    _move(message, "confirmed", MessageState.GOING, {"recipients": message.recipients})


def pause(message: Message) -> int:
    """Keep back what has not left; say how many mails. What a worker has in hand may leave."""
    _require(locked(message), MessageState.GOING)
    held = holding_service.hold(MESSAGE, message.id)
    _move(message, "paused", MessageState.PAUSED, {"held": held})
    return held


def resume(message: Message) -> int:
    """Let go what was kept back; say how many mails."""
    _require(locked(message), MessageState.PAUSED)
    let_go = holding_service.let_go(MESSAGE, message.id, A_SECOND)
    _move(message, "resumed", MessageState.GOING, {"let_go": let_go})
    return let_go


def stop(message: Message) -> int:
    """Give up for good what has not left; say how many mails."""
    _require(locked(message), MessageState.GOING, MessageState.PAUSED)
    withdrawn = holding_service.withdraw(MESSAGE, message.id)
    _move(message, "stopped", MessageState.STOPPED, {"withdrawn": withdrawn})
    return withdrawn


def version(message: Message) -> str:
    """What tells one saved version of a draft from the next."""
    return message.updated_at.isoformat()


def lacking_languages(message: Message) -> list[str]:
    """The languages in which subject or text is still to be written."""
    texts = {code: (text.subject, text.body) for code, text in message.texts.items()}
    return lacking(message.source_language, texts)


def snapshot(message: Message) -> dict[str, Any]:
    """What the history keeps of a draft."""
    said: dict[str, Any] = {
        "filters": message.filters,
        "source_language": message.source_language,
    }
    for code, text in sorted(message.texts.items()):
        said |= {f"subject_{code}": text.subject, f"body_{code}": text.body}
    return said


def _write(message: Message, draft: Draft, at: dt.datetime) -> None:
    message.filters = dict(draft.filters)
    message.source_language = draft.source_language
    message.updated_at = at
    for language in message.texts.keys() - draft.texts.keys():
        del message.texts[language]
    for language, (subject, body) in draft.texts.items():
        text = message.texts.setdefault(language, MessageText(language=language))
        text.subject, text.body = subject, body


def _require(message: Message, *states: MessageState) -> None:
    if message.state not in states:
        raise refusals.MessageHasMovedOn


def _move(message: Message, verb: str, state: MessageState, more: dict[str, Any]) -> None:
    before, message.state = message.state, state
    db.session.flush()
    record("message", message.id, verb, {"state": before}, {"state": state, **more})
