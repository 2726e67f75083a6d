"""A real IMAP server on loopback (pymap), as a process of its own, with one mailbox."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient

from tests.jobs.commands import wait_until

USER, PASSWORD = "answers", "a p@ssword"


@dataclass
class PostBox:
    """The server's mailbox, as its owner sees it."""

    port: int

    @property
    def url(self) -> str:
        """What ``DIALOGUES_IMAP_URL`` says."""
        return f"imap://{USER}:a%20p%40ssword@127.0.0.1:{self.port}/INBOX"

    def put(self, *messages: bytes) -> None:
        """Deliver messages."""
        with self._opened() as client:
            for message in messages:
                client.append("INBOX", message)

    def empty(self) -> None:
        """Delete whatever is there."""
        with self._opened() as client:
            client.select_folder("INBOX")
            if found := client.search():
                client.delete_messages(found)
                client.expunge()

    def seen(self) -> list[bool]:
        """Which messages are marked as seen, in the order in which they came."""
        with self._opened() as client:
            client.select_folder("INBOX", readonly=True)
            flags = client.get_flags(client.search())
            return [b"\\Seen" in flags[number] for number in sorted(flags)]

    @contextmanager
    def _opened(self) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20) as client:
            client.login(USER, PASSWORD)
            yield client

    def is_open(self) -> bool:
        """Whether the server answers."""
        try:
            with self._opened():
                return True
        except OSError:
            return False


@contextmanager
def post_box() -> Iterator[PostBox]:
    """A server that runs, with an empty mailbox."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-tls",
        "--no-service",
        "managesieve",
    ]
    backend = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(
        [sys.executable, "-c", "import pymap.main; pymap.main.main()", *command, *backend],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    box = PostBox(port)
    try:
        wait_until(box.is_open)
        yield box
    finally:
        process.kill()
        process.wait()
