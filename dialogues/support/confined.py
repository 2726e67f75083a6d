"""Work on files of strangers in a process of its own, which may not take much memory or time.

``python -m dialogues.support.confined MODULE`` limits itself, and then runs the module.
"""

import resource
import runpy
import subprocess
import sys

MOST_MEMORY = 512 * 2**20
"""Bytes of address space."""
MOST_SECONDS = 15


class NotDone(Exception):
    """The process failed, took too long or wanted too much memory."""


def done_apart(module: str, content: bytes) -> bytes:
    """What a module, run as a program, writes when it is given ``content`` to read.

    Raises :class:`NotDone`.
    """
    try:
        made = subprocess.run(
            (sys.executable, "-m", "dialogues.support.confined", module),
            input=content,
            capture_output=True,
            check=False,
            timeout=MOST_SECONDS * 2,
        )
    except subprocess.TimeoutExpired:
        raise NotDone from None
    if made.returncode != 0:
        raise NotDone(made.stderr.decode(errors="replace"))
    return made.stdout


def _confine() -> None:
    """Limit memory and time of this process, once and for all; it can write no files."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _confine()
    runpy.run_module(sys.argv[1], run_name="__main__")
