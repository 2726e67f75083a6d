"""Calendar files: one session, one Dialogue, the feeds of all and of one person, in each language.

They name nobody and hold no join link; calendars know the sessions in them by the same UIDs as in
the invites.
"""

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from dialogues.interpretation.rules import is_offered
from dialogues.invites.ical import CONTENT_TYPE, CalendarEvent, calendar_bytes
from dialogues.languages.rules import ENDONYMS
from dialogues.programme import queries
from dialogues.programme.models import DialogueSession
from dialogues.publishing.events import own_event, public_event
from dialogues.publishing.queries import (
    changed_at,
    is_in_calendars,
    seats_in_calendar,
    shown_otherwise_at,
)
from dialogues.publishing.refusals import NoSuchCalendar
from dialogues.registration.links import person_of_feed
from dialogues.support import clock
from dialogues.web.addresses import PREFIX, current_language
from dialogues.web.caching import cached_page, revalidated_page
from dialogues.web.headers import personal

REFRESH = dt.timedelta(hours=1)
"""How often calendars are asked to look at a feed again."""

pages = Blueprint("feeds", __name__)


@pages.get("/sessions/<public_id>.ics")
@pages.get(f"{PREFIX}/sessions/<public_id>.ics")
@cached_page()
def session(public_id: str) -> Response:
    """One session, to keep; 404 where the public has not seen it."""
    found = queries.session_by_public_id(public_id)
    if found is None or not is_in_calendars(found, clock.now()):
        abort(404)
    response = _answer([public_event(found, current_language())], changed_at(found))
    return _named(response, f"session-{found.local_start:%Y-%m-%d-%H%M}.ics")


@pages.get("/dialogues/<public_id>.ics")
@pages.get(f"{PREFIX}/dialogues/<public_id>.ics")
@cached_page()
def dialogue(public_id: str) -> Response:
    """The sessions of one Dialogue, to keep or to subscribe to; 404 as for a session."""
    found, now = queries.dialogue_by_public_id(public_id), clock.now()
    sessions = [one for one in found.sessions if is_in_calendars(one, now)] if found else []
    if not found or not sessions:
        abort(404)
    response = _feed(sessions, _latest(found.sessions), found.text(current_language()).title)
    return _named(response, f"dialogue-{sessions[0].local_start:%Y-%m-%d}.ics")


@pages.get("/calendar.ics")
@pages.get(f"{PREFIX}/calendar.ics")
@cached_page("interpretation")
def calendar() -> Response:
    """All sessions, past and coming, to subscribe to; or those that are heard in one language."""
    language, now = interpretation_asked(), clock.now()
    seen = queries.sessions_for_feed()
    sessions = [one for one in seen if is_in_calendars(one, now)]
    # Of all sessions: one that loses its Russian leaves the Russian feed, which is a change of it.
    latest = _latest(seen)
    if language is None:
        return _feed(sessions, latest, _("Food Systems Solutions Dialogues"))
    return _feed(
        [one for one in sessions if is_offered(language, one)],
        latest,
        _("Food Systems Solutions Dialogues – %(language)s", language=ENDONYMS[language]),
    )


@pages.get("/my-calendar/<token>.ics")
@pages.get(f"{PREFIX}/my-calendar/<token>.ics")
@revalidated_page
def person(token: str) -> Response:
    """What one person is registered for, at a secret address; past sessions, too.

    Nobody else may keep it, and the calendar that does must ask each time: ``private, no-cache``.
    ``no-store`` would forbid what a 304 needs, that it keeps its copy.
    """
    seats = seats_in_calendar(person_of_feed(token), clock.now())
    events = [own_event(seat, current_language()) for seat in seats.shown]
    name = _("Food Systems Solutions Dialogues – my sessions")
    response = personal(_answer(events, seats.changed_at, name))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def interpretation_asked() -> str | None:
    """The language of ``?interpretation=``, or None without one.

    Raises :class:`NoSuchCalendar` where it is none of the six.
    """
    language = request.args.get("interpretation") or None
    if language is not None and language not in ENDONYMS:
        raise NoSuchCalendar
    return language


def _latest(sessions: Sequence[DialogueSession]) -> dt.datetime | None:
    now = clock.now()
    return max((shown_otherwise_at(session, now) for session in sessions), default=None)


def _feed(sessions: Sequence[DialogueSession], latest: dt.datetime | None, name: str) -> Response:
    language = current_language()
    return _answer([public_event(each, language) for each in sessions], latest, name)


def _answer(
    events: Sequence[CalendarEvent], latest: dt.datetime | None, name: str | None = None
) -> Response:
    """A calendar file; with a ``name`` it is a feed, which says how often to look again."""
    body = calendar_bytes(events, name=name, refresh=REFRESH if name else None)
    response = Response(body, content_type=CONTENT_TYPE)
    response.last_modified = latest
    return response


def _named(response: Response, filename: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
