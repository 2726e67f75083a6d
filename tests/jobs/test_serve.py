"""``dialogues serve``: web and worker together."""

import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

from dialogues.config import Settings
from dialogues.web.application import DialoguesApp
from tests.jobs.commands import children, is_alive, running, wait_until


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = int(free.getsockname()[1])
    return number


def answers(port: int, path: str = "/healthz") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def served(settings: Settings, port: int) -> Settings:
    return replace(settings, base_url=f"http://127.0.0.1:{port}")


@pytest.mark.usefixtures("app")
def test_both_children_run_are_restarted_and_end_with_the_parent(
    settings: Settings, port: int
) -> None:
    with running(served(settings, port), "serve", "--port", str(port)) as parent:
        wait_until(lambda: answers(port) == 200)
        assert answers(port, "/en/") == 200
        web, worker = children(parent.pid)
        for child in (web, worker):
            os.kill(child, signal.SIGKILL)
        wait_until(lambda: len(set(children(parent.pid)) - {web, worker}) == 2)
        wait_until(lambda: answers(port) == 200)
        restarted = children(parent.pid)
        workers = [number for child in restarted for number in children(child)]
        os.kill(parent.pid, signal.SIGTERM)
        assert parent.wait(30) == 0
        assert parent.stdout is not None
        assert parent.stdout.readline() == f"Dialogues: http://127.0.0.1:{port}\n"
        assert not any(map(is_alive, [*restarted, *workers]))
        assert answers(port) == 0


@pytest.mark.usefixtures("app")
def test_the_children_end_when_the_parent_is_killed(settings: Settings, port: int) -> None:
    with running(served(settings, port), "serve", "--port", str(port)) as parent:
        wait_until(lambda: answers(port) == 200)
        family = children(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        wait_until(lambda: not any(map(is_alive, family)))
        assert answers(port) == 0


def test_a_port_that_is_taken_is_said_in_a_sentence(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1])
        with running(settings, "serve", "--port", number) as parent:
            said, _ = parent.communicate(timeout=30)
    assert parent.returncode == 2
    assert said.splitlines()[-1] == (
        f"Port {number} of 127.0.0.1 is in use: choose another one with --port."
    )


def test_an_unsafe_configuration_is_said_in_a_sentence(settings: Settings) -> None:
    unsafe = replace(settings, base_url="https://dialogues.example.org", secret_key="short")
    for command in ("serve", "web", "worker"):
        with running(unsafe, command) as process:
            said, _ = process.communicate(timeout=30)
        assert process.returncode == 2
        assert re.fullmatch(r"DIALOGUES_SECRET_KEY must be set [^\n]+\n", said)


@pytest.mark.usefixtures("app")
def test_the_web_server_alone_serves_with_several_processes(settings: Settings, port: int) -> None:
    options = ("--port", str(port), "--workers", "2", "--threads", "2")
    with running(served(settings, port), "web", *options) as web:
        wait_until(lambda: answers(port) == 200)
        wait_until(lambda: len(children(web.pid)) == 2)
        os.kill(web.pid, signal.SIGTERM)
        assert web.wait(30) == 0


def test_health_says_when_the_database_is_away(app: DialoguesApp, settings: Settings) -> None:
    from dialogues.app import create_app

    away = replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=1")
    began = time.monotonic()
    answer = create_app(away).test_client().get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert time.monotonic() - began < 5
    healthy = app.test_client().get("/healthz")
    assert (healthy.status_code, healthy.text) == (200, "ok\n")
