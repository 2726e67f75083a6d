"""Calendar files: one session, one Dialogue, and the feed of all, in each language.

They are public, so they name nobody and hold no join link; calendars know the sessions in them by
the same UIDs as in the invites.
"""

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, abort, url_for
from flask_babel import gettext as _

from dialogues.invites.ical import CONTENT_TYPE, CalendarEvent, calendar_bytes
from dialogues.languages.names import language_list, language_name
from dialogues.programme import queries
from dialogues.programme.models import DialogueSession, Status
from dialogues.publishing.queries import is_in_calendars
from dialogues.support import clock
from dialogues.web.addresses import PREFIX, absolute, current_language
from dialogues.web.caching import cached_page

REFRESH = dt.timedelta(hours=1)
"""How often calendars are asked to look at the feed again."""

pages = Blueprint("feeds", __name__)


@pages.get("/sessions/<public_id>.ics")
@pages.get(f"{PREFIX}/sessions/<public_id>.ics")
@cached_page
def session(public_id: str) -> Response:
    """One session, to keep; 404 where the public has not seen it."""
    found = queries.session_by_public_id(public_id)
    if found is None or not is_in_calendars(found, clock.now()):
        abort(404)
    return _download([found], f"session-{found.local_start:%Y-%m-%d-%H%M}.ics")


@pages.get("/dialogues/<public_id>.ics")
@pages.get(f"{PREFIX}/dialogues/<public_id>.ics")
@cached_page
def dialogue(public_id: str) -> Response:
    """The sessions of one Dialogue, to keep; 404 where the public has not seen it."""
    found, now = queries.dialogue_by_public_id(public_id), clock.now()
    sessions = [one for one in found.sessions if is_in_calendars(one, now)] if found else []
    if not sessions:
        abort(404)
    return _download(sessions, f"dialogue-{sessions[0].local_start:%Y-%m-%d}.ics")


@pages.get("/calendar.ics")
@pages.get(f"{PREFIX}/calendar.ics")
@cached_page
def calendar() -> Response:
    """All sessions, past and coming, to subscribe to."""
    return _answer(
        queries.published_sessions_for_feed(clock.now()),
        name=_("Food Systems Solutions Dialogues"),
        refresh=REFRESH,
    )


def _download(sessions: Sequence[DialogueSession], filename: str) -> Response:
    response = _answer(sessions)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def _answer(
    sessions: Sequence[DialogueSession],
    name: str | None = None,
    refresh: dt.timedelta | None = None,
) -> Response:
    language = current_language()
    events = [_event(each, language) for each in sessions]
    response = Response(
        calendar_bytes(events, name=name, refresh=refresh), content_type=CONTENT_TYPE
    )
    if events:
        response.last_modified = max(event.dtstamp for event in events)
    return response


def _event(session: DialogueSession, language: str) -> CalendarEvent:
    """A session as public files hold it, in ``language`` or else in the Dialogue's own."""
    dialogue = session.dialogue
    text = dialogue.text(language)
    page = absolute(url_for("publishing.dialogue", language=language, public_id=dialogue.public_id))
    changed_at = max(session.updated_at, dialogue.updated_at)
    is_cancelled = Status.CANCELLED in (session.status, dialogue.status)
    return CalendarEvent(
        uid=session.uid,
        sequence=session.sequence,
        dtstamp=changed_at,
        last_modified=changed_at,
        created=session.created_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        local_start=session.local_start,
        summary=text.title,
        description=_description(session, text.description, language, page, is_cancelled),
        url=page,
        status="CANCELLED" if is_cancelled else "CONFIRMED",
        language=text.language,
    )


def _description(
    session: DialogueSession, about: str, language: str, page: str, is_cancelled: bool
) -> str:
    floor = language_name(session.floor_language, language)
    lines = [
        _(
            "Languages: %(floor)s, with interpretation into: %(languages)s",
            floor=floor,
            languages=language_list(session.interpretation, language),
        )
        if session.interpretation
        else _("Language: %(floor)s", floor=floor),
        _("About the Dialogue: %(link)s", link=page)
        if is_cancelled
        else _("About the Dialogue, and how to register: %(link)s", link=page),
    ]
    if is_cancelled:
        lines.insert(0, _("The organisers have cancelled this session."))
    return "\n".join([*lines, "", about] if about else lines)
