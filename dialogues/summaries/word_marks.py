"""What a Word file says and its reader passes over: the numbers of lists, and rules between lines.

They are marked in the file before it is read as HTML, and settled in the HTML.
"""

import io
import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _NUMBERS = "word/document.xml", "word/numbering.xml"
_PICTURES = "word/media/"
_NUMBER = "list-number-"
"""What the names of the bookmarks begin with that say the number of an item."""
_RULE = "\ue0f1"
"""The text of a paragraph that is a rule."""


def html_of(content: bytes, styles: str, **wishes: Any) -> str:
    """A Word file as HTML in which :func:`settle` finds what was marked; pictures are empty.

    ``styles`` and ``wishes`` are mammoth's.
    """
    import mammoth  # type: ignore[import-untyped]

    return str(
        mammoth.convert_to_html(
            io.BytesIO(_marked(content)),
            style_map=styles,
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
            **wishes,
        ).value
    )


def parsed(part: bytes) -> Any:
    """The root of an XML part of a Word file; nothing outside of it is read."""
    from lxml import etree  # type: ignore[import-untyped]

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _marked(content: bytes) -> bytes:
    """The Word file with its lists' numbers as bookmarks, and its rules as text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = set(old.namelist())
        if _TEXT not in names:
            return content
        tree = parsed(old.read(_TEXT))
        _mark_numbers(tree, parsed(old.read(_NUMBERS)) if _NUMBERS in names else None)
        _mark_rules(tree)
        new.writestr(_TEXT, _written(tree))
        for name in names - {_TEXT}:
            if not name.startswith(_PICTURES):  # nobody opens them
                new.writestr(name, old.read(name))
    return made.getvalue()


def settle(soup: "BeautifulSoup") -> None:
    """Let lists begin with their numbers, and rules be rules, in what became of a marked file."""
    for anchor in soup.find_all("a", id=re.compile(f"(?:^|-){_NUMBER}\\d+$")):
        number, item = str(anchor["id"]).rpartition("-")[2], anchor.find_parent("li")
        if item and item.parent and item.parent.name == "ol" and not item.find_previous_sibling():
            item.parent["start"] = number
        anchor.decompose()
    for paragraph in soup.find_all("p"):
        if paragraph.get_text(strip=True) == _RULE:
            paragraph.replace_with(soup.new_tag("hr"))


def _written(tree: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))


def _mark_numbers(tree: Any, numbering: Any) -> None:
    """Count as Word does: a list goes on where it stopped, unless it says where it begins anew."""
    abstracts, usual, anew = _lists(numbering)
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in tree.iter(f"{_W}p"):
        name, level = _value(paragraph, "numId"), int(_value(paragraph, "ilvl") or 0)
        if name not in abstracts:
            continue
        count, before = counts[abstracts[name]], usual.get((abstracts[name], level), 1) - 1
        # A list begins anew once.
        count[level] = anew.pop((name, level), count.get(level, before) + 1)
        for deeper in [each for each in count if each > level]:
            del count[deeper]
        _add_bookmark(paragraph, f"{_NUMBER}{count[level]}")


_Starts = dict[tuple[str, int], int]


def _lists(numbering: Any) -> tuple[dict[str, str], _Starts, _Starts]:
    """The abstract list of each list; and from what the levels of both kinds are counted."""
    abstracts: dict[str, str] = {}
    usual, anew = _Starts(), _Starts()
    for one in [] if numbering is None else numbering.iter(f"{_W}abstractNum"):
        usual |= _starts(one, one.get(f"{_W}abstractNumId"), "lvl", "start")
    for one in [] if numbering is None else numbering.iter(f"{_W}num"):
        name = one.get(f"{_W}numId")
        abstracts[name] = _value(one, "abstractNumId")
        anew |= _starts(one, name, "lvlOverride", "startOverride")
    return abstracts, usual, anew


def _starts(parent: Any, name: str, level: str, start: str) -> _Starts:
    return {
        (name, int(one.get(f"{_W}ilvl"))): int(_value(one, start))
        for one in parent.iter(f"{_W}{level}")
        if _value(one, start).isdecimal()
    }


def _value(parent: Any, name: str) -> str:
    found = parent.find(f".//{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val"))


def _add_bookmark(paragraph: Any, name: str) -> None:
    mark = paragraph.makeelement(f"{_W}bookmarkStart", {f"{_W}id": "0", f"{_W}name": name})
    properties = paragraph.find(f"{_W}pPr")
    paragraph.insert(0 if properties is None else 1, mark)


def _mark_rules(tree: Any) -> None:
    for paragraph in tree.iter(f"{_W}p"):
        has_line = paragraph.find(f"{_W}pPr/{_W}pBdr/{_W}bottom") is not None
        if has_line and not "".join(paragraph.itertext()).strip():
            run = paragraph.makeelement(f"{_W}r", {})
            text = run.makeelement(f"{_W}t", {})
            text.text = _RULE
            run.append(text)
            paragraph.append(run)
