"""``dialogues serve``: a parent that keeps one web child and one worker child running.

It imports no feature, so that it starts at once and stays small.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from dialogues.config import UnsafeConfiguration

_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.5, 30.0
_STEADY_AFTER_S = 60.0
"""A child that ran for so long is restarted without a wait."""
_ENDS_WITHIN_S = 40.0
_LOOK_EVERY_S = 0.2


class PortIsTaken(UnsafeConfiguration):
    """Something else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} of {host} is in use: choose another one with --port.")


@dataclass
class _Child:
    """One child process, and when it may be started again."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    wait_s: float = field(default=_SHORTEST_WAIT_S)

    def start(self) -> None:
        command = [sys.executable, "-m", "dialogues.cli", *self.arguments, "--with-parent"]
        # The pipe tells the child when this process is gone, however it went.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE)
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Start the child where it is not running; wait longer each time it ends early."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            if now - self.started_at > _STEADY_AFTER_S:
                self.wait_s = _SHORTEST_WAIT_S
            _say(f"{self.name} ended with {self.process.returncode}; again in {self.wait_s:g} s")
            self.start_at = now + self.wait_s
            self.wait_s = min(2 * self.wait_s, _LONGEST_WAIT_S)
            self._close()
        if self.process is None and now >= self.start_at:
            self.start()

    def end(self, signum: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)

    def wait(self, until: float) -> None:
        """Wait for the end, and force it at ``until`` (of the monotonic clock)."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close()

    def _close(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


def serve(host: str, port: int) -> None:
    """Run web and worker, restarting either, until SIGTERM or SIGINT."""
    _require_free(host, port)
    ended = threading.Event()

    def end(_signum: int, _frame: FrameType | None) -> None:
        ended.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    children = (
        _Child("web", ("web", "--host", host, "--port", str(port))),
        _Child("worker", ("worker",)),
    )
    while not ended.is_set():
        for child in children:
            child.look()
        ended.wait(_LOOK_EVERY_S)
    for child in children:
        child.end(signal.SIGTERM)
    until = time.monotonic() + _ENDS_WITHIN_S
    for child in children:
        child.wait(until)


def end_with_parent() -> None:
    """End this process by SIGTERM once its standard input closes, which the parent holds open."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortIsTaken(host, port) from None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
