"""An answer made whole: sent zipped, as its headers alone, or not at all where it is known."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.http import parse_accept_header, parse_etags

_OWN_HEADERS = frozenset({"content-length", "content-encoding", "etag", "vary"})


@dataclass(frozen=True)
class Representation:
    """A whole answer, in both encodings, with the headers of each and of a 304."""

    etag: str
    body: bytes
    zipped: bytes
    headers: list[tuple[str, str]]
    zipped_headers: list[tuple[str, str]]
    unchanged_headers: list[tuple[str, str]]

    @classmethod
    def of(cls, body: bytes, headers: Iterable[tuple[str, str]]) -> "Representation":
        """Keep ``body``, and those of ``headers`` that do not depend on its encoding."""
        etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        zipped = gzip.compress(body, 6, mtime=0)
        shared = [
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            *(pair for pair in headers if pair[0].lower() not in _OWN_HEADERS),
        ]
        return cls(
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

    @property
    def size(self) -> int:
        """The bytes of both encodings."""
        return len(self.body) + len(self.zipped)

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Send it, or 304 where the visitor has it."""
        if self._is_known(environ):
            start_response("304 NOT MODIFIED", self.unchanged_headers)
            return [b""]
        is_zipped = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
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


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: str) -> bool:
    return parse_accept_header(accept_encoding)["gzip"] > 0
