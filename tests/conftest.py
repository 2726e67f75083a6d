"""Fixtures of all tests: settings, a fresh migrated database, the application, its visitors."""

import gc
import os
import random
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from dialogues.config import Settings
from dialogues.database import db
from dialogues.people.models import Staff
from dialogues.programme import visits
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp
from tests import builders, compiling, databases

# No time limits on a busy machine; the examples are those of DIALOGUES_TEST_SEED.
hypothesis.settings.register_profile(
    "seeded",
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("seeded")

NOTHING_MAY_BE_SKIPPED = os.environ.get("DIALOGUES_TEST_ALL") == "1"
_FOLDER = pytest.StashKey[Path]()


# The run: one folder for its databases, shared by the workers of xdist.


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder, or take it over from the controlling process."""
    worker = getattr(config, "workerinput", None)
    if worker is None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that we clean up then, too
        config.stash[_FOLDER] = databases.run_folder()
        os.environ.setdefault("DIALOGUES_TEST_SEED", str(random.randrange(1_000_000)))
        if config.pluginmanager.hasplugin("xdist"):
            config.pluginmanager.register(_Workers())
    else:
        config.stash[_FOLDER] = Path(worker["folder"])
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = os.environ["DIALOGUES_TEST_SEED"]


def pytest_report_header() -> str:
    """Say which samples this run takes, so that another can take them again."""
    return f"DIALOGUES_TEST_SEED={os.environ['DIALOGUES_TEST_SEED']}"


class _Workers:
    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["folder"] = str(node.config.stash[_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and remove what the run started, also after failures."""
    if _FOLDER in config.stash and not hasattr(config, "workerinput"):
        databases.remove_run_folder(config.stash[_FOLDER])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that are marked ``databases`` on both of them."""
    if any(metafunc.definition.iter_markers("databases")):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


# What is skipped is said; in continuous integration it fails.


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """Fail what is skipped, where nothing may be."""
    return _without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    """Fail modules that are skipped, where nothing may be."""
    return _without_skips((yield))


def _without_skips(report: Any) -> Any:
    if NOTHING_MAY_BE_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)} - nothing may be skipped here"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end what did not run, and how to make it run."""
    skipped = terminalreporter.stats.get("skipped", [])
    counts = dict.fromkeys(sorted(map(_reason, skipped)), 0)
    for report in skipped:
        counts[_reason(report)] += 1
    if counts:
        terminalreporter.section("not run")
    for reason, count in counts.items():
        terminalreporter.line(f"{count} tests did not run: {reason}")


def _reason(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


# The database.


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """The folder of the run's databases."""
    return pytestconfig.stash[_FOLDER]


@pytest.fixture(scope="session")
def templates(run_folder: Path) -> Any:
    """By name, the migrated database that this worker copies from; made when first asked for."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    kinds = {"sqlite": databases.SqliteTemplate, "postgresql": databases.PostgresqlTemplate}
    return cache(lambda name: kinds[name](run_folder, worker))


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """``sqlite``, or each of ``sqlite`` and ``postgresql`` in tests marked ``databases``."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(database: str, templates: Any) -> Iterator[str]:
    """The URL of a fresh, migrated database that other processes can open, too."""
    with templates(database).copy() as url:
        yield url


# The application and its visitors.


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Keep what is compiled of addresses, statements and templates, as a process that serves does.

    Each test makes an application, with the same of all of them as every other. What is imported
    by now stays, too: the garbage collector need not go through it again and again.
    """
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        compiling.keep_addresses(patch)
        compiling.keep_statements(patch)
        compiling.keep_templates(patch)
        yield


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a small installation without a mail server."""
    return Settings(
        database_url=database_url,
        secret_key="a secret for tests that is long enough",
        base_url="http://127.0.0.1:8000",
        smtp_url=None,
        mail_from="dialogues@example.org",
        rsvp_address=None,
        imap_url=None,
        uid_domain=builders.UID_DOMAIN,
        queue_url=f"sqlite:///{tmp_path}/queue.sqlite",
        timezone="Europe/Rome",
        trusted_proxies=0,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[DialoguesApp]:
    """The application over a fresh database, with its context pushed."""
    from dialogues.app import create_app  # here, since tests of rules need no application

    app = create_app(settings)
    app.testing = True
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        visits.counter(app).write()  # what waits would be written after the database is gone
        db.engine.dispose()


class Browser(FlaskClient):
    """A visitor's browser. Each request has a context and a database session of its own.

    What the test has written is committed first. Forms are sent with the token that their page
    would have carried; a test of forgery says ``csrf_token=""`` itself.
    """

    seconds_open = 60
    """How long the visitor had the page of a form before sending it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        db.session.commit()
        kwargs.setdefault("buffered", True)
        data = kwargs.get("data") or {}
        if kwargs.get("method") == "POST" and isinstance(data, dict) and "json" not in kwargs:
            kwargs["data"] = {"csrf_token": self._csrf_token(), **data}
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def _csrf_token(self) -> str:
        with self.application.app_context(), self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return token_made(self.seconds_open, raw, str(self.application.secret_key))


class _EarlierSigner(TimestampSigner):
    """Signs as if it were some seconds ago."""

    def __init__(self, *arguments: Any, seconds_ago: int, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.seconds_ago = seconds_ago

    def get_timestamp(self) -> int:
        """A Unix time."""
        return super().get_timestamp() - self.seconds_ago


def token_made(seconds_ago: int, raw: str, secret: str) -> str:
    """A token against forgery, of a page that was made some seconds ago."""
    signer = URLSafeTimedSerializer(
        secret,
        salt="wtf-csrf-token",
        signer=_EarlierSigner,
        signer_kwargs={"seconds_ago": seconds_ago},
    )
    return str(signer.dumps(raw))


@pytest.fixture
def count_statements(app: DialoguesApp) -> Callable[[Callable[[], object]], int]:
    """How many statements the database answers while something runs."""

    def count(work: Callable[[], object]) -> int:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    return count


@pytest.fixture
def client(app: DialoguesApp) -> FlaskClient:
    """A stranger."""
    return app.test_client()


@pytest.fixture
def staff_client(app: DialoguesApp) -> FlaskClient:
    """An organiser who has signed in; ``staff_client.staff_id`` says who."""
    return signed_in(app, builders.a_member_of_staff("organiser@example.org"))


@pytest.fixture
def administrator(app: DialoguesApp) -> FlaskClient:
    """An administrator who has signed in."""
    return signed_in(
        app,
        builders.a_member_of_staff(
            "administrator@example.org", name="An Administrator", role=Role.ADMINISTRATOR
        ),
    )


@pytest.fixture
def editor(app: DialoguesApp) -> FlaskClient:
    """An editor who has signed in."""
    return signed_in(
        app, builders.a_member_of_staff("editor@example.org", name="An Editor", role=Role.EDITOR)
    )


def signed_in(app: DialoguesApp, staff: Staff) -> FlaskClient:
    """The browser of a member of staff who has signed in; ``staff_id`` says who."""
    client = app.test_client()
    client.staff_id = staff.id  # type: ignore[attr-defined]
    cookie_id = staff.get_id()
    with app.app_context(), client.session_transaction() as cookie:
        cookie["_user_id"] = cookie_id
        cookie["_fresh"] = True
    return client
