"""Thinning what saving while one types leaves behind: versions that were only steps on the way."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import delete, select

from dialogues.database import changed_rows, db
from dialogues.summaries.models import SectionText, SectionVersion
from dialogues.summaries.rules import Save, superfluous

_KEPT = dt.timedelta(days=7)
_AT_ONCE = 500


def thin_versions(at: dt.datetime) -> int:
    """Delete versions older than a week that nobody needs as of an instant; say how many.

    What a translation renders stays, what somebody's waiting text was written on, and the last of
    each sitting.
    """
    needed = _needed()
    gone: list[int] = []
    for (section_id, _language), saves in _saves().items():
        steps = {*superfluous([*saves.values()], needed[section_id])}
        gone += [
            key for key, save in saves.items() if save.number in steps and save.at < at - _KEPT
        ]
    return sum(
        changed_rows(
            delete(SectionVersion).where(SectionVersion.id.in_(gone[first : first + _AT_ONCE]))
        )
        for first in range(0, len(gone), _AT_ONCE)
    )


def _saves() -> dict[tuple[int, str], dict[int, Save]]:
    """All versions in their order, by section and language, each by its id; without their texts."""
    found = defaultdict[tuple[int, str], dict[int, Save]](dict)
    version = SectionVersion
    wanted = (
        select(
            *(version.section_id, version.language, version.id),
            *(version.number, version.saved_at, version.saved_by),
        )
        .where(version.number.is_not(None))
        .order_by(version.number)
    )
    for section_id, language, key, number, saved_at, saved_by in db.session.execute(wanted):
        found[section_id, language][key] = Save(number or 0, saved_at, saved_by)
    return found


def _needed() -> dict[int, set[int]]:
    """The numbers of versions that others build on, by section, in whichever language."""
    found = defaultdict[int, set[int]](set)
    rendered = select(SectionText.section_id, SectionText.renders)
    waiting = select(SectionVersion.section_id, SectionVersion.base).where(
        SectionVersion.number.is_(None)
    )
    for statement in (rendered, waiting):
        for section_id, number in db.session.execute(statement):
            found[section_id].add(number or 0)
    return found
