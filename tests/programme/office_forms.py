"""What the tests of organisers' pages fill in, and read from the answers."""

import datetime as dt
import html
import re
from typing import Any

from dialogues.database import db
from dialogues.programme.models import DialogueSession
from tests.builders import a_session

NEW = "/en/office/dialogues/new"
IMPORT = "/en/office/import"
FORM: dict[str, Any] = {
    "source_language": "en",
    "title_en": "Governance, policies and institutions",
    "description_en": "First.\r\n\r\nSecond.",
    "title_fr": "Gouvernance",
    "date": "2027-07-28",
    "zone": "Europe/Rome",
    "minutes": "90",
    "first-start": "08:00",
    "first-floor_language": "en",
    "first-interpretation": ["ar", "zh", "ru"],  # as a browser sends boxes
    "second-start": "16:00",
    "second-floor_language": "en",
    "second-interpretation": ["fr", "es"],
    "second-capacity": "300",
    "second-short_link": "28JulyPM",
}
REPEATED = {"date": "2027-10-31", "first-start": "02:30"}


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


def stored(session: DialogueSession) -> DialogueSession:
    db.session.rollback()
    db.session.refresh(session)
    return session


def text(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def carried(page: str) -> dict[str, Any]:
    """The hidden fields of the form that confirms."""
    form = page[page.rindex("<form ") :]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        fields.setdefault(name, []).append(html.unescape(value))
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>\n?([^<]*)</textarea>', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return dict(fields)


def edit_form(**changes: Any) -> dict[str, Any]:
    return {
        "date": "2027-07-28",
        "zone": "Europe/Rome",
        "minutes": "90",
        "sitting-start": "08:00",
        "sitting-floor_language": "en",
        "sitting-interpretation": ["ar", "zh", "ru"],  # as a browser sends boxes
        "sitting-join_url": "https://meet.example.org/room",
        "sitting-short_link": "28julyAM",
        **{name.replace("sitting_", "sitting-"): value for name, value in changes.items()},
    }


def a_public_session(**fields: Any) -> DialogueSession:
    session = a_session(local_start=dt.datetime(2027, 7, 28, 8), short_link="28julyAM", **fields)
    assert isinstance(session, DialogueSession)
    return session
