"""Loading the demonstration; loading it again changes nothing."""

import calendar
import datetime as dt
import json
from pathlib import Path

from dialogues.config import settings
from dialogues.database import db
from dialogues.demonstration.agendas import agenda_of, themes_of
from dialogues.demonstration.record import load_record
from dialogues.people.staff_service import add_staff
from dialogues.programme.agenda_service import set_agenda
from dialogues.programme.dialogue_service import create_dialogue
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.plans import DialoguePlan, SessionPlan
from dialogues.support import clock, zones
from dialogues.support.roles import Role

ORGANISER = "organiser@example.org"
ROME = "Europe/Rome"
_UPCOMING = "demonstration-upcoming-"
_TEXTS = json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))


def load() -> str:
    """Load what is missing, and return the short link of a session that is open."""
    for date, slugs in (
        ("2022-06-29", ("29juneAM", "29JunePM")),
        ("2022-07-27", ("27julyAM", "27JulyPM")),
    ):
        if not _holds(f"demonstration-{date}"):
            _create(f"demonstration-{date}", date, dt.date.fromisoformat(date), slugs)
    upcoming = _upcoming()
    if upcoming is None:
        date_ = last_wednesday_of_next_month(zones.local(clock.now(), ROME).date())
        stem = f"{date_.day}{date_:%B}".lower()
        key = f"{_UPCOMING}{date_.isoformat()}"
        upcoming = _create(key, "upcoming", date_, (f"{stem}AM", f"{stem}PM"))
    held = db.session.scalar(db.select(Dialogue).where(Dialogue.key == "demonstration-2022-06-29"))
    if held is not None:
        load_record(held, upcoming.sessions[0].local_start.date())
    add_staff(ORGANISER, "Organiser", Role.ORGANISER)
    add_staff("administrator@example.org", "Administrator", Role.ADMINISTRATOR)
    add_staff("editor@example.org", "Editor", Role.EDITOR)
    return upcoming.sessions[0].short_link or ""


def last_wednesday_of_next_month(today: dt.date) -> dt.date:
    """The day of the upcoming Dialogue."""
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=(last.weekday() - calendar.WEDNESDAY) % 7)


def _holds(key: str) -> bool:
    return db.session.scalar(db.select(Dialogue.id).where(Dialogue.key == key)) is not None


def _upcoming() -> Dialogue | None:
    found: Dialogue | None = db.session.scalar(
        db.select(Dialogue)
        .join(Dialogue.sessions)
        .where(Dialogue.key.startswith(_UPCOMING), DialogueSession.ends_at > clock.now())
        .limit(1)
    )
    return found


def _create(key: str, texts: str, date: dt.date, slugs: tuple[str, str]) -> Dialogue:
    sessions = [
        SessionPlan(
            local_start=dt.datetime.combine(date, dt.time(hour)),
            fold=None,
            zone=ROME,
            minutes=90,
            floor_language="en",
            interpretation=interpretation,
            capacity=None,
            join_url="https://meet.example.org/dialogues",
            short_link=slug,
            key=part,
        )
        for part, hour, interpretation, slug in (
            ("morning", 8, ("zh", "ru", "ar"), slugs[0]),
            ("afternoon", 16, ("fr", "es"), slugs[1]),
        )
    ]
    plan = DialoguePlan(
        source_language="en",
        texts={language: tuple(pair) for language, pair in _TEXTS[texts].items()},
        key=key,
        themes=themes_of(texts),
    )
    dialogue = create_dialogue(plan, sessions, Status.PUBLISHED, settings().uid_domain)
    set_agenda(dialogue, agenda_of(texts))
    return dialogue
