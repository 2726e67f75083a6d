"""An SMTP server that takes all and keeps nothing, in a process of its own: it measures nobody."""

import multiprocessing
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized

from benchmarks.servers import HOST, free_port

_ANSWERS = {
    b"EHLO": b"250-sink.example.org\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
_OK = b"250 ok\r\n"


@dataclass(frozen=True)
class Sink:
    """A running sink."""

    port: int
    taken: "Synchronized[int]"

    @property
    def url(self) -> str:
        """For ``DIALOGUES_SMTP_URL``."""
        return f"smtp://{HOST}:{self.port}"


@contextmanager
def sink() -> Iterator[Sink]:
    """Run a sink until the end of the block."""
    context = multiprocessing.get_context("fork")
    running = Sink(free_port(), context.Value("i", 0))
    server = _Server((HOST, running.port), _Conversation)
    server.taken = running.taken
    process = context.Process(target=server.serve_forever, daemon=True)
    process.start()
    server.socket.close()  # the other process has it
    try:
        yield running
    finally:
        process.kill()
        process.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    taken: "Synchronized[int]"


class _Conversation(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    rbufsize = 1 << 18

    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        self.wfile.write(b"220 sink.example.org\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            self.wfile.write(_ANSWERS.get(verb, _OK))
            if verb == b"DATA":
                while self.rfile.readline() != b".\r\n":
                    pass
                with self.server.taken:
                    self.server.taken.value += 1
                self.wfile.write(_OK)
            elif verb == b"QUIT":
                return
