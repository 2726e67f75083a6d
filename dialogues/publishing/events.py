"""Sessions as feeds and downloads hold them: without anybody's name, and without a join link."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.listening import listening_sentence
from dialogues.invites.events import is_cancelled, session_event
from dialogues.invites.ical import CalendarEvent
from dialogues.languages.names import language_list, language_name
from dialogues.programme.models import DialogueSession
from dialogues.publishing.queries import changed_at
from dialogues.registration.models import Registration
from dialogues.web.addresses import absolute


def public_event(session: DialogueSession, language: str) -> CalendarEvent:
    """A session for everybody, in ``language`` or else in the Dialogue's own."""
    if is_cancelled(session):
        about = _("About the Dialogue: %(link)s", link=_page(session, language))
    else:
        about = _(
            "About the Dialogue, and how to register: %(link)s", link=_page(session, language)
        )
    return _event(session, language, changed_at(session), [_channels(session, language), about])


def own_event(registration: Registration, language: str) -> CalendarEvent:
    """A session for somebody registered for it, with what they listen in."""
    session, lines = registration.session, []
    if not is_cancelled(session):
        lines = [
            listening_sentence(registration.listening_language, session, language),
            _("To join, use the link in the mail that confirmed your registration."),
        ]
    lines.append(_("About the Dialogue: %(link)s", link=_page(session, language)))
    at = max(changed_at(session), registration.updated_at)
    return _event(session, language, at, lines)


def _event(
    session: DialogueSession, language: str, at: dt.datetime, lines: Sequence[str]
) -> CalendarEvent:
    text = session.dialogue.text(language)
    cancelled = [_("The organisers have cancelled this session.")] if is_cancelled(session) else []
    about = ["", text.description] if text.description else []
    return session_event(
        session,
        language,
        uid=session.uid,
        sequence=session.sequence,
        dtstamp=at,
        last_modified=at,
        created=session.created_at,
        description="\n".join([*cancelled, *lines, *about]),
        url=_page(session, language),
    )


def _channels(session: DialogueSession, language: str) -> str:
    floor = language_name(session.floor_language, language)
    sentence = (
        _(
            "Languages: %(floor)s, with interpretation into: %(languages)s",
            floor=floor,
            languages=language_list(session.interpretation, language),
        )
        if session.interpretation
        else _("Language: %(floor)s", floor=floor)
    )
    return str(sentence)


def _page(session: DialogueSession, language: str) -> str:
    public_id = session.dialogue.public_id
    return absolute(url_for("publishing.dialogue", language=language, public_id=public_id))
