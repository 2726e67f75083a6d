"""The public Dialogue page and its 304, beside bare views; the client's ceiling."""

import re
from collections.abc import Callable

from benchmarks.client import Answer, Visitor, answers_a_second, ask, request
from benchmarks.figures import Row, compared, interleaved
from benchmarks.servers import Place, Server, bare, dialogues_web

_BROWSER = {"Accept-Encoding": "gzip", "Accept": "text/html"}


def repeating(asked: bytes, status: int) -> Callable[[int], Visitor]:
    """Visitors who ask for the same thing again and again."""

    def visitor(_number: int) -> Visitor:
        while True:
            (yield asked).expect(status)

    return visitor


def get(path: str, **headers: str) -> bytes:
    """The request of a browser."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return request("GET", path, {**_BROWSER, **more})


def dialogue_page(server: Server) -> tuple[str, Answer]:
    """The address and the answer of the page of the Dialogue that the home page shows first."""
    home = ask(server.address, request("GET", "/en/", {})).expect(200)
    found = re.search(rb'href="(/en/dialogues/[^"/?]+)"', home.body)
    assert found, "the home page leads to no Dialogue"
    path = found[1].decode()
    return path, ask(server.address, get(path)).expect(200)


def measure(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Requests per second, each beside its bare view."""
    with dialogues_web(place) as ours:
        path, page = dialogue_page(ours)
        etag = re.search(rb"\r\nETag: ([^\r]+)", page.head)
        assert etag, "the page has no ETag"
        size = len(page.body)
        plans = (
            (ours, get(path), 200),
            (None, get("/page"), 200),
            (ours, get(path, If_None_Match=etag[1].decode()), 304),
            (None, get("/unchanged"), 304),
        )
        with bare(place, place.database_url, size) as theirs, bare(place, "", size) as mirror:
            measures = [
                rate(server or theirs, repeating(asked, status), seconds)
                for server, asked, status in plans
            ]
            measures.append(rate(mirror, repeating(get("/"), 200), seconds))
            warm, constant, unchanged, nothing, ceiling = interleaved(rounds, measures)
    return [
        compared(
            f"public Dialogue page, warm, {size:,} bytes (requests/s)",
            *(warm, "bare Flask view, body of the same size", constant, 0.8),
        ),
        compared(
            "the same with `If-None-Match` (requests/s)",
            *(unchanged, "bare Flask view, 304", nothing, 0.8),
        ),
        Row("the load client's own ceiling (requests/s)", str(ceiling)),
    ]


def rate(server: Server, visitors: Callable[[int], Visitor], seconds: float) -> Callable[[], float]:
    """A measure of how many answers a second such visitors get."""
    return lambda: answers_a_second(server.address, visitors, seconds)
