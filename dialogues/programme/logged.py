"""What the log says of Dialogues and sessions."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, holds
from dialogues.languages.rules import in_a_row
from dialogues.languages.times import date_in_words
from dialogues.programme.labels import DIALOGUE_VERBS, SESSION_VERBS, field_label, value_text
from dialogues.programme.models import Dialogue, DialogueSession, DialogueText, ShortLink
from dialogues.web.addresses import current_language


def time_of(session: DialogueSession) -> str:
    """When a session starts, in few words: its date and hour, on its own clocks."""
    language = current_language()
    start = session.local_start
    return in_a_row((date_in_words(start, language), f"{start:%H:%M}"), language)


def session_names(public_ids: Collection[str]) -> dict[str, str]:
    """Sessions by when they start, by public id."""
    found = _sessions(DialogueSession.public_id.in_(public_ids))
    return {session.public_id: time_of(session) for session in found}


def find_dialogues(text: str) -> Select[Any]:
    """Selects the ids of Dialogues by a part of a title, or their public id."""
    with_title = select(DialogueText.dialogue_id).where(holds(text, DialogueText.title))
    return select(Dialogue.id).where(or_(Dialogue.public_id == text, Dialogue.id.in_(with_title)))


def find_sessions(text: str) -> Select[Any]:
    """Selects the ids of sessions by their Dialogue, short link (also as an address) or id."""
    slug = text.rpartition("/")[2].casefold()
    return select(DialogueSession.id).where(
        or_(
            DialogueSession.public_id == text,
            DialogueSession.dialogue_id.in_(find_dialogues(text)),
            DialogueSession.id.in_(select(ShortLink.session_id).where(ShortLink.folded == slug)),
        )
    )


def _describe_dialogues(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(select(Dialogue).where(Dialogue.id.in_(ids)))
    return {one.id: Subject(_title(one), _path(one)) for one in found}


def _describe_sessions(ids: Collection[int]) -> dict[int, Subject]:
    found = _sessions(DialogueSession.id.in_(ids))
    return {
        one.id: Subject(_title(one.dialogue), _path(one.dialogue), time_of(one)) for one in found
    }


def _sessions(wanted: Any) -> Sequence[DialogueSession]:
    with_dialogue = joinedload(DialogueSession.dialogue, innerjoin=True)
    return db.session.scalars(select(DialogueSession).where(wanted).options(with_dialogue)).all()


def _title(dialogue: Dialogue) -> str:
    return dialogue.text(current_language()).title


def _path(dialogue: Dialogue) -> str:
    return url_for("programme_office.dialogue", public_id=dialogue.public_id)


DIALOGUE = Kind(
    name=_l("Dialogue"),
    verbs=DIALOGUE_VERBS,
    describe=_describe_dialogues,
    find=find_dialogues,
    field_name=field_label,
    value_text=value_text,
)
SESSION = Kind(
    name=_l("Session"),
    verbs=SESSION_VERBS,
    describe=_describe_sessions,
    find=find_sessions,
    field_name=field_label,
    value_text=value_text,
)
