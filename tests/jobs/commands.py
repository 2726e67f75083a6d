"""Real ``dialogues`` processes for tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from dialogues.config import Settings


@contextmanager
def running(settings: Settings, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command with these settings; it is killed at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dialogues.cli", *arguments],
        env={**os.environ, **environment(settings)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def environment(settings: Settings) -> dict[str, str]:
    """The environment variables that say the same as ``settings``."""
    return {
        f"DIALOGUES_{field.name.upper()}": str(getattr(settings, field.name) or "")
        for field in fields(settings)
    }


def wait_until(holds: Callable[[], object], within_s: float = 60) -> None:
    """Wait until something holds; the test fails if it does not in time."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The processes that a process started, oldest first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields_ = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields_[1]) == pid and fields_[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def is_alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
