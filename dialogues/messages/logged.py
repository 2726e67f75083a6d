"""What the log says of messages."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, holds, in_words
from dialogues.languages.rules import ENDONYMS, listed
from dialogues.messages.models import Message, MessageState, MessageText
from dialogues.programme.logged import find_dialogues, find_sessions
from dialogues.web.addresses import current_language

_VERBS = {
    "created": _l("Message begun"),
    "edited": _l("Message changed"),
    "tested": _l("Sent as a test"),
    "confirmed": _l("Confirmed, to be sent"),
    "paused": _l("Sending paused"),
    "resumed": _l("Sending goes on"),
    "stopped": _l("Sending stopped"),
}
_FIELDS = {
    "state": _l("State"),
    "filters": _l("To whom"),
    "source_language": _l("Written first in"),
    "recipients": _l("How many it went to"),
    "languages": _l("Languages"),
    "held": _l("Mails kept back"),
    "let_go": _l("Mails on their way again"),
    "withdrawn": _l("Mails that never leave"),
}
_STATES = {
    MessageState.DRAFT: _l("Draft"),
    MessageState.GOING: _l("Confirmed"),
    MessageState.PAUSED: _l("Paused"),
    MessageState.STOPPED: _l("Stopped"),
}


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(
        select(Message)
        .where(Message.id.in_(ids))
        .options(joinedload(Message.dialogue, innerjoin=True))
    )
    return {
        one.id: Subject(
            _subject(one),
            url_for("messages_office.message", public_id=one.public_id),
            one.dialogue.text(current_language()).title,
        )
        for one in found
    }


def _subject(message: Message) -> str:
    wanted = (current_language(), message.source_language)
    texts = (message.texts[code].subject for code in wanted if code in message.texts)
    return next(texts, "")


def _find(text: str) -> Select[Any]:
    with_subject = select(MessageText.message_id).where(holds(text, MessageText.subject))
    return select(Message.id).where(
        or_(
            Message.id.in_(with_subject),
            Message.dialogue_id.in_(find_dialogues(text)),
            Message.session_id.in_(find_sessions(text)),
        )
    )


def _field_name(name: str) -> str:
    part, _mark, language = name.partition("_")
    if part == "subject" and language in ENDONYMS:
        return str(_("Subject: %(language)s", language=ENDONYMS[language]))
    if part == "body" and language in ENDONYMS:
        return str(_("Text: %(language)s", language=ENDONYMS[language]))
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if not value:
        return in_words(value)
    if name == "state":
        return str(_STATES[MessageState(value)])
    if name == "source_language":
        return ENDONYMS.get(str(value), str(value))
    if name == "languages":
        return listed((ENDONYMS.get(code, code) for code in value), current_language())
    return str(value)


MESSAGE = Kind(
    name=_l("Message"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
)
