"""A first visit: its size on the wire, and how soon it can begin."""

import re
import time
from urllib.parse import urljoin, urlsplit

from benchmarks.client import Answer, WrongAnswer, ask
from benchmarks.figures import Figure, Row
from benchmarks.pages import get
from benchmarks.servers import (
    Place,
    Server,
    dialogues_web,
    free_port,
    running,
)

MOST_ON_THE_WIRE = 60_000
MOST_SECONDS = 2.0
_NEEDED = re.compile(
    r'<(?:script|img|source)\b[^>]*\bsrc="([^"]+)"'
    r'|<link\b(?=[^>]*\brel="(?:stylesheet|icon|preload|modulepreload)")[^>]*\bhref="([^"]+)"'
)
_IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")


def measure(place: Place, starts: int) -> list[Row]:
    """Wire size and start."""
    seconds = Figure([_start(place) for _start_number in range(starts)])
    with dialogues_web(place) as server:
        files = _first_visit(server, "/en/")
        arabic = _first_visit(server, "/ar/")
    size = sum(files.values())
    return [
        Row(
            f"first visit of the home page on the wire, compressed, {len(files)} files",
            f"{size / 1000:.1f} kB",
            f"in Arabic {sum(arabic.values()) / 1000:.1f} kB",
            "",
            f"≤ {MOST_ON_THE_WIRE // 1000} kB",
            max(size, sum(arabic.values())) <= MOST_ON_THE_WIRE,
        ),
        Row(
            "from `dialogues serve` to the first page",
            f"{seconds} s",
            "",
            "",
            f"≤ {MOST_SECONDS:g} s",
            seconds.median <= MOST_SECONDS,
        ),
    ]


def _start(place: Place) -> float:
    port = free_port()
    started = time.monotonic()
    with running(place, place.dialogues("serve", "--port", str(port)), port) as server:
        ask(server.address, get("/en/")).expect(200)
        return time.monotonic() - started


def _first_visit(server: Server, path: str) -> dict[str, int]:
    """The bytes of each file that a page needs, heads included; nothing may come from elsewhere."""
    page = ask(server.address, get(path)).expect(200)
    sizes = {path: _size(page)}
    wanted = _links(_NEEDED, page, path)
    while wanted:
        link = wanted.pop()
        if link in sizes:
            continue
        answer = ask(server.address, get(link)).expect(200)
        sizes[link] = _size(answer)
        if link.partition("?")[0].endswith(".css"):
            wanted |= _links(_IN_STYLES, answer, link)
    return sizes


def _links(pattern: re.Pattern[str], answer: Answer, base: str) -> set[str]:
    groups = pattern.findall(answer.text)
    found = {next(filter(None, group)).replace("&amp;", "&") for group in groups}
    links = {urljoin(base, link) for link in found if not link.startswith("data:")}
    elsewhere = [link for link in links if urlsplit(link).netloc]
    if elsewhere:
        raise WrongAnswer(f"{base} loads from elsewhere: {elsewhere}")
    return links


def _size(answer: Answer) -> int:
    return len(answer.head) + len(b"\r\n\r\n") + len(answer.body)
