"""Files that programs of ours make, each made once and kept by all that it was made from."""

import subprocess
import sys
from collections import OrderedDict
from hashlib import sha256
from threading import Lock

_TAKES_AT_MOST_S = 30
_WAITS_AT_MOST_S = 10
"""Of threads that serve all other pages, too: few can be left to wait for one file."""
_MOST_BYTES = 4 * 2**20
"""What the kept files may take together in a process: some forty notes as PDF."""


class NotMade(Exception):
    """The program failed; the text is what it said."""


class NotMadeInTime(Exception):
    """The program takes too long, or others are made first."""


class MadeFiles:
    """The files asked for last. A program makes the same bytes of the same data, so none is old."""

    def __init__(self) -> None:
        self._files: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._lock, self._one_at_a_time = Lock(), Lock()

    def made(self, program: tuple[str, ...], data: bytes) -> bytes:
        """What a Python module with its arguments writes when it is given ``data`` to read.

        It runs in a process of its own, one at a time: each takes a processor, and more memory
        than a web process. Raises :class:`NotMade` and :class:`NotMadeInTime`.
        """
        key = sha256("\0".join((*program, "")).encode() + data).digest()
        kept = self._kept(key)
        if kept is not None:
            return kept
        if not self._one_at_a_time.acquire(timeout=_WAITS_AT_MOST_S):
            raise NotMadeInTime(f"{program} waited for {_WAITS_AT_MOST_S} s")
        try:
            kept = self._kept(key)  # by whoever asked just before
            if kept is None:
                kept = _run(program, data)
                self._keep(key, kept)
        finally:
            self._one_at_a_time.release()
        return kept

    def clear(self) -> None:
        """Forget all files."""
        with self._lock:
            self._files.clear()
            self._size = 0

    def _kept(self, key: bytes) -> bytes | None:
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def _keep(self, key: bytes, made: bytes) -> None:
        with self._lock:
            self._files[key] = made
            self._size += len(made)
            while self._size > _MOST_BYTES:
                self._size -= len(self._files.popitem(last=False)[1])


made_files = MadeFiles()


def _run(program: tuple[str, ...], data: bytes) -> bytes:
    try:
        ended = subprocess.run(
            (sys.executable, "-m", *program),
            input=data,
            capture_output=True,
            check=False,
            timeout=_TAKES_AT_MOST_S,
        )
    except subprocess.TimeoutExpired:
        raise NotMadeInTime(f"{program} took {_TAKES_AT_MOST_S} s") from None
    if ended.returncode != 0:
        raise NotMade(ended.stderr.decode(errors="replace"))
    return ended.stdout
