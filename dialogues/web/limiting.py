"""What a stranger may send how often: refused in excess before anything changes, until when."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, request

from dialogues.config import settings
from dialogues.support import clock
from dialogues.support.addresses import email_address
from dialogues.support.refusals import N_, Refusal
from dialogues.web.guards import least_role
from dialogues.web.networks import visitors_network
from dialogues.web.windows import LONGEST_S, MemoryWindows, RedisWindows, Windows

P = ParamSpec("P")
R = TypeVar("R")

_MOST_BYTES = 128 * 1024
"""What a stranger may send at once: the longest form that is in order has 55 kB."""
_LEFT_ALONE = dt.timedelta(seconds=10)
"""How long requests go on without counting once the windows have failed."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """How often something may be done from one network in the last ``minutes`` (60 at most).

    With ``per_address``, from one network for one e-mail address: the ``email`` that was typed.
    """

    name: str
    most: int
    minutes: int = 10
    per_address: bool = False

    def __post_init__(self) -> None:
        if self.minutes * 60 > LONGEST_S:
            raise ValueError(f"{self.name}: the longest window is {LONGEST_S} s")


ANYTHING = Allowance("anything", 6000)
"""Whatever is sent, each press included: ten a second, as long as ten minutes."""
FOR_ONE_ADDRESS = Allowance("for one address", 20, minutes=60, per_address=True)
"""What has us write to an address: nobody's mailbox is flooded by way of this site."""


class Excess(Refusal):
    """More than is taken; there is room again from ``until`` (an aware instant)."""

    sentence = N_(
        "So much has been sent from your network in a short time that we take no more of it for "
        "now. Please try again after %(time)s."
    )
    status = 429

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(time=f"{until:%Y-%m-%d %H:%M} UTC")
        self.until = until


def connect(app: Flask) -> None:
    """Take short forms from strangers, and count every POST, but of :func:`unlimited` views."""
    app.extensions["windows"] = None
    app.extensions["windows_failed_at"] = None

    @app.before_request
    def spare_us() -> None:
        endpoint = request.endpoint or ""
        view = app.view_functions.get(endpoint)
        if least_role(endpoint) is None:
            request.max_content_length = _MOST_BYTES
        else:  # a text that is too long is refused by its form, which keeps it
            request.max_form_memory_size = request.max_content_length
        if not hasattr(view, "takes_any_number"):
            require(ANYTHING)


def unlimited(view: Callable[P, R]) -> Callable[P, R]:
    """Take any number of POSTs to a view, which mail programs send of their own (RFC 8058)."""
    view.takes_any_number = True  # type: ignore[attr-defined]
    return view


def require(*allowances: Allowance) -> None:
    """Count what this visitor sends, not what they read; :class:`Excess` where there is no room.

    Stands after the view has made its form, in whose words the page for it tells what was typed.
    """
    if request.method != "POST":
        return
    for allowance in allowances:
        until = take(allowance)
        if until is not None:
            raise Excess(until)


def take(allowance: Allowance) -> dt.datetime | None:
    """Count one more of this visitor's, and say nothing, or from when on there is room.

    A request counts once, however often its transaction is tried. Without an address where one
    is counted by, and while the windows fail, there is room.
    """
    answers: dict[Allowance, dt.datetime | None] = g.setdefault("allowances_taken", {})
    if allowance not in answers:
        answers[allowance] = _take(allowance)
    return answers[allowance]


def _take(allowance: Allowance) -> dt.datetime | None:
    now, failed_at = clock.now(), current_app.extensions["windows_failed_at"]
    key = _key(allowance)
    if key is None or (failed_at and now - failed_at < _LEFT_ALONE):
        return None
    try:
        until = _windows().take(key, allowance.most, allowance.minutes * 60, now.timestamp())
    except Exception as error:
        _log.warning("nothing is limited for now, since counting failed: %r", error)
        current_app.extensions["windows_failed_at"] = now
        return None
    return None if until is None else dt.datetime.fromtimestamp(until, dt.UTC)


def _key(allowance: Allowance) -> str | None:
    whose = visitors_network()
    if allowance.per_address:
        address = email_address(request.form.get("email", ""))
        if address is None:
            return None
        whose = f"{whose} {address}"
    # Nobody's address or network can be read from what is counted.
    secret = settings().secret_key.encode()[:64]
    digest = hashlib.blake2b(whose.encode(), key=secret, digest_size=16).hexdigest()
    return f"{allowance.name}:{digest}"


def _windows() -> Windows:
    windows: Windows | None = current_app.extensions["windows"]
    if windows is None:
        url = settings().shared_counts_url
        windows = RedisWindows(url) if url else MemoryWindows()
        current_app.extensions["windows"] = windows
    return windows
