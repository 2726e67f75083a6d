"""Public pages, kept ready for two seconds."""

import functools
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, ParamSpec
from urllib.parse import parse_qsl
from weakref import WeakSet
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, make_response, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from dialogues.support import zones
from dialogues.web.representation import Representation

P = ParamSpec("P")

SECONDS = 2.0
_MOST_BYTES = 32 * 2**20
"""What the kept pages may take together: a feed of 2,000 sessions takes 1.4 million bytes."""
_REMADE_BEFORE_S = 0.5
_ENVIRON_KEY = "dialogues.made_page"

Key = tuple[str, tuple[str, ...]]
"""A path, and what it was asked for: the values of the arguments that its view depends on."""


@dataclass(frozen=True)
class _Made:
    """What a view made of a page: its body, and what the page depends on, if it is to be kept."""

    body: bytes
    arguments: tuple[str, ...] | None


@dataclass(eq=False)
class PageCache:
    """Pages that views marked with :func:`cached_page`, sent before Flask begins its work.

    A page lives for ``seconds`` at most, and until anything is committed in this process.
    """

    application: WSGIApplication
    seconds: float = SECONDS
    _pages: OrderedDict[Key, tuple[float, Representation]] = field(default_factory=OrderedDict)
    """Until when each lives, by the monotonic clock, and what is sent."""
    _arguments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By path, the arguments that its pages depend on; for no path without a page."""
    _being_made: set[Key] = field(default_factory=set)
    _size: int = 0
    _generation: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as WSGI has it: from what is kept, or as the application does."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        key = _key(environ, self._arguments.get(environ["PATH_INFO"], ()))
        until, page = self._pages.get(key, (0.0, None))
        left = until - time.monotonic()
        if page is None or left <= 0:
            return self._make(environ, start_response)
        if left > _REMADE_BEFORE_S or not self._claim(key):
            return page.answer(environ, start_response)
        try:
            return self._make(environ, start_response)
        finally:
            self._being_made.discard(key)

    def _claim(self, key: Key) -> bool:
        """Whether this request makes an ageing page anew, while others go on being sent it."""
        with self._lock:
            is_first = key not in self._being_made
            self._being_made.add(key)
        return is_first

    def _make(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does; a page of :func:`cached_page` is kept."""
        generation = self._generation
        held: list[list[tuple[str, str]]] = []

        def hold(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if _ENVIRON_KEY in environ and status.startswith("200"):
                held.append(headers)
                return None
            return start_response(status, headers, exc_info)

        chunks = self.application(environ, hold)
        if not held:
            return chunks
        if hasattr(chunks, "close"):
            chunks.close()
        made: _Made = environ[_ENVIRON_KEY]
        page = Representation.of(made.body, held[0])
        has_cookie = any(name.lower() == "set-cookie" for name, _value in held[0])
        if made.arguments is not None and not has_cookie:
            self._keep(_key(environ, made.arguments), made.arguments, page, generation)
        return page.answer(environ, start_response)

    def clear(self) -> None:
        """Forget all pages, and those that are being made."""
        with self._lock:
            self._generation += 1
            self._pages.clear()
            self._arguments.clear()
            self._size = 0

    def _keep(
        self, key: Key, arguments: tuple[str, ...], page: Representation, generation: int
    ) -> None:
        with self._lock:
            # A commit in the meantime may have changed what the page says.
            if generation != self._generation or self.seconds <= 0:
                return
            if key in self._pages:
                self._size -= self._pages.pop(key)[1].size
            self._pages[key] = time.monotonic() + self.seconds, page
            self._arguments[key[0]] = arguments
            self._size += page.size
            while self._size > _MOST_BYTES:
                (path, _values), (_until, oldest) = self._pages.popitem(last=False)
                self._arguments.pop(path, None)
                self._size -= oldest.size


_caches: WeakSet[PageCache] = WeakSet()


@event.listens_for(Session, "after_commit")
def _forget_pages(_session: Session) -> None:
    for cache in _caches:
        cache.clear()


def connect(app: Flask) -> None:
    """Put the page cache before ``app``."""
    cache = PageCache(app.wsgi_app)
    app.wsgi_app = cache  # type: ignore[method-assign]
    app.extensions["page_cache"] = cache
    _caches.add(cache)


def clear(app: Flask) -> None:
    """Forget the pages kept by ``app``."""
    app.extensions["page_cache"].clear()


def cached_page(*arguments: str) -> Callable[[Callable[P, Any]], Callable[P, Response]]:
    """Keep what a view answers to GET or HEAD, where it is a page (status 200).

    The view may depend on its path, on the database and on the ``arguments`` of its address that
    are named here; never on a cookie, on another argument or on who asks. An unknown ``zone`` is
    as none. Of any other argument the view knows a few values, and refuses the rest: else
    strangers would fill the cache.
    """

    def decorate(view: Callable[P, Any]) -> Callable[P, Response]:
        @functools.wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            g.known_arguments = frozenset(arguments)
            return _handed_over(make_response(view(*args, **kwargs)), arguments)

        return answer

    return decorate


def revalidated_page(view: Callable[P, Any]) -> Callable[P, Response]:
    """Answer as :func:`cached_page` does, with ETag, 304 and zipped, but keep nothing here.

    For what one person reads; the view says itself who else may keep it.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
        return _handed_over(make_response(view(*args, **kwargs)), None)

    return answer


def _handed_over(response: Response, arguments: tuple[str, ...] | None) -> Response:
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        # Flask-Compress leaves alone what says how it is encoded; the cache zips it once.
        response.content_encoding = "identity"
        if arguments is not None:
            response.headers["Cache-Control"] = f"public, max-age={SECONDS:.0f}"
        # Here and not from the answer, which has no body for HEAD.
        request.environ[_ENVIRON_KEY] = _Made(response.get_data(), arguments)
    return response


def _key(environ: WSGIEnvironment, arguments: tuple[str, ...]) -> Key:
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
    if not query or not arguments:
        return path, ("",) * len(arguments)
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, value)  # the first one, as ``request.args`` reads it
    return path, tuple(_value(name, given.get(name, "")) for name in arguments)


def _value(name: str, given: str) -> str:
    return "" if name == "zone" and not zones.is_known(given) else given
