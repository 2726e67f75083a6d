"""The addresses to which calendars answer: one for each entry, known by its token."""

import re

from dialogues.config import settings

_TOKEN = re.compile("[a-z2-7]+")
"""Base32: what a database cannot even look for is none."""


def reply_address(token: str) -> str:
    """``local+token@domain`` of ``DIALOGUES_RSVP_ADDRESS``, which must be set."""
    local, _at, domain = (settings().rsvp_address or "").rpartition("@")
    return f"{local}+{token}@{domain}"


def open_reply_address(token: str | None) -> str | None:
    """The reply address of an entry's token, where answers to it are processed; else None."""
    return reply_address(token) if token and settings().rsvp_address else None


def token_in(address: str) -> str | None:
    """The token of a reply address, whatever case it came back in; None for other addresses."""
    local, _at, domain = address.strip().casefold().rpartition("@")
    ours, _at, our_domain = (settings().rsvp_address or "").casefold().rpartition("@")
    before, plus, token = local.rpartition("+")
    is_ours = bool(plus and ours) and (before, domain) == (ours, our_domain)
    return token if is_ours and _TOKEN.fullmatch(token) else None
