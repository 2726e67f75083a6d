"""The lines that iCalendar files are made of: what they may hold, escaping, folding."""

import re

# What RFC 5545, 3.1 allows in no value: controls but the tab; and halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPECIAL = re.compile(r"[\\;,]")
_ROOM = 75
# Some programs end lines at the last three as well.
_LINE_BREAK = re.compile("\r\n?|[\n\x85\u2028\u2029]")


def fold(line: str) -> bytes:
    r"""A content line in UTF-8, ended by CRLF, folded to 75 octets (RFC 5545, 3.1).

    A fold stands between characters, and never inside an escape such as ``\n``: some programs
    look for escapes before they unfold.
    """
    rest = line.encode()
    folded = []
    room = _ROOM
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        if _ends_within_escape(rest[:cut]):
            cut -= 1
        folded.append(rest[:cut])
        rest = rest[cut:]
        room = _ROOM - 1
    return b"\r\n ".join([*folded, rest]) + b"\r\n"


def text(value: str) -> str:
    """Any text as a TEXT value (RFC 5545, 3.3.11)."""
    return _SPECIAL.sub(r"\\\g<0>", clean(value)).replace("\n", r"\n")


def parameter(value: str) -> str:
    """Any text as the value of a parameter, in quotes (RFC 5545, 3.2; RFC 6868)."""
    return '"{}"'.format(clean_line(value).replace("^", "^^").replace('"', "'"))


def clean(text: str) -> str:
    r"""A text without what no value may hold, its line breaks as ``\n``."""
    return _LINE_BREAK.sub("\n", _FORBIDDEN.sub("", text))


def clean_line(text: str) -> str:
    """A text on one line, with single spaces, without what no value may hold."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def _ends_within_escape(part: bytes) -> bool:
    return bool((len(part) - len(part.rstrip(b"\\"))) % 2) or part.endswith(b"^")
