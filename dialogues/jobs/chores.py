"""What is done once a day, by whichever worker comes first."""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Mapping
from functools import partial

from sqlalchemy import delete

from dialogues.action_items.due_service import derive_due_daily
from dialogues.database import changed_rows, insert_once, transact
from dialogues.finding.service import index_missing
from dialogues.jobs.models import ChoreRun
from dialogues.people.service import purge_sign_in_links
from dialogues.privacy.retention_service import erase_accessibility_needs, erase_past_their_time
from dialogues.programme.zone_rules import follow_zone_rules
from dialogues.registration.unfinished_service import purge_unfinished
from dialogues.summaries.thinning_service import thin_versions
from dialogues.support import clock

Chore = Callable[[dt.datetime], int]
"""Does its work as of an instant, in the transaction of its claim, and counts what it did."""

_CLAIMS_KEPT = dt.timedelta(days=30)
_log = logging.getLogger(__name__)


def _forget_claims(at: dt.datetime) -> int:
    return changed_rows(delete(ChoreRun).where(ChoreRun.at < at - _CLAIMS_KEPT))


DAILY: Mapping[str, Chore] = {
    "zone_rules": follow_zone_rules,
    "derive_due_dates": derive_due_daily,
    "purge_sign_in_links": purge_sign_in_links,
    "purge_unfinished_registrations": purge_unfinished,
    "erase_accessibility_needs": erase_accessibility_needs,
    "erase_past_their_time": erase_past_their_time,
    "thin_versions": thin_versions,
    "find_what_is_missing": index_missing,
    "forget_claims": _forget_claims,
}
AT_START = frozenset({"zone_rules"})
"""What every worker does when it starts, whoever did it today: the zones may have been upgraded."""


def run_due(chores: Mapping[str, Chore] = DAILY, anyway: Collection[str] = ()) -> dict[str, int]:
    """Run each chore that no worker has run on this UTC day; say what was done.

    Those named in ``anyway`` are run whether or not. One that fails is logged, and tried again at
    the next call: its claim goes with its work.
    """
    at = clock.now()
    done: dict[str, int] = {}
    for name, chore in chores.items():
        try:
            count = transact(partial(_run, name, chore, at, name in anyway))
        except Exception:
            _log.exception("the chore %s failed", name)
            continue
        if count is not None:
            _log.info("the chore %s is done: %s", name, count)
            done[name] = count
    return done


def _run(name: str, chore: Chore, at: dt.datetime, anyway: bool) -> int | None:
    """What the chore counted, or None where another worker has claimed it."""
    is_first = insert_once(ChoreRun, name=name, tick=at.date().isoformat(), at=at)
    return chore(at) if is_first or anyway else None
