"""``dialogues receive-mail``, as a mail server's pipe calls it."""

import os
import resource
import subprocess
import sys
from dataclasses import replace

import pytest

from dialogues.config import Settings
from dialogues.database import db
from dialogues.invites.models import PartStat
from dialogues.web.application import DialoguesApp
from tests.builders import a_session
from tests.jobs.commands import environment
from tests.replies.messages import SAMPLES, UID, answer, effects, the_entry


def run(settings: Settings, message: bytes, memory: int | None = None) -> tuple[int, str]:
    """The code with which the command ends, and what it says."""

    def limit() -> None:
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

    done = subprocess.run(
        [sys.executable, "-m", "dialogues.cli", "receive-mail"],
        input=message,
        capture_output=True,
        env={**os.environ, **environment(settings)},
        preexec_fn=limit,
        timeout=60,
        check=False,
    )
    assert done.stdout == b""
    return done.returncode, done.stderr.decode()


def test_an_answer_is_applied_and_said_in_one_line(app: DialoguesApp, settings: Settings) -> None:
    entry = the_entry(session=a_session(uid=UID, sequence=2))
    message = answer("TENTATIVE").replace(b"\r\n", b"\n")
    assert run(settings, message) == (0, f"accepted: tentative, applied (entry {entry.id})\n")
    db.session.refresh(entry)
    assert (effects(), entry.partstat) == ([("tentative", "applied")], PartStat.TENTATIVE)


@pytest.mark.usefixtures("app")
def test_what_is_refused_ends_with_0_so_that_nobody_gets_a_bounce(settings: Settings) -> None:
    the_entry()
    for message, reason in (
        (answer(to="answers+forged@example.org", organizer=None), "no token of an entry"),
        (b"\0\xff", "it carries no answer"),
        (SAMPLES["vacation"].read_bytes(), "it is automatic, and carries no answer"),
    ):
        assert run(settings, message) == (0, f"refused: {reason}\n")
    assert effects() == []


@pytest.mark.usefixtures("app")
def test_what_is_too_large_is_read_to_its_end_but_not_held(settings: Settings) -> None:
    the_entry()
    for size in (20_000_000, 150_000_000):
        message = answer("DECLINED") + b"x" * size
        assert run(settings, message, memory=130_000_000) == (0, "refused: it is too large\n")
    assert effects() == []


def test_a_database_that_is_away_has_the_mail_server_try_again(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=1")
    code, said = run(away, answer())
    assert (code, said) == (75, "not decided: OperationalError\n")


def test_a_configuration_that_is_not_in_order_loses_no_mail(settings: Settings) -> None:
    code, said = run(replace(settings, rsvp_address=None), answer())
    assert (code, said) == (75, "DIALOGUES_RSVP_ADDRESS must be set to receive mail.\n")
    code, said = run(replace(settings, base_url="https://example.org", secret_key="x"), answer())
    assert code == 75
    assert said.startswith("DIALOGUES_SECRET_KEY must be set ")
