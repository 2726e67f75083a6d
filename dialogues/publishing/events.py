"""Sessions as feeds and downloads hold them: without anybody's name, and without a join link."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.rules import is_offered
from dialogues.invites.ical import CalendarEvent
from dialogues.languages.names import language_list, language_name
from dialogues.programme.models import DialogueSession, Status
from dialogues.publishing.queries import changed_at
from dialogues.registration.models import Registration
from dialogues.web.addresses import absolute


def public_event(session: DialogueSession, language: str) -> CalendarEvent:
    """A session for everybody, in ``language`` or else in the Dialogue's own."""
    if _is_cancelled(session):
        about = _("About the Dialogue: %(link)s", link=_page(session, language))
    else:
        about = _(
            "About the Dialogue, and how to register: %(link)s", link=_page(session, language)
        )
    return _event(session, language, changed_at(session), [_channels(session, language), about])


def own_event(registration: Registration, language: str) -> CalendarEvent:
    """A session for somebody registered for it, with what they listen in."""
    session, listening = registration.session, registration.listening_language
    lines = [_("You listen in: %(language)s", language=language_name(listening, language))]
    if not _is_cancelled(session):
        if not is_offered(listening, session):
            lines = [
                _(
                    "Your listening language, %(language)s, is no longer offered in this session. "
                    "You can choose another language or another session.",
                    language=language_name(listening, language),
                )
            ]
        lines.append(_("To join, use the link in the mail that confirmed your registration."))
    lines.append(_("About the Dialogue: %(link)s", link=_page(session, language)))
    at = max(changed_at(session), registration.updated_at)
    return _event(session, language, at, lines)


def _event(
    session: DialogueSession, language: str, at: dt.datetime, lines: Sequence[str]
) -> CalendarEvent:
    text = session.dialogue.text(language)
    is_cancelled = _is_cancelled(session)
    cancelled = [_("The organisers have cancelled this session.")] if is_cancelled else []
    about = ["", text.description] if text.description else []
    return CalendarEvent(
        uid=session.uid,
        sequence=session.sequence,
        dtstamp=at,
        last_modified=at,
        created=session.created_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        local_start=session.local_start,
        summary=text.title,
        description="\n".join([*cancelled, *lines, *about]),
        url=_page(session, language),
        status="CANCELLED" if is_cancelled else "CONFIRMED",
        language=text.language,
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


def _is_cancelled(session: DialogueSession) -> bool:
    return Status.CANCELLED in (session.status, session.dialogue.status)
