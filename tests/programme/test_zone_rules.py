"""A government changes its clocks: sessions keep their wall time, and calendars hear of it.

The rules are altered as an upgrade alters them: by another zone database, in another process.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import pytz

from dialogues.config import ROOT
from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.support import zones
from tests.builders import a_session
from tests.registration.test_service import registered

pytestmark = pytest.mark.databases

FOLLOW = """
import sys
from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import transact
from dialogues.programme.zone_rules import follow_zone_rules
from dialogues.support import clock
app = create_app(Settings(**eval(sys.argv[1])))
with app.app_context():
    print(transact(lambda: follow_zone_rules(clock.now())))
    print(transact(lambda: follow_zone_rules(clock.now())))
"""


@pytest.fixture
def altered_zones(tmp_path: Path) -> Path:
    """A zone database in which Cairo keeps the clocks of Johannesburg: no summer time."""
    folder = tmp_path / "zoneinfo"
    shutil.copytree(Path(pytz.__file__).parent / "zoneinfo", folder)
    shutil.copyfile(folder / "Africa" / "Johannesburg", folder / "Africa" / "Cairo")
    return folder


def follow(settings: object, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", FOLLOW, repr(vars(settings))],
        env={**os.environ, "PYTZ_TZDATADIR": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def next_july(hour: int) -> dt.datetime:
    return dt.datetime(dt.datetime.now(dt.UTC).year + 1, 7, 20, hour)


def test_wall_time_stands_and_the_instant_moves(app, settings, altered_zones) -> None:  # type: ignore[no-untyped-def]
    cairo = a_session(local_start=next_july(8), zone="Africa/Cairo")
    rome = a_session(local_start=next_july(8), zone="Europe/Rome")
    in_cairo = registered(cairo, email="cairo@example.org")
    registered(rome, email="rome@example.org")
    before, in_rome_before = cairo.starts_at, rome.starts_at
    db.session.commit()

    assert follow(settings, altered_zones) == ["1", "0"]

    db.session.expire_all()
    assert cairo.local_start == next_july(8)
    assert cairo.starts_at == before + dt.timedelta(hours=1)
    assert rome.starts_at == in_rome_before
    owed = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [(mail.subject_id, mail.sequence, mail.payload["reason"]) for mail in owed[2:]] == [
        (in_cairo.id, 1, "zone_rules")
    ]


def test_the_installed_rules_move_nothing(app) -> None:  # type: ignore[no-untyped-def]
    from dialogues.programme.zone_rules import follow_zone_rules

    a_session(local_start=next_july(8), zone="Africa/Cairo", zone_version="2001a")
    assert follow_zone_rules(dt.datetime.now(dt.UTC)) == 0
    assert db.session.scalars(db.select(DialogueSession.zone_version)).all() == [
        zones.DATABASE_VERSION
    ]


def test_a_wall_time_that_the_new_rules_skip_is_left_to_its_organiser(app, caplog) -> None:  # type: ignore[no-untyped-def]
    from dialogues.programme.zone_rules import follow_zone_rules

    session = a_session(local_start=next_july(8), zone="Europe/Rome")
    session.local_start = dt.datetime(2027, 3, 28, 2, 30)
    before = session.starts_at
    db.session.commit()
    assert follow_zone_rules(dt.datetime.now(dt.UTC)) == 0
    assert session.starts_at == before
    assert "keeps its instants" in caplog.text
