"""Work on files of strangers in a process of its own, which may not take much memory or time.

``python -m dialogues.support.confined MODULE SECONDS`` limits itself, and then runs the module.
"""

import resource
import runpy
import signal
import subprocess
import sys

MOST_MEMORY = 512 * 2**20
"""Bytes of address space."""
MOST_SECONDS = 15
"""Of work, where nobody says otherwise; of waiting twice as many."""
_WANTED_MORE = 77
"""The exit code of what ran out of memory; out of time, the system ends it by a signal."""


class NotDone(Exception):
    """The process failed."""


class TooMuch(NotDone):
    """It took too long or wanted too much memory."""


def done_apart(module: str, content: bytes, most_seconds: int = MOST_SECONDS) -> bytes:
    """What a module, run as a program, writes when it is given ``content`` to read.

    Raises :class:`NotDone`, and :class:`TooMuch`, which is one.
    """
    try:
        made = subprocess.run(
            (sys.executable, "-m", "dialogues.support.confined", module, str(most_seconds)),
            input=content,
            capture_output=True,
            check=False,
            timeout=most_seconds * 2,
        )
    except subprocess.TimeoutExpired:
        raise TooMuch from None
    if made.returncode in (_WANTED_MORE, -signal.SIGXCPU, -signal.SIGKILL):
        raise TooMuch
    if made.returncode != 0:
        raise NotDone(made.stderr.decode(errors="replace"))
    return made.stdout


def _confine(most_seconds: int) -> None:
    """Limit memory and time of this process, once and for all; it can write no files."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _confine(int(sys.argv[2]))
    try:
        runpy.run_module(sys.argv[1], run_name="__main__")
    except MemoryError:
        sys.exit(_WANTED_MORE)
