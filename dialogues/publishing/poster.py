"""A Dialogue on one page of paper: what, when, in which languages, where to register."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.languages.rules import ENDONYMS, direction
from dialogues.languages.times import ClockTime, clock_time
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.support.pdf import emblem, pdf_of
from dialogues.web.addresses import absolute
from dialogues.web.qr import svg_file


def sessions_on_poster(dialogue: Dialogue) -> list[DialogueSession]:
    """The sessions that a poster invites to, by start: drafts too, cancelled ones not."""
    if dialogue.status is Status.CANCELLED:
        return []
    return [one for one in dialogue.sessions if one.status is not Status.CANCELLED]


def poster_of(dialogue: Dialogue, language: str, zones: Sequence[str]) -> bytes:
    """The PDF of a Dialogue in a language, its times in the IANA ``zones``, the first one large.

    A title that lacks the language stands in its source language. Needs a session to show, and
    raises :class:`~dialogues.support.pdf.TextCannotBeDrawn` as :func:`pdf_of` does.
    """
    with force_locale(language):
        return pdf_of("publishing/poster.typ", _content(dialogue, language, zones))


def _content(dialogue: Dialogue, language: str, zones: Sequence[str]) -> dict[str, Any]:
    sessions = sessions_on_poster(dialogue)
    title = dialogue.text(language)
    dates = {_clock(one, zones[0], language).date for one in sessions}
    shared_date = dates.pop() if len(dates) == 1 else None
    return {
        "language": language,
        "direction": direction(language),
        "emblem": emblem(),
        "series": _("Food Systems Solutions Dialogues"),
        "hub": _("United Nations Food Systems Coordination Hub"),
        "home": _shown(settings().base_url),
        "invitation": _("The United Nations Food Systems Coordination Hub invites you"),
        "choice": _("Choose one of the sessions: their content is the same"),
        "columns": [_("City"), _("Local time")],
        "title": {
            "text": title.title,
            "language": title.language,
            "direction": direction(title.language),
        },
        "date": shared_date,
        "sessions": [
            {
                "heading": _("Session %(number)s", number=number) if len(sessions) > 1 else None,
                **_sitting(session, language, zones, shared_date),
            }
            for number, session in enumerate(sessions, start=1)
        ],
    }


def _sitting(
    session: DialogueSession, language: str, zones: Sequence[str], shared_date: str | None
) -> dict[str, Any]:
    times = [_clock(session, zone, language) for zone in zones]
    spoken = [(_("Spoken language"), _endonyms([session.floor_language]))]
    if session.interpretation:
        spoken.append((_("Interpretation"), _endonyms(session.interpretation)))
    return {
        "date": None if shared_date else times[0].date,
        "times": [_row(time, times[0].date) for time in times],
        "languages": spoken,
        "link": _link(session.short_link) if session.short_link else None,
    }


def _clock(session: DialogueSession, zone: str, language: str) -> ClockTime:
    return clock_time(session.starts_at, session.ends_at, zone, language)


def _row(time: ClockTime, said: str) -> dict[str, str | None]:
    return {
        "place": time.zone_name,
        "offset": time.offset if time.offset != time.zone_name else None,
        "hours": time.hours,
        "date": time.date if time.date != said else None,
    }


def _endonyms(codes: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"name": ENDONYMS[code], "language": code, "direction": direction(code)} for code in codes
    ]


def _link(slug: str) -> dict[str, str]:
    address = absolute(f"/{slug}")
    return {
        "label": _("Register here"),
        "address": address,
        "shown": _shown(address),
        "code": svg_file(address).decode(),
        "alt": _("QR code of %(address)s", address=address),
    }


def _shown(address: str) -> str:
    """An address as people type it."""
    return address.partition("://")[2]
