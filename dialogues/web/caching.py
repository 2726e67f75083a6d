"""Public pages, kept ready for two seconds."""

import functools
import gzip
import hashlib
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
from werkzeug.http import parse_etags

from dialogues.support import zones

P = ParamSpec("P")

SECONDS = 2.0
_PAGES = 512
_ARGUMENTS = frozenset({"zone"})
_ENVIRON_KEY = "dialogues.keep_page"
_OWN_HEADERS = frozenset({"content-length", "content-encoding", "etag", "vary", "cache-control"})


@dataclass(frozen=True)
class Page:
    """A whole answer, in both encodings, with the headers of each and of a 304."""

    until: float
    etag: str
    body: bytes
    zipped: bytes
    headers: list[tuple[str, str]]
    zipped_headers: list[tuple[str, str]]
    unchanged_headers: list[tuple[str, str]]

    @classmethod
    def of(cls, body: bytes, headers: Iterable[tuple[str, str]], until: float) -> "Page":
        """Keep ``body``, and those of ``headers`` that do not depend on its encoding."""
        etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        zipped = gzip.compress(body, 6, mtime=0)
        shared = [
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", f"public, max-age={SECONDS:.0f}"),
            *(pair for pair in headers if pair[0].lower() not in _OWN_HEADERS),
        ]
        return cls(
            until=until,
            etag=etag,
            body=body,
            zipped=zipped,
            headers=[*shared, ("Content-Length", str(len(body)))],
            zipped_headers=[
                *shared,
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(zipped))),
            ],
            unchanged_headers=[pair for pair in shared if pair[0] != "Content-Type"],
        )

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Send the page, or 304 where the visitor has it."""
        if self._is_known(environ):
            start_response("304 NOT MODIFIED", self.unchanged_headers)
            return [b""]
        is_zipped = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        start_response("200 OK", self.zipped_headers if is_zipped else self.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return [b""]
        return [self.zipped if is_zipped else self.body]

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known:
            return known == self.etag or parse_etags(known).contains_weak(self.etag[3:-1])
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and ("Last-Modified", since) in self.unchanged_headers


@dataclass(eq=False)
class PageCache:
    """Pages that views marked with :func:`cached_page`, sent before Flask begins its work.

    A page lives for ``seconds`` at most, and until anything is committed in this process.
    """

    application: WSGIApplication
    seconds: float = SECONDS
    _pages: OrderedDict[tuple[str, str], Page] = field(default_factory=OrderedDict)
    _generation: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as WSGI has it: from what is kept, or as the application does."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        key = _key(environ)
        page = self._pages.get(key)
        if page is not None and page.until > time.monotonic():
            return page.answer(environ, start_response)
        generation = self._generation
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if environ.get(_ENVIRON_KEY):
                held.append((status, headers))
                return None
            return start_response(status, headers, exc_info)

        chunks = self.application(environ, hold)
        if not held:
            return chunks
        headers = held[0][1]
        page = Page.of(_joined(chunks), headers, time.monotonic() + self.seconds)
        if not any(name.lower() == "set-cookie" for name, _value in headers):
            self._keep(key, page, generation)
        return page.answer(environ, start_response)

    def clear(self) -> None:
        """Forget all pages, and those that are being made."""
        with self._lock:
            self._generation += 1
            self._pages.clear()

    def _keep(self, key: tuple[str, str], page: Page, generation: int) -> None:
        with self._lock:
            # A commit in the meantime may have changed what the page says.
            if generation == self._generation and self.seconds > 0:
                self._pages[key] = page
                self._pages.move_to_end(key)
                while len(self._pages) > _PAGES:
                    self._pages.popitem(last=False)


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


def cached_page(view: Callable[P, Any]) -> Callable[P, Response]:
    """Keep what ``view`` answers to GET, where it is a page (status 200).

    The view may depend on its path, on ``?zone=`` and on the database; never on a cookie, on
    another argument or on who asks.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
        g.known_arguments = _ARGUMENTS
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200 and request.method == "GET":
            # Flask-Compress leaves alone what says how it is encoded; the cache zips it once.
            response.content_encoding = "identity"
            request.environ[_ENVIRON_KEY] = True
        return response

    return answer


def _key(environ: WSGIEnvironment) -> tuple[str, str]:
    query = environ.get("QUERY_STRING")
    if not query:
        return environ["PATH_INFO"], ""
    # The first one, blank or not, as ``request.args`` reads it.
    given = (value for name, value in parse_qsl(query, keep_blank_values=True) if name == "zone")
    zone = next(given, "")
    return environ["PATH_INFO"], zone if zones.is_known(zone) else ""


def _joined(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
