"""To whom a message goes: read from an address or from what is stored, and in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from dialogues.languages.rules import in_a_row
from dialogues.messages import queries
from dialogues.messages.queries import Audience, LeftOut
from dialogues.programme.models import DialogueSession
from dialogues.registration.filtering import Arguments, filter_of, plain_sort
from dialogues.registration.filters import Filter
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.room import STATUSES, Room
from dialogues.web.addresses import current_language

WRITTEN_TO = tuple(status for status in STATUSES if status is not RegistrationStatus.CANCELLED)
"""Whom a message can go to."""

LEFT_OUT = {
    LeftOut.COMES_BACK: _l("Mail to them comes back"),
    LeftOut.GONE: _l("They have cancelled, or their data are erased"),
    LeftOut.REGISTERED: _l("They have registered in this Dialogue"),
    LeftOut.TOLD: _l("They have had an announcement of this Dialogue already"),
}


@dataclass(frozen=True)
class Reach:
    """How many people a message reaches, in which of its languages, and how many it leaves out."""

    count: int
    languages: list[tuple[str, int, str]]
    """A language of people, how many they are, and that of the text that they get."""
    left_out: dict[LeftOut, int]


def filter_in(arguments: Arguments) -> Filter:
    """The filter in an address or a form, of people who can be written to.

    Who cancelled is written to by nobody: they are among "all" for the list alone.
    """
    wanted = filter_of(arguments)
    asked = wanted.status or tuple(status.value for status in WRITTEN_TO)
    can_be_asked = tuple(one for one in asked if one != RegistrationStatus.CANCELLED.value)
    return replace(wanted, status=can_be_asked or asked)


def stored_filter(filters: Mapping[str, Any]) -> Filter:
    """The filter that a message keeps."""
    return filter_in(MultiDict(filters))


def audience_of(dialogue_id: int, session_id: int | None, filters: Mapping[str, Any]) -> Audience:
    """To whom a message of a Dialogue goes: to a session's people, else it is an announcement."""
    if session_id is None:
        return queries.of_dialogue(dialogue_id)
    return queries.of_session(session_id, stored_filter(filters))


def reach_of(audience: Audience, written: set[str], source: str) -> Reach:
    """How many people an audience is, each with a text of their language or the source's."""
    counts = queries.counts_by_language(audience)
    return Reach(
        count=sum(counts.values()),
        languages=[
            (language, count, language if language in written else source)
            for language, count in counts.items()
        ],
        left_out=queries.left_out_counts(audience),
    )


def in_words(session: DialogueSession, wanted: Filter) -> list[str]:
    """What a filter asks for: who they are, then each condition."""
    known = {status.value: str(label) for status, label in STATUSES.items()}
    who = in_a_row((known[status] for status in wanted.status), current_language())
    conditions = Room(session, wanted, plain_sort(wanted)).conditions
    return [who, *(condition.label for condition in conditions)]
