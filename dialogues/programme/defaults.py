"""What organisers' forms start with: the habits of the last Dialogue, else those of the Hub."""

import datetime as dt
from typing import Any

from dialogues.config import settings
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.programme.plans import SessionPlan
from dialogues.programme.rules import REMINDERS

_FIRST = {"start": dt.time(8), "floor_language": "en", "interpretation": ["zh", "ru", "ar"]}
_SECOND = {"start": dt.time(16), "floor_language": "en", "interpretation": ["fr", "es"]}
_AFRESH = {
    "capacity": None,
    "reminders": list(REMINDERS),
    "alarm_minutes": None,
    "registration_opens": None,
    "registration_closes": None,
}
"""What each Dialogue is asked anew, whatever the last one had."""
_MINUTES = 90


def new_dialogue_defaults(last: Dialogue | None) -> dict[str, Any]:
    """Zone, length, times, languages and who may come; never dates, texts, seats or links.

    All reminders are sent and no calendar rings, unless the organiser says otherwise each time.
    """
    sessions = last.sessions[:2] if last else []
    known = [_habits(one) for one in sessions] or [_FIRST, _SECOND]
    parts = [{**habits, **_AFRESH} for habits in known]
    return {
        "source_language": last.source_language if last else "en",
        "zone": sessions[0].zone if sessions else settings().timezone,
        "minutes": sessions[0].minutes if sessions else _MINUTES,
        "allows_several": last.allows_several if last else False,
        "first": parts[0],
        "second": parts[1] if len(parts) > 1 else {**_SECOND, **_AFRESH, "start": None},
    }


def session_fields(session: DialogueSession | SessionPlan) -> dict[str, Any]:
    """The fields of the form that changes a session."""
    return {
        "date": session.local_start.date(),
        "zone": session.zone,
        "minutes": session.minutes,
        "sitting": {
            **_habits(session),
            "again": str(session.fold),
            "join_url": session.join_url,
            "short_link": session.short_link,
        },
    }


def _habits(session: DialogueSession | SessionPlan) -> dict[str, Any]:
    return {
        "start": session.local_start.time(),
        "floor_language": session.floor_language,
        "interpretation": list(session.interpretation),
        "capacity": session.capacity,
        "reminders": list(session.reminders),
        "alarm_minutes": session.alarm_minutes,
        "admission": session.admission,
        "categories": list(session.categories),
        "registration_opens": session.local_registration_opens,
        "registration_closes": session.local_registration_closes,
    }
