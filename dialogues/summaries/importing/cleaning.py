"""A document without what nobody sees, without links that lead nowhere, with whole lines."""

import re

from dialogues.summaries.importing import front_matter
from dialogues.summaries.importing.document import Document
from dialogues.support.texts import hidden_characters

_ALSO_UNSEEN = frozenset("\ufeff\u200b\u2060\u00ad")
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_LINK = re.compile(
    r"(?<![!\\])\[((?:\\.|[^\[\]\\])*)\]"
    r"\(\s*+<?([^()<>\s]*(?:\([^()<>\s]*\)[^()<>\s]*)*)>?(?:\s++\"[^\"\n]*\")?\s*+\)"
)
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LEADS_ON = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ITEM = re.compile(r"[-*+](?:\s|$)|\d{1,9}[.)]\s")
_BULLET = re.compile(r"^([^\S\n]*)[•·▪◦‣●○■□]\s*", re.MULTILINE)
_INDENT = " \t\u3000\u00a0"


def cleaned(document: Document) -> Document:
    """A document without what nobody sees; what was taken out is counted."""
    text = front_matter.settled(_BREAKS.sub("\n", document.markdown)).replace("\f", "\n\n")
    seen = "".join(character for character in text if not _is_hidden(character))
    hidden = len(text) - len(seen)
    text, pictures = _PICTURE.subn("", seen)
    unlinked: list[str] = []

    def without_dead_end(link: re.Match[str]) -> str:
        words, address = link.groups()
        if _LEADS_ON.match(address):
            return link.group()
        unlinked.append(words)
        return words

    text = _LINK.sub(without_dead_end, text)
    return document.having(
        markdown=_unindented(_BULLET.sub(r"\1- ", text)).strip(),
        hidden=document.hidden + hidden,
        pictures=document.pictures + pictures,
        unlinked=[*document.unlinked, *unlinked],
        tags=len(_TAG.findall(text)),
    )


def _is_hidden(character: str) -> bool:
    return character in _ALSO_UNSEEN or hidden_characters(character, line_breaks=True)


def _unindented(text: str) -> str:
    """A text whose paragraphs begin at the margin: an indent of four would be code."""
    lines, is_in_list = [], False
    for line in text.split("\n"):
        bare = line.strip(_INDENT)
        if _ITEM.match(bare):
            is_in_list = True
        elif bare and line[0] not in _INDENT:
            is_in_list = False
        lines.append(line.rstrip() if is_in_list else bare)
    return "\n".join(lines)
