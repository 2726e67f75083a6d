"""The next Dialogue, as the programme has it: a block of Markdown in a note's language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.languages.names import language_list, language_name
from dialogues.languages.rules import in_a_row
from dialogues.languages.times import ClockTime, clock_time
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.queries import dialogue_after
from dialogues.support.markup import escaped


def next_dialogue_of(dialogue: Dialogue, language: str) -> str:
    """What follows a Dialogue: date, topic, and of each session times, languages and short link.

    In ``language`` whatever the page's is, each session on its own zone's clocks. Empty while no
    later Dialogue is published. A title that lacks the language stands in its source language.
    """
    following = dialogue_after(dialogue)
    if following is None:
        return ""
    sessions = [one for one in following.sessions if one.status is Status.PUBLISHED]
    clocks = [_clock(one, language) for one in sessions]
    dates = list(dict.fromkeys(clock.date for clock in clocks))
    title = following.text(language)
    with force_locale(language):
        lines = [
            _sitting(one, clock, language, with_date=len(dates) > 1)
            for one, clock in zip(sessions, clocks, strict=True)
        ]
        said = _(
            "The next Dialogue is on **%(date)s**: %(title)s",
            date=in_a_row(map(escaped, dates), language),
            title=escaped(title.title),
        )
        return "\n".join([str(said), "", *(f"- {line}" for line in lines)])


def _clock(session: DialogueSession, language: str) -> ClockTime:
    return clock_time(session.starts_at, session.ends_at, session.zone, language)


def _sitting(session: DialogueSession, clock: ClockTime, language: str, with_date: bool) -> str:
    when = [clock.hours, *dict.fromkeys((clock.zone_name, clock.offset))]
    told = in_a_row([clock.date, *when] if with_date else when, language)
    link = f"<{settings().base_url}/{session.short_link}>" if session.short_link else ""
    return "  \n  ".join(part for part in (escaped(told), _heard(session, language), link) if part)


def _heard(session: DialogueSession, language: str) -> str:
    floor = language_name(session.floor_language, language)
    if not session.interpretation:
        return str(_("Language: %(floor)s", floor=floor))
    return str(
        _(
            "Languages: %(floor)s, with interpretation into: %(languages)s",
            floor=floor,
            languages=language_list(session.interpretation, language),
        )
    )
