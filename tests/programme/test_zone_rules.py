"""A government changes its clocks: sessions keep their wall time, and calendars hear of it.

The rules are altered as an upgrade alters them: by another zone database, in another process.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import pytz

from dialogues.config import ROOT
from dialogues.database import db
from dialogues.history.models import Change
from dialogues.jobs.chores import run_due
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.programme.drafting import derive_opening
from dialogues.programme.models import DialogueSession
from dialogues.programme.zone_rules import follow_zone_rules, sessions_to_mend
from dialogues.registration.models import RegistrationStatus
from dialogues.support import zones
from tests.builders import a_registration, a_session
from tests.invites.parsers import by_vobject
from tests.registration.registering import registered

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
WORK = """
import sys
from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.jobs.worker import Rounds
from dialogues.outbox.delivery import drain
app = create_app(Settings(**eval(sys.argv[1])))
rounds = Rounds(app)
rounds.do_chores()
rounds.do_chores()
with app.app_context():
    print(drain().sent)
"""
"""What a worker does when it starts, and ten minutes later."""


@pytest.fixture
def altered_zones(tmp_path: Path) -> Path:
    """A zone database in which Cairo keeps the clocks of Johannesburg: no summer time."""
    folder = tmp_path / "zoneinfo"
    shutil.copytree(Path(pytz.__file__).parent / "zoneinfo", folder)
    shutil.copyfile(folder / "Africa" / "Johannesburg", folder / "Africa" / "Cairo")
    return folder


def with_zones(folder: Path, program: str, settings: object) -> list[str]:
    """What a program prints that runs in a process of its own, with another zone database."""
    done = subprocess.run(
        [sys.executable, "-c", program, repr(vars(settings))],
        env={**os.environ, "PYTZ_TZDATADIR": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def first_line(mail: EmailMessage) -> str:
    text = mail.get_body(("plain",))
    assert text is not None
    return str(text.get_content()).splitlines()[0]


def next_july(hour: int) -> dt.datetime:
    return dt.datetime(dt.datetime.now(dt.UTC).year + 1, 7, 20, hour)


def test_wall_time_stands_and_the_instant_moves(app, settings, altered_zones) -> None:  # type: ignore[no-untyped-def]
    cairo = a_session(local_start=next_july(8), zone="Africa/Cairo")
    rome = a_session(local_start=next_july(8), zone="Europe/Rome")
    in_cairo = registered(cairo, email="cairo@example.org")
    registered(rome, email="rome@example.org")
    before, in_rome_before = cairo.starts_at, rome.starts_at
    db.session.commit()

    assert with_zones(altered_zones, FOLLOW, settings) == ["1", "0"]

    db.session.expire_all()
    assert cairo.local_start == next_july(8)
    assert cairo.starts_at == before + dt.timedelta(hours=1)
    assert rome.starts_at == in_rome_before
    owed = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [(mail.subject_id, mail.sequence, mail.payload["reason"]) for mail in owed[2:]] == [
        (in_cairo.id, 1, "zone_rules")
    ]


def test_a_worker_that_starts_after_an_upgrade_mails_why_and_moves_calendars(  # type: ignore[no-untyped-def]
    app, settings, altered_zones
) -> None:
    session = a_session(local_start=next_july(8), zone="Africa/Cairo")
    registered(session, email="abroad@example.org", zone="Asia/Ho_Chi_Minh")
    registered(session, email="there@example.org", zone="Africa/Cairo")
    db.session.commit()
    drain()
    run_due()  # what is due today is done before the upgrade

    assert with_zones(altered_zones, WORK, settings) == ["2"]

    db.session.expire_all()
    bodies = db.session.scalars(db.select(OutboxMail.body).order_by(OutboxMail.id)).all()
    abroad, there = (message_from_bytes(body, policy=default) for body in bodies[2:] if body)
    for mail in (abroad, there):
        assert mail["Subject"].startswith("Clocks change: ")
        (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
        content = part.get_payload(decode=True)
        seen = by_vobject({"mail": content})["mail"][session.uid]
        assert (seen.starts_at, seen.ends_at) == (session.starts_at, session.ends_at)
        assert session.starts_at.hour == 6
        assert b"SEQUENCE:1\r\n" in content
    why = (
        "The rules for the clocks in Cairo (Egypt) have changed. The session keeps its time "
        "there, and moves in other zones. By the earlier rules it was: "
    )
    day = f"{next_july(8):%A, %-d %B %Y}"
    assert first_line(abroad) == (f"{why}{day}, 12:00–13:30, Ho Chi Minh City (Viet Nam), UTC+7.")
    assert first_line(there) == f"{why}{day}, 05:00–06:30, UTC."


def test_what_newer_rules_derived_is_left_by_a_host_that_lacks_them(app) -> None:  # type: ignore[no-untyped-def]
    session = a_session(local_start=next_july(8), zone="Africa/Cairo", zone_version="9999a")
    session.starts_at += dt.timedelta(hours=1)
    session.ends_at += dt.timedelta(hours=1)
    before = session.starts_at
    db.session.commit()
    assert follow_zone_rules(dt.datetime.now(dt.UTC)) == 0
    assert (session.starts_at, session.zone_version) == (before, "9999a")


def test_the_installed_rules_move_nothing(app) -> None:  # type: ignore[no-untyped-def]
    a_session(local_start=next_july(8), zone="Africa/Cairo", zone_version="2001a")
    assert follow_zone_rules(dt.datetime.now(dt.UTC)) == 0
    assert db.session.scalars(db.select(DialogueSession.zone_version)).all() == [
        zones.DATABASE_VERSION
    ]


def test_a_wall_time_that_the_new_rules_skip_is_left_to_its_organiser(app, caplog) -> None:  # type: ignore[no-untyped-def]
    session = a_session(local_start=next_july(8), zone="Europe/Rome")
    session.local_start = dt.datetime(2027, 3, 28, 2, 30)
    before = session.starts_at
    db.session.commit()
    assert follow_zone_rules(dt.datetime.now(dt.UTC)) == 0
    assert session.starts_at == before
    assert "keeps its instants" in caplog.text
    assert [mended for mended, _why in sessions_to_mend(dt.datetime.now(dt.UTC))] == [session]
    session.local_start = dt.datetime(2027, 3, 28, 3, 30)
    db.session.commit()
    follow_zone_rules(dt.datetime.now(dt.UTC))
    assert sessions_to_mend(dt.datetime.now(dt.UTC)) == []


def test_registration_opens_and_closes_at_its_wall_time_under_the_new_rules(  # type: ignore[no-untyped-def]
    app, settings, altered_zones
) -> None:
    opens, closes = next_july(8) - dt.timedelta(days=7), next_july(8) - dt.timedelta(days=1)
    session = a_session(
        local_start=dt.datetime(opens.year + 1, 1, 20, 8),  # in winter, which does not change
        zone="Africa/Cairo",
        local_registration_opens=opens,
        local_registration_closes=closes,
    )
    derive_opening(session)
    registered_before = session.registration_opens_at, session.registration_closes_at
    starts_at, updated_at = session.starts_at, session.updated_at
    db.session.commit()

    assert with_zones(altered_zones, FOLLOW, settings) == ["1", "0"]

    db.session.expire_all()
    hour = dt.timedelta(hours=1)
    assert (session.registration_opens_at, session.registration_closes_at) == tuple(
        at + hour for at in registered_before if at
    )
    assert (session.local_registration_opens, session.local_registration_closes) == (opens, closes)
    assert (session.starts_at, session.sequence) == (starts_at, 0)
    assert session.updated_at > updated_at
    [change] = db.session.scalars(db.select(Change).filter_by(verb="zone_rules_changed"))
    assert [*change.after] == ["registration_opens_at", "registration_closes_at"]
    assert db.session.query(OutboxMail).count() == 0


def test_an_opening_that_the_new_rules_skip_is_left_to_its_organiser(app, caplog) -> None:  # type: ignore[no-untyped-def]
    session = a_session(
        local_start=next_july(8), local_registration_opens=dt.datetime(2027, 3, 28, 2, 30)
    )
    session.registration_opens_at = before = dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)
    db.session.commit()
    now = dt.datetime.now(dt.UTC)
    assert follow_zone_rules(now) == 0
    assert session.registration_opens_at == before
    assert "keeps its instants" in caplog.text
    [(mended, why)] = sessions_to_mend(now)
    assert (mended, str(why)[:20]) == (session, "02:30 does not exist")
    session.local_registration_opens = dt.datetime(2027, 3, 28, 3, 30)
    assert sessions_to_mend(now) == []


def test_who_waits_is_promoted_where_the_new_rules_open_registration_sooner(app) -> None:  # type: ignore[no-untyped-def]
    now = dt.datetime.now(dt.UTC)
    session = a_session(
        local_start=next_july(8),
        capacity=1,
        local_registration_opens=(now - dt.timedelta(days=2)).replace(tzinfo=None, microsecond=0),
        registration_opens_at=now + dt.timedelta(hours=1),
    )
    waiting = a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=1)
    assert follow_zone_rules(now) == 1
    assert waiting.status is RegistrationStatus.CONFIRMED
