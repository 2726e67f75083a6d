"""A browser, a server that it reaches on loopback, and the mails that its visits cause."""

import dataclasses
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask_babel import force_locale, gettext
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from dialogues.config import Settings
from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LOCALES = {"ar": "ar-EG", "zh": "zh-CN", "en": "en-GB", "fr": "fr-SN", "ru": "ru-RU", "es": "es-CO"}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def _needs_a_browser(pytestconfig: pytest.Config) -> None:
    if not any(map(shutil.which, CHROMIUM)):
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    if not pytestconfig.pluginmanager.hasplugin("playwright"):
        pytest.skip("the browser's packages are not installed (make test installs them)")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the system's Chromium."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": program, "args": sandbox}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each journey that is walked in several languages, take the one that the seed draws.

    ``DIALOGUES_TEST_JOURNEYS=all``, and so ``make journeys``, takes all.
    """
    if os.environ.get("DIALOGUES_TEST_JOURNEYS") == "all":
        return
    several: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.path.parent == Path(__file__).parent:
            several.setdefault(item.nodeid.partition("[")[0], []).append(item)
    seed = os.environ["DIALOGUES_TEST_SEED"]
    taken = {Random(f"{seed} {name}").choice(each) for name, each in several.items()}
    left_out = [one for each in several.values() for one in each if one not in taken]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A port of our own on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def settings(settings: Settings, listening: socket.socket) -> Settings:
    """Settings whose base address is where the server listens."""
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    return dataclasses.replace(settings, base_url=address)


@pytest.fixture
def site(app: DialoguesApp, settings: Settings, listening: socket.socket) -> Iterator[str]:
    """The address of a running server."""
    host, port = listening.getsockname()
    server = make_server(
        host, port, app, threaded=True, fd=listening.fileno(), request_handler=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield settings.base_url
    server.shutdown()
    thread.join()


@pytest.fixture
def mails(app: DialoguesApp) -> Callable[[str], list[EmailMessage]]:
    """Sends what is owed, and returns what an address got, oldest first."""

    def of(address: str) -> list[EmailMessage]:
        with app.app_context():
            drain()
            rows = db.session.scalars(
                select(OutboxMail).filter_by(recipient=address).order_by(OutboxMail.id)
            )
            return [message_from_bytes(row.body, policy=policy.default) for row in rows if row.body]

    return of


@pytest.fixture
def say(app: DialoguesApp) -> Callable[..., str]:
    """``say(language, sentence)``: a sentence as the pages of a language say it."""

    def said(language: str, sentence: str, **values: object) -> str:
        with app.test_request_context(), force_locale(language):
            return str(gettext(sentence, **values))

    return said


class Visit:
    """One person's browser: what they see, and what went wrong without their seeing it."""

    def __init__(self, page: Any, site: str, has_javascript: bool) -> None:
        self.page, self.site, self.has_javascript = page, site, has_javascript
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._watch)

    def _hear(self, message: Any) -> None:
        # A refused form is answered with 422, which Chromium reports; that is as it should be.
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(message.text)

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.troubles.append(f"asked elsewhere: {request.url}")

    def open(self, path: str) -> None:
        """Open a path of the site; what the test has written is committed first."""
        db.session.commit()
        self.page.goto(self.site + path)

    def check(self, language: str) -> None:
        """Find nothing wrong with the page: language, direction; with scripts, width and axe."""
        from axe_playwright_python.sync_playwright import Axe

        root = self.page.locator("html")
        expected = (language, "rtl" if language == "ar" else "ltr")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == expected
        too_wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, f"{self.page.url} is {too_wide} pixels too wide"
        if not self.has_javascript:
            return  # axe waits for ever there
        results = Axe().run(self.page)
        found = [
            (violation["id"], [node["html"][:160] for node in violation["nodes"]])
            for violation in results.response["violations"]
        ]
        assert found == [], self.page.url


@pytest.fixture
def visit(request: pytest.FixtureRequest, site: str) -> Iterator[Callable[..., Visit]]:
    """``visit("ar", PHONE)``: a browser of somebody who reads Arabic, in Nairobi."""
    new_context = request.getfixturevalue("new_context")
    visits: list[Visit] = []

    def begin(language: str, viewport: dict[str, int] = DESK, javascript: bool = True) -> Visit:
        context = new_context(
            viewport=viewport,
            locale=LOCALES[language],
            timezone_id="Africa/Nairobi",
            has_touch=viewport == PHONE,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        visits.append(Visit(context.new_page(), site, javascript))
        return visits[-1]

    yield begin
    assert [trouble for one in visits for trouble in one.troubles] == []


@pytest.fixture
def organiser(app: DialoguesApp, site: str, visit: Callable[..., Any]) -> Callable[..., Any]:
    """A visit of an organiser who has signed in."""
    staff = a_member_of_staff()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = signer.dumps({"_user_id": f"{staff.id}.1", "_fresh": True})

    def begin(language: str, viewport: dict[str, int] = DESK) -> Any:
        visitor = visit(language, viewport)
        name = app.config["SESSION_COOKIE_NAME"]
        visitor.page.context.add_cookies([{"name": name, "value": str(cookie), "url": site}])
        return visitor

    return begin


def press_until(page: Any, wanted: str) -> None:
    """Press Tab until what has the focus is called, or has the id (``#id``), ``wanted``."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            return
    raise AssertionError(f"the keyboard never came to {wanted}")


def focused(page: Any) -> str:
    """The id and the words of what has the focus."""
    return str(
        page.evaluate("'#' + document.activeElement.id + ' ' + document.activeElement.innerText")
    )
