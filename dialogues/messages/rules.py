"""What a message may say: its placeholders, and what it lacks. Plain values only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogues.messages import refusals
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters

MESSAGE, TEST = "message", "message_test"
"""The kinds of its mails: to people, and to the organiser who tries it."""
A_SECOND = 50
"""How many mails of a message come due in a second, so that urgent ones need not wait for all."""
LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000

_LINKS = ("manage_link", "join_link")
_OF_MESSAGES = ("name", "title", "when", *_LINKS)
_OF_ANNOUNCEMENTS = ("name", "title", "sessions")
_OF_LINES = ("name", "title", "when")
_CONFIRMED = "confirmed"

_PIECES = re.compile(r"\{\{|\}\}|\{([^{}\n]{0,60})\}|[{}]|[^{}]+")


@dataclass(frozen=True)
class Draft:
    """What an organiser has typed so far."""

    filters: Mapping[str, Any]
    source_language: str
    texts: Mapping[str, tuple[str, str]]
    """Subject and body by language, where at least one of the two is there."""


@dataclass(frozen=True)
class Piece:
    """A part of a text: words, or the name of a placeholder."""

    text: str
    is_placeholder: bool = False


def statuses(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of the statuses that stored filters ask for; empty for all."""
    asked = filters.get("status", [_CONFIRMED])
    return tuple(status for status in asked if status)


def placeholders(is_announcement: bool, is_line: bool, have_seats: bool) -> tuple[str, ...]:
    """The placeholders that a text knows: a line is a subject, and has no room for links."""
    known = _OF_ANNOUNCEMENTS if is_announcement else _OF_MESSAGES
    return tuple(
        name
        for name in known
        if (not is_line or name in _OF_LINES) and (have_seats or name != "join_link")
    )


def all_have_seats(filters: Mapping[str, Any]) -> bool:
    """Whether stored filters ask for people with a seat alone."""
    return statuses(filters) == (_CONFIRMED,)


def pieces(text: str) -> Iterator[Piece]:
    """The parts of a text in which nothing is wrong, doubled braces as single ones."""
    for match in _PIECES.finditer(text):
        if match.group(1) is not None:
            yield Piece(match.group(1), is_placeholder=True)
        else:
            yield Piece({"{{": "{", "}}": "}"}.get(match.group(), match.group()))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values of its placeholders."""
    return "".join(
        values[piece.text] if piece.is_placeholder else piece.text for piece in pieces(text)
    )


def literally(text: str) -> str:
    """``text`` so that a message says it as it is, braces too."""
    return text.replace("{", "{{").replace("}", "}}")


def text_problem(text: str, known: tuple[str, ...], most: int, is_line: bool) -> Refusal | None:
    """Why a message cannot say ``text``, of ``most`` characters and with known placeholders."""
    if len(text) > most:
        return refusals.TextIsTooLong(most=most)
    if hidden_characters(text, line_breaks=not is_line):
        return refusals.TextHasHidden()
    for match in _PIECES.finditer(text):
        if match.group() in ("{", "}"):
            return refusals.BraceIsAlone(around=_around(text, match.start()))
        if match.group(1) is not None and match.group(1) not in known:
            return _unknown(match.group(1), known)
    return None


def _unknown(name: str, known: tuple[str, ...]) -> Refusal:
    if name == "join_link" and "manage_link" in known:
        return refusals.JoinLinkWantsSeats()
    named = " ".join(f"{{{one}}}" for one in known)
    return refusals.PlaceholderIsUnknown(name=f"{{{name}}}", known=named)


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 15) : at + 16].split())


def lacking(source_language: str, texts: Mapping[str, tuple[str, str]]) -> list[str]:
    """The languages, the source first, in which subject or body is still to be written."""
    wanted = dict.fromkeys((source_language, *texts))
    return [code for code in wanted if not all(texts.get(code, ("", "")))]
