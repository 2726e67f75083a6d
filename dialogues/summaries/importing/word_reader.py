"""The process of its own that reads one Word file: its bytes come in, and JSON goes out.

:mod:`dialogues.support.confined` runs it, and limits what it takes.
"""

import json
import re
import sys

_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(
            f"p[style-name='Heading {level}'] => h{min(6, level + 1)}:fresh"
            for level in range(1, 7)
        ),
    ]
)
_NOTE_LINK = re.compile(r'<a href="#(?:foot|end)note-[^"]*"[^>]*>(.*?)</a>')
_WAY_BACK = re.compile(r"\s*↑\s*$")


def main() -> None:
    """Read the file; whatever fails ends the process with another code than 0."""
    from bs4 import BeautifulSoup

    from dialogues.summaries import word_marks
    from dialogues.summaries.from_html import read

    html = word_marks.html_of(sys.stdin.buffer.read(), _STYLES)
    soup = BeautifulSoup(
        _NOTE_LINK.sub(lambda link: _WAY_BACK.sub("", link.group(1)), html), "html.parser"
    )
    word_marks.settle(soup)
    found = read(str(soup))
    json.dump(
        {"markdown": found.markdown, "unlinked": found.unlinked, "pictures": found.pictures},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
