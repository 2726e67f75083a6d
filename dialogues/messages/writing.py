"""A message's text as its reader sees it: plain, and as HTML with its links."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from dialogues.messages.rules import pieces

# Printable ASCII, as addresses are written: Chinese sets no space after one.
_ADDRESS = re.compile(r"https?://[!#-;=?-~]+")
_CLOSING = ".,;:!?'*"
_PARAGRAPHS = re.compile(r"\n\s*\n")
_OURS = ("manage_link", "join_link", "sessions")
"""The placeholders whose value may hold addresses: a name is somebody else's text."""


def paragraphs(text: str, values: Mapping[str, str]) -> list[Markup]:
    """The paragraphs of a text with the values of its placeholders, as HTML."""
    html = Markup("").join(
        _with_links(values[piece.text])
        if piece.text in _OURS and piece.is_placeholder
        else Markup("<bdi>{}</bdi>").format(values[piece.text])
        if piece.is_placeholder
        else _with_links(piece.text)
        for piece in pieces(text)
    )
    # Tags have no line breaks in them.
    found = (part.strip() for part in _PARAGRAPHS.split(str(html)))
    return [Markup(part.replace("\n", "<br>\n")) for part in found if part]


def _with_links(text: str) -> Markup:
    """Text in which web addresses are links."""
    html, end = Markup(""), 0
    for match in _ADDRESS.finditer(text):
        address = _without_closing(match.group())
        html += escape(text[end : match.start()])
        html += Markup('<a href="{0}" dir="ltr">{0}</a>').format(address)
        end = match.start() + len(address)
    return html + escape(text[end:])


def _without_closing(address: str) -> str:
    """An address without the marks that close the sentence or the brackets it stands in."""
    while address.endswith(tuple(_CLOSING)) or (
        address.endswith(")") and address.count(")") > address.count("(")
    ):
        address = address[:-1]
    return address
