"""One SMTP connection for many mails, and what a server's answers mean for a mail."""

import ipaddress
import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import parse_qs, unquote, urlsplit

from flask_mail import Connection, Mail

from dialogues.config import settings
from dialogues.outbox.mime import OutboxMessage

TIMEOUT_S = 20
"""How long one answer of the server may take."""

_log = logging.getLogger(__name__)


class Answer(Enum):
    """What a server made of a mail."""

    SENT = auto()
    LATER = auto()
    """A 4xx answer, a time-out or a dropped connection: this mail may go through later."""
    NEVER = auto()
    """A 5xx answer."""
    UNREACHABLE = auto()
    """No connection, or a refused sign-in: nothing can be said about the mail."""


@dataclass(frozen=True)
class Outcome:
    """An answer, with its reason where the mail was not sent."""

    answer: Answer
    error: str = ""


class _Connection(Connection):
    """Flask-Mail's connection, with time-outs, checked certificates and a name of ours."""

    def configure_host(self) -> smtplib.SMTP:
        mail = self.mail
        # Reading the certificates of this machine takes longer than sending several mails.
        context = ssl.create_default_context() if mail.use_ssl or mail.use_tls else None
        place = (mail.server, mail.port or 0, _own_name())
        host: smtplib.SMTP
        if mail.use_ssl:
            host = smtplib.SMTP_SSL(*place, timeout=TIMEOUT_S, context=context)
        else:
            host = smtplib.SMTP(*place, timeout=TIMEOUT_S)
        try:
            if mail.use_tls:
                host.starttls(context=context)
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def hand_over(self, message: OutboxMessage) -> None:
        """Send a message whose addresses and headers are in order: ``send`` checks them anew."""
        assert self.host is not None
        self.host.sendmail(message.envelope_sender, [message.to_address], message.as_bytes())


class Post:
    """Sends messages one after the other, over one connection while it lasts."""

    def __init__(self) -> None:
        self._connection: _Connection | None = None
        self._is_fresh = True

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._hang_up()

    def send(self, message: OutboxMessage) -> Outcome:
        """Send a message. A connection that was cut since the last one is made anew, once."""
        outcome = self._try(message)
        if outcome.answer is Answer.LATER and self._connection is None and not self._is_fresh:
            return self._try(message)
        return outcome

    def _try(self, message: OutboxMessage) -> Outcome:
        if self._connection is None:
            try:
                self._connection = _open()
            except (OSError, smtplib.SMTPException) as error:
                return Outcome(Answer.UNREACHABLE, _sentence(error))
            self._is_fresh = True
        outcome = self._hand_over(self._connection, message)
        if outcome.answer is Answer.SENT:
            self._is_fresh = False
        return outcome

    def _hand_over(self, connection: _Connection, message: OutboxMessage) -> Outcome:
        try:
            connection.hand_over(message)
        except smtplib.SMTPResponseException as error:
            if error.smtp_code == 421:
                self._hang_up()
            return _refused(error.smtp_code, error)
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(next(iter(error.recipients.values()))[0], error)
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            return Outcome(Answer.NEVER, _sentence(error))
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Outcome(Answer.LATER, _sentence(error))
        return Outcome(Answer.SENT)

    def _hang_up(self) -> None:
        if self._connection and self._connection.host:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.host.quit()
            self._connection.host.close()
        self._connection = None


def _open() -> _Connection:
    """A connection to the server of ``DIALOGUES_SMTP_URL``."""
    url = urlsplit(settings().smtp_url or "")
    is_tls = url.scheme == "smtps"
    asks = parse_qs(url.query)
    mail = Mail()
    mail.state = mail.init_mail(
        {
            "MAIL_SERVER": url.hostname or "",
            "MAIL_PORT": url.port or (465 if is_tls else 25),
            "MAIL_USE_SSL": is_tls,
            "MAIL_USE_TLS": asks.get("starttls") in (["1"], ["true"]),
            "MAIL_USERNAME": unquote(url.username) if url.username else None,
            "MAIL_PASSWORD": unquote(url.password) if url.password else None,
        }
    )
    connection = _Connection(mail)
    connection.__enter__()
    return connection


def _refused(code: int, error: smtplib.SMTPException) -> Outcome:
    return Outcome(Answer.NEVER if 500 <= code < 600 else Answer.LATER, _sentence(error))


def _own_name() -> str:
    """What EHLO says: the site's name, or an address literal (RFC 5321, 4.1.3)."""
    host = urlsplit(settings().base_url).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host if "." in host else "[127.0.0.1]"
    return f"[{'IPv6:' if address.version == 6 else ''}{address}]"


def _sentence(error: Exception) -> str:
    """An error for the organiser: the server's own words where there are any."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}".rstrip(": ")
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {said}"
