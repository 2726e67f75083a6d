"""A real SMTP server on loopback that answers as a test tells it."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 accepted"
DROP = "drop the connection"


@dataclass(repr=False)
class PostOffice:
    """What arrived, over how many connections; ``answer`` says what a recipient's mail gets."""

    answer: Callable[[str], str] = lambda _recipient: OK
    pause_s: float = 0.0
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    senders: list[str | None] = field(default_factory=list)
    """The envelope senders (MAIL FROM)."""
    connections: set[int] = field(default_factory=set)
    url: str = ""

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer a mail, and keep it where it is taken."""
        time.sleep(self.pause_s)
        self.connections.add(id(session))
        answer = self.answer(envelope.rcpt_tos[0])
        if answer == DROP:
            assert server.transport is not None
            server.transport.abort()
        if answer == OK:
            content = envelope.content
            assert isinstance(content, bytes)
            self.raw.append(content)
            self.senders.append(envelope.mail_from)
            self.mails.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        return answer


@contextmanager
def post_office(**values: object) -> Iterator[PostOffice]:
    """A post office that is open, at ``url``."""
    office = PostOffice(**values)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    office.url = f"smtp://127.0.0.1:{port}"
    try:
        yield office
    finally:
        controller.stop()
