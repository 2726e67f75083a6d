"""What an organiser plans: values that forms and spreadsheets make and services carry out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.people.rules import Category
from dialogues.programme import opening, refusals, rules
from dialogues.programme.models import Admission
from dialogues.programme.opening import Opening
from dialogues.support import zones
from dialogues.support.refusals import Refusal

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


@dataclass(frozen=True)
class SessionPlan:
    """One sitting as it is meant. ``local_start`` is naive wall time in ``zone`` (IANA).

    ``fold`` (PEP 495) chooses between the two instants of a repeated wall time and is None where
    nobody chose. ``short_link`` None keeps the one in use, or has one made up. No ``categories``
    are all; the ``local_registration_`` times are naive wall time in ``zone``, and None as
    :class:`~dialogues.programme.opening.Opening` says.
    """

    local_start: dt.datetime
    fold: int | None
    zone: str
    minutes: int
    floor_language: str
    interpretation: tuple[str, ...]
    capacity: int | None
    join_url: str | None
    short_link: str | None
    key: str | None = None
    reminders: tuple[str, ...] = tuple(rules.REMINDERS)
    alarm_minutes: int | None = None
    admission: Admission = Admission.OPEN
    categories: tuple[Category, ...] = ()
    local_registration_opens: dt.datetime | None = None
    local_registration_closes: dt.datetime | None = None

    @property
    def opening(self) -> Opening:
        """When registration opens and closes, as wall times."""
        return Opening(self.local_registration_opens, self.local_registration_closes)


@dataclass(frozen=True)
class DialoguePlan:
    """A topic as it is meant: title and description by language, one of them the source.

    ``allows_several`` lets one person come to more than one of the sessions of a new one, and
    ``themes`` is what a new one is about.
    """

    source_language: str
    texts: Mapping[str, tuple[str, str]]
    key: str | None = None
    allows_several: bool = False
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timing:
    """A wall time, and the instants (UTC) that its zone gives it today."""

    local_start: dt.datetime
    fold: int
    zone: str
    minutes: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def timing(local_start: dt.datetime, fold: int | None, zone: str, minutes: int) -> Timing:
    """Derive the instants of a wall time; raises what :func:`zones.instant` raises.

    The result's ``fold`` is 0 unless the time is repeated and the second was chosen.
    """
    try:
        starts_at, fold = zones.instant(local_start, zone), 0
    except zones.LocalTimeIsAmbiguous:
        starts_at = zones.instant(local_start, zone, fold)
        fold = int(bool(fold))
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    return Timing(local_start, fold, zone, minutes, starts_at, ends_at)


def session_problems(plan: SessionPlan) -> dict[str, Refusal]:
    """Every field of ``plan`` that cannot be, with why; empty for a good plan."""
    found = {
        "local_start": rules.date_problem(plan.local_start.date()),
        "zone": rules.zone_problem(plan.zone),
        "minutes": rules.minutes_problem(plan.minutes),
        "floor_language": rules.language_problem(plan.floor_language),
        "interpretation": rules.interpretation_problem(plan.floor_language, plan.interpretation),
        "capacity": rules.capacity_problem(plan.capacity),
        "join_url": rules.join_url_problem(plan.join_url),
        "short_link": rules.slug_problem(plan.short_link) if plan.short_link else None,
        "reminders": rules.reminders_problem(plan.reminders),
        "alarm_minutes": rules.alarm_problem(plan.alarm_minutes),
        "categories": rules.categories_problem(plan.categories),
        "key": rules.text_problem(plan.key or "", "key"),
    }
    problems = {field: problem for field, problem in found.items() if problem}
    if not {"local_start", "zone", "minutes"} & problems.keys():
        try:
            problems |= registration_problems(plan)
        except (zones.LocalTimeDoesNotExist, zones.LocalTimeIsAmbiguous) as problem:
            problems["local_start"] = problem
    return problems


def registration_problems(plan: SessionPlan) -> dict[str, Refusal]:
    """Why registration cannot open or close as ``plan`` says; raises what :func:`timing` does."""
    times = timing(plan.local_start, plan.fold, plan.zone, plan.minutes)
    found = opening.problems(plan.opening, plan.zone, times.ends_at)
    return {f"local_registration_{name}": problem for name, problem in found.items()}


def dialogue_problems(plan: DialoguePlan) -> dict[str, Refusal]:
    """Every field of ``plan`` that cannot be: ``source_language``, ``key``, ``title_en`` ..."""
    problems: dict[str, Refusal] = {}
    if problem := rules.text_problem(plan.key or "", "key"):
        problems["key"] = problem
    if problem := rules.language_problem(plan.source_language):
        problems["source_language"] = problem
    elif plan.source_language not in plan.texts:
        problems[f"title_{plan.source_language}"] = refusals.TitleIsMissing()
    for language, (title, description) in plan.texts.items():
        if problem := rules.language_problem(language):
            problems["source_language"] = problem
        if not title:
            problems[f"title_{language}"] = refusals.TitleIsMissing()
        elif problem := rules.text_problem(title, "title"):
            problems[f"title_{language}"] = problem
        if problem := rules.text_problem(description, "description", several_lines=True):
            problems[f"description_{language}"] = problem
    return problems


def suggested_slugs(local_start: dt.datetime) -> tuple[str, str]:
    """Short links to try for a session nobody named one for: ``27julyAM``, ``27july2022AM``."""
    day = f"{local_start.day}{_MONTHS[local_start.month - 1]}"
    half = "AM" if local_start.hour < 12 else "PM"
    return f"{day}{half}", f"{day}{local_start.year}{half}"
