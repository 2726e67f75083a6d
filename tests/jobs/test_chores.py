"""Daily chores: each once a day, by whichever worker comes first."""

import datetime as dt

import pytest
import time_machine

from dialogues.database import db, transact
from dialogues.jobs.chores import DAILY, run_due
from dialogues.jobs.models import ChoreRun
from dialogues.people import service
from dialogues.people.models import SignInLink
from dialogues.support import clock
from tests.builders import a_member_of_staff

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def test_a_chore_runs_once_a_day() -> None:
    runs: list[dt.date] = []
    chores = {"count": lambda at: runs.append(at.date()) or 1}
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), tick=False) as traveller:
        assert run_due(chores) == {"count": 1}
        assert run_due(chores) == {}
        traveller.shift(dt.timedelta(hours=12))
        assert run_due(chores) == {"count": 1}
    assert runs == [dt.date(2026, 3, 1), dt.date(2026, 3, 2)]


def test_what_is_due_at_a_start_runs_whoever_did_it_today() -> None:
    chores = {"start": lambda _at: 1, "daily": lambda _at: 1}
    assert run_due(chores) == {"start": 1, "daily": 1}
    assert run_due(chores, anyway={"start"}) == {"start": 1}


def test_a_chore_that_fails_keeps_no_claim_and_holds_up_no_other() -> None:
    def failing(_at: dt.datetime) -> int:
        raise LookupError

    assert run_due({"failing": failing, "fine": lambda _at: 0}) == {"fine": 0}
    assert run_due({"failing": lambda _at: 2}) == {"failing": 2}


def test_the_chores_purge_what_is_old() -> None:
    transact(lambda: service.create_sign_in_link(a_member_of_staff()))
    db.session.add(ChoreRun(name="x", tick="2020-01-01", at=clock.now() - dt.timedelta(days=31)))
    db.session.commit()
    with time_machine.travel(clock.now() + dt.timedelta(days=2)):
        done = run_due()
    assert set(done) == set(DAILY)
    assert (done["purge_sign_in_links"], done["forget_claims"]) == (1, 1)
    assert db.session.scalars(db.select(SignInLink)).all() == []
