"""When registration for a session opens and closes: wall times, and the instants they mean."""

import datetime as dt
from typing import NamedTuple

from dialogues.programme import refusals, rules
from dialogues.support import zones
from dialogues.support.refusals import Refusal


class Opening(NamedTuple):
    """When registration opens and closes: naive wall times, or aware instants.

    None is for at once, and for when the session is over.
    """

    opens: dt.datetime | None
    closes: dt.datetime | None


def instants(local: Opening, zone: str) -> Opening:
    """The instants (UTC) of wall times in an IANA zone; raises ``zones.LocalTimeDoesNotExist``.

    Of a repeated time the first counts for opening and the second for closing, so that nobody
    finds a door closed that is said to be open.
    """
    return Opening(
        opens=local.opens and zones.instant(local.opens, zone, fold=0),
        closes=local.closes and zones.instant(local.closes, zone, fold=1),
    )


def problems(local: Opening, zone: str, ends_at: dt.datetime) -> dict[str, Refusal]:
    """Why registration for a session that ends at an instant cannot open or close so.

    The keys are ``opens`` and ``closes``.
    """
    found: dict[str, Refusal] = {}
    for name, wall in local._asdict().items():
        try:
            if wall and (problem := rules.date_problem(wall.date())):
                found[name] = problem
            elif wall:
                zones.instant(wall, zone, fold=0)
        except zones.LocalTimeDoesNotExist as problem:
            found[name] = problem
    return found or _out_of_order(instants(local, zone), zone, ends_at)


def _out_of_order(at: Opening, zone: str, ends_at: dt.datetime) -> dict[str, Refusal]:
    end = f"{zones.local(ends_at, zone):%Y-%m-%d %H:%M}"
    found: dict[str, Refusal] = {}
    if at.opens and at.opens >= ends_at:
        found["opens"] = refusals.OpensTooLate(end=end)
    if at.closes and at.closes > ends_at:
        found["closes"] = refusals.ClosesTooLate(end=end)
    if not found and at.opens and at.closes and at.opens >= at.closes:
        found["closes"] = refusals.ClosesBeforeItOpens()
    return found


def repeated(wall: dt.datetime | None, zone: str) -> tuple[dt.datetime, dt.datetime] | None:
    """The two instants (UTC) of a wall time that happens twice in an IANA zone, else None."""
    try:
        if wall:
            zones.instant(wall, zone)
    except zones.LocalTimeIsAmbiguous as twice:
        return twice.candidates
    except zones.LocalTimeDoesNotExist:
        return None
    return None
