"""Where a text has what somebody looked for: marked, and cut to what stands around it."""

from markupsafe import Markup, escape

from dialogues.finding.tokens import Wanted, pieces

_SHOWN = 320
"""About how many characters of a passage are shown."""
_BEFORE = 100
"""How many of them stand before the first that was found, at most."""


def marked(text: str, wanted: Wanted) -> Markup:
    """``text`` as HTML, what is ``wanted`` in ``<mark>`` however it is spelt there."""
    html, at = Markup(), 0
    for start, end in _spans(text, wanted):
        html += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return html + escape(text[at:])


def excerpt(text: str, wanted: Wanted) -> Markup:
    """As :func:`marked`, of a long text only what stands around the first that was found."""
    if len(text) <= _SHOWN:
        return marked(text, wanted)
    first = next((piece.start for piece in pieces(text) if wanted.has(piece.tokens)), 0)
    start = _start_of_word(text, max(0, min(first - _BEFORE, len(text) - _SHOWN)))
    end = _end_of_word(text, start + _SHOWN)
    shown = marked(text[start:end].strip(), wanted)
    return Markup("… " if start else "") + shown + Markup(" …" if end < len(text) else "")


def _spans(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where pieces that are wanted stand; those that meet or overlap are one."""
    found: list[tuple[int, int]] = []
    for piece in pieces(text):
        if not wanted.has(piece.tokens):
            continue
        if found and piece.start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], piece.end)
        else:
            found.append((piece.start, piece.end))
    return found


def _start_of_word(text: str, at: int) -> int:
    """Behind the first space from ``at`` on; ``at`` where none is near."""
    space = text.find(" ", at, at + 40) if at else -1
    return at if space < 0 else space + 1


def _end_of_word(text: str, at: int) -> int:
    space = text.rfind(" ", at - 40, at) if at < len(text) else -1
    return at if space < 0 else space
