"""Servers for one run: in a temporary folder, on loopback, ended by their process ids."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Address
from dialogues.config import ROOT

HOST = "127.0.0.1"
SECRET_KEY = "a secret for benchmarks, long enough to be one"
PROCESSES = 2
_STARTS_WITHIN_S = 30.0
_ENDS_WITHIN_S = 15.0


@dataclass(frozen=True)
class Place:
    """Where the run keeps its databases, and the settings that say so."""

    folder: Path

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/dialogues.sqlite"

    @property
    def environment(self) -> dict[str, str]:
        """The environment without the user's own settings, and with those of this run."""
        kept = {name: v for name, v in os.environ.items() if not name.startswith("DIALOGUES_")}
        return {
            **kept,
            "DIALOGUES_DATABASE_URL": self.database_url,
            "DIALOGUES_QUEUE_URL": f"sqlite:///{self.folder}/queue.sqlite",
            "DIALOGUES_SECRET_KEY": SECRET_KEY,
            "DIALOGUES_TRUSTED_PROXIES": "1",  # so that people can come from many networks
        }

    def dialogues(self, *arguments: str) -> list[str]:
        """The command ``dialogues``."""
        return [sys.executable, "-m", "dialogues.cli", *arguments]

    def run(self, *arguments: str) -> str:
        """Run the command ``dialogues`` to its end; what it printed."""
        done = subprocess.run(
            self.dialogues(*arguments),
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: Address
    pid: int


@contextmanager
def running(place: Place, command: Sequence[str], port: int) -> Iterator[Server]:
    """Run a server on ``port`` until the end of the block; it takes connections at its start."""
    address = (HOST, port)
    with started(place.environment, command) as process:
        _wait_for(address, process)
        yield Server(address, process.pid)


@contextmanager
def started(
    environment: dict[str, str], command: Sequence[str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command until the end of the block, or shortly after."""
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def dialogues_web(place: Place) -> Iterator[Server]:
    """``dialogues web`` in two processes."""
    port = free_port()
    command = place.dialogues("web", "--port", str(port), "--workers", str(PROCESSES))
    with running(place, command, port) as server:
        yield server


@contextmanager
def bare(place: Place, database_url: str, size: int) -> Iterator[Server]:
    """The bare views (:mod:`benchmarks.bare`) in as many processes."""
    port = free_port()
    arguments = [f"{HOST}:{port}", str(PROCESSES), database_url, str(size)]
    with running(place, [sys.executable, "-m", "benchmarks.bare", *arguments], port) as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(address: Address, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode} at its start")
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("a server did not start in time")


def memory(pid: int) -> int:
    """The resident memory of a process, in kilobytes."""
    return int(_ps("-o", "rss=", "-p", str(pid)))


def memory_of_children(pid: int) -> list[int]:
    """The resident memory of the child processes of ``pid``, in kilobytes."""
    rows = [line.split() for line in _ps("-A", "-o", "ppid=,rss=").splitlines()]
    return [int(rss) for ppid, rss in rows if int(ppid) == pid]


def _ps(*arguments: str) -> str:
    return subprocess.run(["ps", *arguments], check=True, capture_output=True, text=True).stdout
