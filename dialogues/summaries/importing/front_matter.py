"""What Markdown says of itself above its text, between lines of hyphens: its title, its date."""

import re

_BLOCK = re.compile(
    r"\s*---[ \t]*\n((?:[ \t]*[-\w]+:.*\n|[ \t]+.*\n|-[ \t].*\n)+)(?:---|\.\.\.)[ \t]*\n"
)
_VALUE = re.compile(r"^(title|date):[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


def settled(text: str) -> str:
    """A text that begins with the title and date that stood there, and holds nothing else of it."""
    block = _BLOCK.match(text)
    if block is None:
        return text
    rest = text[block.end() :]
    said = {name.lower(): value.strip("\"'") for name, value in _VALUE.findall(block.group(1))}
    title = said.get("title", "")
    return "\n\n".join(filter(None, [said.get("date"), "" if title in rest else title, rest]))
