"""The process of its own that reads a translator's Word file: its bytes come in, JSON goes out.

:mod:`dialogues.support.confined` runs it. What comes out: ``properties``, by name; and
``rows``, each with its ``mark`` (empty where it was lost) and the ``target`` as Markdown.
"""

import io
import json
import re
import sys
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import Tag

_STYLES = """
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Code'] => pre:separator('\\n')
r[style-name='Code'] => code
"""
_FIXED_WIDTH = ("Courier New", "Consolas")
"""The fonts of code within a line."""
_PREFIX = "mark-"
"""Of the ids that bookmarks become."""
MARK = re.compile(r"([shi])_([a-z0-9]{1,32})_([a-z0-9]{1,8})_([a-z0-9]{1,8})")
"""Of the text of a section, its heading or an action item; its id; versions of source and target.

Bookmarks have at most 40 letters, digits and underscores.
"""


def main() -> None:
    """Read the file; whatever fails ends the process with another code than 0."""
    content = sys.stdin.buffer.read()
    json.dump({"properties": _properties(content), "rows": _rows(content)}, sys.stdout)


def _properties(content: bytes) -> dict[str, str]:
    from dialogues.summaries import word_marks

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "docProps/custom.xml" not in archive.namelist():
            return {}
        tree = word_marks.parsed(archive.read("docProps/custom.xml"))
    return {str(one.get("name")): "".join(one.itertext()) for one in tree}


def _rows(content: bytes) -> list[dict[str, str]]:
    import mammoth  # type: ignore[import-untyped]
    from bs4 import BeautifulSoup

    from dialogues.summaries import word_marks

    html = word_marks.html_of(
        content,
        _STYLES,
        id_prefix=_PREFIX,
        transform_document=mammoth.transforms.run(_named),
    )
    rows, soup = [], BeautifulSoup(html, "html.parser")
    word_marks.settle(soup)
    for row in soup.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if not row.find_parent(["td", "th"]) and not row.find_parent("thead") and len(cells) > 1:
            rows.append({"mark": _mark(cells[0]), "target": _markdown(cells[1])})
    return rows


def _mark(cell: "Tag") -> str:
    ids = [str(anchor["id"]).removeprefix(_PREFIX) for anchor in cell.find_all("a", id=True)]
    return next((one for one in ids if MARK.fullmatch(one)), "")


def _markdown(cell: "Tag") -> str:
    from dialogues.summaries.from_html import markdown_of

    for head in filter(None, (table.find("tr") for table in cell.find_all("table"))):
        for strong in head.find_all("strong"):
            strong.unwrap()  # Word shows that a line is a table's head; Markdown says it
    for line_break in cell.select("pre br"):
        line_break.replace_with("\n")
    return markdown_of(cell.decode_contents())


def _named(run: Any) -> Any:
    return run.copy(style_name="Code") if run.font in _FIXED_WIDTH else run


if __name__ == "__main__":
    main()
