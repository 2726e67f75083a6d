"""Visits of short links are counted by day, without anything of the visitor."""

import datetime as dt
import subprocess
import sys
import threading
import time

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogues.config import Settings
from dialogues.database import db
from dialogues.programme import visits
from dialogues.programme.models import DialogueSession, ShortLink, ShortLinkVisits
from dialogues.programme.slugs import give
from dialogues.programme.visit_queries import visits_of
from dialogues.web.application import DialoguesApp
from tests import builders
from tests.processes import beginning

BROWSER = "Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 20) Chrome/130.0 Mobile Safari/537.36"
DAY = dt.datetime(2031, 7, 1, 23, 59, 50, tzinfo=dt.UTC)


@pytest.fixture
def session(app: DialoguesApp) -> DialogueSession:
    with time_machine.travel(DAY, tick=False):
        return builders.a_session(short_link="27julyAM")


def stored() -> dict[tuple[str, dt.date], int]:
    db.session.rollback()
    rows = db.session.execute(
        select(ShortLink.folded, ShortLinkVisits.on, ShortLinkVisits.count).join(ShortLink)
    )
    found = {(slug, day): count for slug, day, count in rows}
    db.session.rollback()  # who reads here holds SQLite's lock
    return found


def follow(client: FlaskClient, slug: str = "27julyAM", **headers: str) -> None:
    given = {"User-Agent": BROWSER} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    assert client.get(f"/{slug}/", headers=given).status_code == 302


@pytest.mark.databases
def test_visits_are_counted_by_utc_day_and_add_up(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession
) -> None:
    with time_machine.travel(DAY, tick=False) as traveller:
        follow(client)
        follow(client, "27JULYam")
        follow(client, "27julyAM.")
        assert stored() == {}, "GET leaves the database alone"
        visits.counter(app).write()
        follow(client)
        traveller.shift(20)
        follow(client)
        visits.counter(app).write()
        visits.counter(app).write()

    first, second = dt.date(2031, 7, 1), dt.date(2031, 7, 2)
    assert stored() == {("27julyam", first): 4, ("27julyam", second): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User_Agent": "WhatsApp/2.24.1 A"},
        {"User_Agent": "TelegramBot (like TwitterBot)"},
        {"User_Agent": "Mozilla/5.0 SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com"},
        {"User_Agent": "facebookexternalhit/1.1"},
        {"User_Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User_Agent": "Slackbot-LinkExpanding 1.0"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
    ],
)
def test_robots_and_prefetches_are_not_counted(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession, headers: dict[str, str]
) -> None:
    follow(client, **headers)
    visits.counter(app).write()
    assert stored() == {}


def test_head_and_links_that_lead_nowhere_are_not_counted(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession
) -> None:
    client.head("/27julyAM/")
    client.get("/elsewhere/")
    visits.counter(app).write()
    assert stored() == {}


def test_a_browser_in_a_chat_is_a_visitor() -> None:
    assert visits.is_visit("Mozilla/5.0 (iPhone) MicroMessenger/8.0.40", "")
    assert visits.is_visit(BROWSER, "")


def test_what_is_counted_is_written_by_itself_within_seconds(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession
) -> None:
    visits.counter(app).every_s = 0.05
    follow(client)
    deadline = time.monotonic() + 10
    while not stored() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sum(stored().values()) == 1


def _visit(settings: Settings, times: int) -> None:
    from dialogues.app import create_app

    app = create_app(settings)
    client = app.test_client()
    for _time in range(times):
        follow(client)
    visits.counter(app).write()


@pytest.mark.databases
def test_processes_add_up(app: DialoguesApp, settings: Settings, session: DialogueSession) -> None:
    context = beginning()
    visitors = [context.Process(target=_visit, args=(settings, n)) for n in (7, 11)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(60)
    assert [visitor.exitcode for visitor in visitors] == [0, 0]
    assert sum(stored().values()) == 18


def test_a_process_that_ends_writes_what_it_has_counted(
    app: DialoguesApp, settings: Settings, session: DialogueSession
) -> None:
    program = (
        "import os\n"
        "from dialogues.app import create_app\n"
        "client = create_app().test_client()\n"
        "assert client.get('/27julyAM/').status_code == 302\n"
    )
    environment = {"DIALOGUES_DATABASE_URL": settings.database_url, "PATH": "/usr/bin:/bin"}
    environment["DIALOGUES_QUEUE_URL"] = settings.queue_url
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False, timeout=60)
    assert done.returncode == 0
    assert sum(stored().values()) == 1


def test_a_database_that_fails_loses_no_visit(
    app: DialoguesApp,
    client: FlaskClient,
    session: DialogueSession,
    caplog: pytest.LogCaptureFixture,
) -> None:
    follow(client)
    db.session.execute(ShortLinkVisits.__table__.delete())
    db.session.commit()
    db.session.connection().exec_driver_sql("ALTER TABLE short_link_visits RENAME TO away")
    db.session.commit()
    visits.counter(app).write()
    assert "1 visits of short links wait" in caplog.text

    db.session.connection().exec_driver_sql("ALTER TABLE away RENAME TO short_link_visits")
    db.session.commit()
    visits.counter(app).write()
    assert sum(stored().values()) == 1


@pytest.mark.databases
def test_a_slug_that_comes_back_keeps_its_visits(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession
) -> None:
    follow(client)
    visits.counter(app).write()
    give(session, "28julyAM")
    db.session.commit()
    give(session, "27JulyAM")
    db.session.commit()

    assert session.short_link == "27JulyAM"
    assert [slug for slug, _day in stored()] == ["27julyam"]
    assert [link.folded for link in session.short_links] == ["28julyam", "27julyam"]
    assert sum(stored().values()) == 1


def test_figures_are_of_all_time_and_of_each_of_thirty_days(
    app: DialoguesApp, session: DialogueSession
) -> None:
    link = session.short_links[0]
    today = dt.date(2031, 7, 31)
    for day, count in ((today, 3), (dt.date(2031, 7, 2), 4), (dt.date(2031, 7, 1), 90)):
        db.session.add(ShortLinkVisits(short_link_id=link.id, on=day, count=count))
    db.session.commit()

    found = visits_of([session], today)[link.id]
    assert (found.total, found.most, len(found.days)) == (97, 4, 30)
    assert [found.days[0], found.days[-1]] == [(dt.date(2031, 7, 2), 4), (today, 3)]
    assert sum(count for _day, count in found.days) == 7


def timers() -> int:
    return sum(isinstance(thread, threading.Timer) for thread in threading.enumerate())


def test_a_timer_runs_only_while_visits_wait(
    app: DialoguesApp, client: FlaskClient, session: DialogueSession
) -> None:
    """So none is lost by a fork, and a process that counts nothing has none."""
    before = timers()
    client.head("/27julyAM/")
    assert timers() == before
    follow(client)
    follow(client)
    assert timers() == before + 1
    visits.counter(app).write()
    time.sleep(0.1)
    assert timers() == before
