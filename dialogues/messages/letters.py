"""A message as one reader gets it: organisers' words, in the reader's language if there are any."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.languages.names import language_list, language_name
from dialogues.languages.rules import direction
from dialogues.languages.times import one_line
from dialogues.messages.models import Message, MessageText
from dialogues.messages.rules import filled
from dialogues.messages.writing import paragraphs
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import sender_name, written
from dialogues.programme.models import DialogueSession
from dialogues.registration import links
from dialogues.registration.models import Registration
from dialogues.support import clock


@dataclass(frozen=True)
class Reader:
    """Whom a mail is written for; links of a sample lead nowhere."""

    name: str
    language: str
    zone: str
    manage_link: str
    join_link: str
    unsubscribe_link: str
    is_sample: bool = False


def sample_reader(name: str, language: str, zone: str) -> Reader:
    """Somebody for whom a mail can be looked at, and whose links have no power."""

    def link(endpoint: str) -> str:
        return settings().base_url + url_for(endpoint, language=language, token="sample")

    return Reader(
        name=name,
        language=language,
        zone=zone,
        manage_link=link("registration.manage"),
        join_link=link("registration.join"),
        unsubscribe_link=link("unsubscribe.page"),
        is_sample=True,
    )


def reader_of(registration: Registration) -> Reader:
    """Who registered, with the links of their own."""
    return Reader(
        name=registration.name,
        language=registration.language,
        zone=registration.zone,
        manage_link=links.manage_link(registration),
        join_link=links.join_link(registration),
        unsubscribe_link=links.unsubscribe_link(registration.participant, registration.language),
    )


def mail_for(message: Message, reader: Reader) -> Mail:
    """The mail of a message to a reader, written in the current locale, theirs."""
    text = message.texts.get(reader.language) or message.texts[message.source_language]
    values = _values(message, text, reader)
    dialogue_title = message.dialogue.text(reader.language).title
    if message.session_id is None:
        reason = _("You get this mail because you asked to hear of the next Dialogues.")
        way_out = (_("Stop these mails"), reader.unsubscribe_link)
    else:
        reason = _("You get this mail because you registered for: %(title)s", title=dialogue_title)
        way_out = (_("Change or cancel your registration"), reader.manage_link)
    body, html = written(
        "messages/message",
        subject=filled(text.subject, values),
        text=filled(text.body, values),
        paragraphs=paragraphs(text.body, values),
        text_language=text.language,
        text_direction=direction(text.language),
        reason=reason,
        way_out=way_out,
    )
    return Mail(
        subject=filled(text.subject, values),
        text=body,
        html=html,
        sender_name=sender_name(),
        headers=_headers(message, reader),
    )


def _headers(message: Message, reader: Reader) -> tuple[tuple[str, str], ...]:
    """One press unsubscribes from announcements (RFC 8058)."""
    if message.session_id is not None or reader.is_sample:
        return ()
    return (
        ("List-Unsubscribe", f"<{reader.unsubscribe_link}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


def _values(message: Message, text: MessageText, reader: Reader) -> dict[str, str]:
    """What placeholders stand for, in the language that the text is written in."""
    session = message.session
    return {
        "name": reader.name,
        "title": message.dialogue.text(text.language).title,
        "when": _when(session, reader.zone, text.language) if session else "",
        "sessions": "\n\n".join(
            _offer(one, reader.zone, text.language) for one in to_come(message, clock.now())
        ),
        "manage_link": reader.manage_link,
        "join_link": reader.join_link,
    }


def to_come(message: Message, at: dt.datetime) -> list[DialogueSession]:
    """The sessions that an announcement is about: those that have not ended at ``at``."""
    if message.session_id is not None:
        return []
    return [session for session in message.dialogue.sessions if session.takes_place(at)]


def _when(session: DialogueSession, zone: str, language: str) -> str:
    return one_line(session.starts_at, session.ends_at, zone, language)


def _offer(session: DialogueSession, zone: str, language: str) -> str:
    """When a session is for the reader, in which languages, and where one registers."""
    path = url_for("registration.register", language=language, public_id=session.public_id)
    slug = session.short_link
    spoken = language_name(session.floor_language, language)
    heard = language_list((session.floor_language, *session.interpretation), language)
    return "\n".join(
        (
            _when(session, zone, language),
            heard if session.interpretation else spoken,
            settings().base_url + (f"/{slug}" if slug else path),
        )
    )


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """Write mails of a language inside a request of another."""
    before, g.language = g.language, language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before
