"""How often something was done in a time that moves along: in this process, or in Redis."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from limits.strategies import MovingWindowRateLimiter

LONGEST_S = 3600
"""The longest time that is looked back on."""
_PATIENCE_S = 1
"""How long a request may wait for Redis before it goes on without."""


class Windows(Protocol):
    """Counts what is done in moving windows."""

    def take(self, key: str, most: int, seconds: int, now: float) -> float | None:
        """Count one more under ``key``, unless ``most`` were counted in the last ``seconds``.

        None where it was counted, else the time from which there is room; times are Unix times.
        """


class MemoryWindows:
    """Windows of this process.

    Those of ``limits`` look at every key a hundred times a second: with the addresses of 20,000
    people that took half a core.
    """

    def __init__(self) -> None:
        # Most keys hold one time: a deque would take eight times as much memory as an array.
        self._taken: OrderedDict[str, array[float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, most: int, seconds: int, now: float) -> float | None:
        """As :class:`Windows` has it."""
        with self._lock:
            self._forget(now)
            times = self._taken.setdefault(key, array("d"))
            del times[: bisect_right(times, now - seconds)]
            if len(times) >= most:
                return times[0] + seconds
            times.append(now)
            self._taken.move_to_end(key)
            return None

    def _forget(self, now: float) -> None:
        """Let go of the keys under which nothing was counted for long, which stand first."""
        while self._taken:
            key, times = next(iter(self._taken.items()))
            if times and times[-1] > now - LONGEST_S:
                return
            del self._taken[key]


class RedisWindows:
    """Windows that all processes share, by the clock of the process that asks."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _limiter(self) -> "MovingWindowRateLimiter":
        # Imported here: a web process starts without either.
        from limits.storage import RedisStorage
        from limits.strategies import MovingWindowRateLimiter

        storage = RedisStorage(
            self._url,
            key_prefix="dialogues:limits",
            socket_connect_timeout=_PATIENCE_S,
            socket_timeout=_PATIENCE_S,
        )
        return MovingWindowRateLimiter(storage)

    def take(self, key: str, most: int, seconds: int, now: float) -> float | None:
        """As :class:`Windows` has it."""
        from limits import RateLimitItemPerSecond

        window = RateLimitItemPerSecond(most, seconds)
        if self._limiter.hit(window, key):
            return None
        return max(now, self._limiter.get_window_stats(window, key).reset_time)
