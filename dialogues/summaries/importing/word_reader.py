"""The process of its own that reads one Word file: its bytes come in, and JSON goes out.

:mod:`dialogues.support.confined` runs it, and limits what it takes.
"""

import io
import json
import re
import sys
from typing import Any

_STYLES = "p[style-name='Title'] => h1:fresh"
_NOTE_LINK = re.compile(r'<a href="#(?:foot|end)note-[^"]*"[^>]*>(.*?)</a>')
_WAY_BACK = re.compile(r"\s*↑\s*$")


def main() -> None:
    """Read the file; whatever fails ends the process with another code than 0."""
    import mammoth  # type: ignore[import-untyped]

    from dialogues.summaries.from_html import read

    html = mammoth.convert_to_html(
        io.BytesIO(sys.stdin.buffer.read()),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(_unopened),
    ).value
    found = read(_NOTE_LINK.sub(lambda link: _WAY_BACK.sub("", link.group(1)), html))
    json.dump(
        {"markdown": found.markdown, "unlinked": found.unlinked, "pictures": found.pictures},
        sys.stdout,
    )


def _unopened(_image: Any) -> dict[str, str]:
    return {"src": ""}


if __name__ == "__main__":
    main()
