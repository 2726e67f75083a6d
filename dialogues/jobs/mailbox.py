"""The mailbox that answers from calendars arrive in (IMAP, RFC 3501)."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask
from imapclient import SEEN, IMAPClient
from sqlalchemy.exc import DBAPIError

from dialogues.config import settings
from dialogues.database import db, transact
from dialogues.replies import service as replies
from dialogues.replies.mime import LONGEST

LOOK_EVERY_S = 60
_TIMEOUT_S = 30
_TOLD_EVERY_S = 3600.0

_log = logging.getLogger(__name__)


class Mailbox:
    """Looks for new messages, in a thread of its own, until ``stopping`` is set."""

    def __init__(self, app: Flask, stopping: threading.Event) -> None:
        self._app = app
        self._stopping = stopping
        self._told_at = -_TOLD_EVERY_S

    def start(self) -> None:
        """Look at once, and then every minute; nothing waits for it at the end."""
        threading.Thread(target=self._run, name="mailbox", daemon=True).start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(LOOK_EVERY_S)

    def look(self) -> None:
        """Decide about what is unseen; what goes wrong is logged, once an hour, and tried again."""
        with self._app.app_context():
            try:
                with _opened(settings().imap_url or "") as client:
                    self._read(client)
                self._told_at = -_TOLD_EVERY_S
            except Exception as error:
                self._tell(error)
            finally:
                db.session.remove()

    def _read(self, client: IMAPClient) -> None:
        for number in client.search("UNSEEN"):
            if self._stopping.is_set():
                return
            decision = _decide(client, number)
            if decision is None:
                continue
            level = logging.INFO if decision.accepted else logging.WARNING
            _log.log(level, "a message in the mailbox is %s", decision)
            client.add_flags([number], [SEEN], silent=True)

    def _tell(self, error: Exception) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            _log.warning("the mailbox could not be read, and is tried again: %s", _reason(error))


def _decide(client: IMAPClient, number: int) -> replies.Decision | None:
    """Read one message, its size first, and decide about it in a transaction of its own.

    None for one over which we stumble: it stays unseen, and holds up no other.
    """
    size = client.fetch([number], ["RFC822.SIZE"])[number][b"RFC822.SIZE"]
    if size > LONGEST:
        return replies.TOO_LARGE
    raw: bytes = client.fetch([number], ["BODY.PEEK[]"])[number][b"BODY[]"]
    try:
        return transact(lambda: replies.receive(raw))
    except DBAPIError:
        raise
    except Exception:
        _log.exception("a message in the mailbox could not be decided upon")
        return None


def _reason(error: Exception) -> str:
    # Not the words of the server itself: they may repeat what it was told to sign in.
    return repr(error) if isinstance(error, OSError) else type(error).__name__


@contextmanager
def _opened(address: str) -> Iterator[IMAPClient]:
    """The folder of a URL such as ``imaps://user:password@host:993/INBOX``, signed in."""
    url = urlsplit(address)
    with IMAPClient(
        url.hostname, url.port, ssl=url.scheme == "imaps", timeout=_TIMEOUT_S
    ) as client:
        if parse_qs(url.query).get("starttls") in (["1"], ["true"]):
            client.starttls()
        client.login(unquote(url.username or ""), unquote(url.password or ""))
        client.select_folder(unquote(url.path.lstrip("/")) or "INBOX")
        yield client
