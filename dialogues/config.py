"""Settings, read from the environment and checked once, at start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from dialogues.support import zones

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_UID_DOMAIN = "dialogues.example.org"
RSVP_LOCAL_ROOM = 37
"""Octets before the plus sign of a reply address: 64 (RFC 5321, 4.5.3.1.1), less "+" and token."""
_RSVP_LOCAL = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,{RSVP_LOCAL_ROOM - 1}}})")


class UnsafeConfiguration(Exception):
    """Settings with which the application refuses to start; the text says which, and why."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Each field is the environment variable ``DIALOGUES_<NAME>``."""

    database_url: str
    """SQLAlchemy's: ``sqlite:////path`` or ``postgresql+psycopg://user@host/name``."""
    secret_key: str
    """Signs cookies and the links in mails; changing it ends all of them."""
    base_url: str
    """The address that people see, without a trailing slash."""
    smtp_url: str | None
    """``smtp://user:password@host:port`` (STARTTLS with ``?starttls=1``) or ``smtps://``."""
    mail_from: str
    """The address that mails come from and people write to."""
    rsvp_address: str | None
    """Where calendars send their answers, each to ``local+token@domain``; without it, nowhere."""
    imap_url: str | None
    """``imaps://user:password@host:port/FOLDER``: a mailbox that the worker reads answers from."""
    uid_domain: str
    """The right-hand side of calendar UIDs and Message-IDs; never changes once in use."""
    queue_url: str
    """huey's queue: ``sqlite:////path`` or ``redis://host:port/0``."""
    timezone: str
    """The IANA zone that organisers' forms start with."""
    trusted_proxies: int
    """How many proxies stand in front, each of which adds its caller to X-Forwarded-For."""

    @property
    def is_https(self) -> bool:
        """Whether people reach the site by TLS."""
        return self.base_url.startswith("https://")

    @property
    def shared_counts_url(self) -> str | None:
        """The Redis in which all processes count together; without one, each counts for itself."""
        return None if self.queue_url.startswith("sqlite") else self.queue_url

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check the settings; :class:`UnsafeConfiguration` says what is wrong."""

        def value(name: str, default: str) -> str:
            return environment.get(f"DIALOGUES_{name}", "").strip() or default

        base_url = value("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        is_local = urlsplit(base_url).hostname in _LOOPBACK
        settings = cls(
            database_url=_driver(value("DATABASE_URL", f"sqlite:///{INSTANCE}/dialogues.sqlite")),
            secret_key=value("SECRET_KEY", "") or (_local_secret() if is_local else ""),
            base_url=base_url,
            smtp_url=value("SMTP_URL", "") or None,
            mail_from=value("MAIL_FROM", "dialogues@example.org"),
            rsvp_address=value("RSVP_ADDRESS", "") or None,
            imap_url=value("IMAP_URL", "") or None,
            uid_domain=value("UID_DOMAIN", _UID_DOMAIN),
            queue_url=value("QUEUE_URL", f"sqlite:///{INSTANCE}/queue.sqlite"),
            timezone=value("TIMEZONE", "Europe/Rome"),
            trusted_proxies=_small_number("TRUSTED_PROXIES", value("TRUSTED_PROXIES", "0")),
        )
        asks_for_debug = environment.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no")
        settings._check(is_local, asks_for_debug)
        return settings

    def _check(self, is_local: bool, asks_for_debug: bool) -> None:
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise UnsafeConfiguration("DIALOGUES_BASE_URL must start with http:// or https://.")
        if not is_local and len(self.secret_key) < 32:
            raise UnsafeConfiguration(
                "DIALOGUES_SECRET_KEY must be set to at least 32 random characters "
                "where DIALOGUES_BASE_URL is public."
            )
        if not is_local and self.uid_domain == _UID_DOMAIN:
            raise UnsafeConfiguration(
                "DIALOGUES_UID_DOMAIN must be set to a domain of yours "
                "where DIALOGUES_BASE_URL is public: calendars know the sessions by it."
            )
        if not is_local and asks_for_debug:
            raise UnsafeConfiguration("FLASK_DEBUG must not be set on a public address.")
        if not zones.is_known(self.timezone):
            raise UnsafeConfiguration(
                f"DIALOGUES_TIMEZONE: {self.timezone!r} is not an IANA zone such as Europe/Rome."
            )
        if "@" not in parseaddr(self.mail_from)[1]:
            raise UnsafeConfiguration("DIALOGUES_MAIL_FROM must be an e-mail address.")
        self._check_replies()
        for name, url, schemes in (
            ("DATABASE_URL", self.database_url, ("sqlite", "postgresql+psycopg")),
            ("QUEUE_URL", self.queue_url, ("sqlite", "redis", "rediss")),
            ("SMTP_URL", self.smtp_url or "smtp://localhost", ("smtp", "smtps")),
            ("IMAP_URL", self.imap_url or "imaps://localhost", ("imap", "imaps")),
        ):
            if urlsplit(url).scheme not in schemes:
                raise UnsafeConfiguration(
                    f"DIALOGUES_{name} must start with one of: "
                    + ", ".join(f"{scheme}://" for scheme in schemes)
                )

    def _check_replies(self) -> None:
        local, at, domain = (self.rsvp_address or "").rpartition("@")
        if self.rsvp_address is None:
            if self.imap_url is not None:
                raise UnsafeConfiguration(
                    "DIALOGUES_RSVP_ADDRESS must be set where DIALOGUES_IMAP_URL is: "
                    "it is the address whose mail is in that mailbox."
                )
            return
        if not (local and at and domain) or not _RSVP_LOCAL.fullmatch(local):
            raise UnsafeConfiguration(
                "DIALOGUES_RSVP_ADDRESS must be an e-mail address whose part before the @ has "
                f"at most {RSVP_LOCAL_ROOM} letters, digits, dots and hyphens, and no plus sign."
            )
        if domain.casefold() != parseaddr(self.mail_from)[1].rpartition("@")[2].casefold():
            raise UnsafeConfiguration(
                "DIALOGUES_MAIL_FROM and DIALOGUES_RSVP_ADDRESS must be of the same domain: "
                "calendars distrust an organiser of another domain than the sender's."
            )


def settings() -> Settings:
    """The settings of the current application."""
    found: Settings = current_app.extensions["settings"]
    return found


def _driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg{separator}{rest}"
    return url


def _small_number(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]", text):
        raise UnsafeConfiguration(f"DIALOGUES_{name} must be a number from 0 to 9.")
    return int(text)


def _local_secret() -> str:
    """A random secret that stays on this machine, for an address that only this machine opens."""
    file = INSTANCE / "secret_key"
    if not file.exists():
        INSTANCE.mkdir(exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return file.read_text()
