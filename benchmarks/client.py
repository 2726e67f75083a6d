"""A load client in plain Python: a few processes, each with its share of the connections.

A visitor is a generator: it yields the bytes of a request, and is sent the answer to it.
"""

import gzip
import multiprocessing
import re
import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue

PROCESSES = 2
CONNECTIONS = 16
WARM_UP_S = 0.3
_PATIENCE_S = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_COOKIES = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)

Address = tuple[str, int]


class WrongAnswer(Exception):
    """A server said something else than what is measured."""


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its head (status line and headers) and its body as sent."""

    status: int
    head: bytes
    body: bytes

    def expect(self, status: int) -> "Answer":
        if self.status != status:
            start = self.body[:300].decode(errors="replace")
            raise WrongAnswer(f"status {self.status} instead of {status}: {start}")
        return self

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        is_zipped = b"\r\ncontent-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if is_zipped else self.body).decode()

    @property
    def cookies(self) -> str:
        """What to send as ``Cookie``."""
        return "; ".join(cookie.decode() for cookie in _COOKIES.findall(self.head))


Visitor = Generator[bytes, Answer, None]
MakeVisitor = Callable[[int], Visitor]
"""Makes the visitor of a connection from its number."""


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(address: Address, asked: bytes) -> Answer:
    """One answer, over a connection of its own."""

    def visitor() -> Visitor:
        found.append((yield asked))
        while True:
            yield asked

    found: list[Answer] = []
    connection = _Connection(address, visitor())
    while not found:
        connection.read()
    connection.socket.close()
    return found[0]


def answers_a_second(address: Address, make_visitor: MakeVisitor, seconds: float) -> float:
    """How many answers a second all connections together get, after a short warm-up."""
    context = multiprocessing.get_context("fork")
    results: SimpleQueue[int | str] = context.SimpleQueue()
    start_at = time.monotonic() + WARM_UP_S
    processes = [
        context.Process(
            target=_work,
            args=(address, make_visitor, number, start_at, start_at + seconds, results),
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    try:
        counts = [results.get() for _process in processes]
    finally:
        for process in processes:
            process.join(_PATIENCE_S)
            process.kill()
    for count in counts:
        if isinstance(count, str):
            raise WrongAnswer(count)
    return sum(count for count in counts if isinstance(count, int)) / seconds


def _work(
    address: Address,
    make_visitor: MakeVisitor,
    process: int,
    start_at: float,
    end_at: float,
    results: "SimpleQueue[int | str]",
) -> None:
    try:
        numbers = range(process, CONNECTIONS, PROCESSES)
        connections = [_Connection(address, make_visitor(number)) for number in numbers]
        results.put(_count(connections, start_at, end_at))
    except Exception as error:
        results.put(f"{type(error).__name__}: {error}")


def _count(connections: list["_Connection"], start_at: float, end_at: float) -> int:
    selector = selectors.DefaultSelector()
    for connection in connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    count = 0
    while (now := time.monotonic()) < end_at:
        for key, _events in selector.select(end_at - now):
            before = key.fileobj
            is_answered = key.data.read()
            if key.data.socket is not before:
                selector.unregister(before)
                selector.register(key.data.socket, selectors.EVENT_READ, key.data)
            count += is_answered and now >= start_at
    return count


class _Connection:
    """One connection, on which one visitor has one request under way at a time."""

    def __init__(self, address: Address, visitor: Visitor) -> None:
        self.address, self.visitor = address, visitor
        self.socket = self._connect()
        self.received = b""
        self.wanted = 0
        self.socket.sendall(next(visitor))

    def _connect(self) -> socket.socket:
        connected = socket.create_connection(self.address, timeout=_PATIENCE_S)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def read(self) -> bool:
        """Read what has come; where an answer is whole, send the next request and say True."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise WrongAnswer("the server closed a connection without a word")
        self.received += chunk
        if not self.wanted:
            self.wanted = self._length()
        if not self.wanted or len(self.received) < self.wanted:
            return False
        head, _separator, body = self.received.partition(b"\r\n\r\n")
        self.received, self.wanted = b"", 0
        following = self.visitor.send(Answer(int(head[9:12]), head, body))
        if _CLOSES.search(head):
            self.socket.close()
            self.socket = self._connect()
        self.socket.sendall(following)
        return True

    def _length(self) -> int:
        """The length of the whole answer, or 0 while its head is incomplete."""
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return 0
        found = _LENGTH.search(self.received, 0, end)
        if found is None and not self.received.startswith(b"HTTP/1.1 304"):
            raise WrongAnswer("an answer without Content-Length")
        return end + 4 + (int(found[1]) if found else 0)
