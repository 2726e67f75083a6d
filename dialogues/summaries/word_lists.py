"""Lists as Word puts them on a clipboard: paragraphs of their own look, nested by a style."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"^\s*[·•▪◦§‣–]\s*")
_NUMBERED = re.compile(r"^\(?(\d+|[a-z]{1,3}|[一二三四五六七八九十]+)[.)、]", re.IGNORECASE)


def nest_word_lists(soup: "BeautifulSoup") -> None:
    """Put the paragraphs that Word shows as list items into lists, nested as Word shows them."""
    open_lists: list[tuple[int, Tag]] = []
    for paragraph in soup.find_all("p"):
        level = _level(paragraph)
        if level == 0:
            continue
        if not open_lists or not _follows(paragraph, open_lists[0][1]):
            open_lists = []
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        number = _take_marker(paragraph)
        if not open_lists or open_lists[-1][0] < level:
            new = soup.new_tag("ol", start=number) if number else soup.new_tag("ul")
            _place(new, paragraph, open_lists)
            open_lists.append((level, new))
        paragraph.name = "li"
        open_lists[-1][1].append(paragraph.extract())


def _level(paragraph: "Tag") -> int:
    """1 for the outermost items, 0 for what is no item."""
    found = _LEVEL.search(str(paragraph.get("style", "")))
    if found:
        return int(found.group(1))
    is_of_list = any(
        (name or "").startswith("MsoList") for name in paragraph.get_attribute_list("class")
    )
    return 1 if is_of_list and _TYPED_BULLET.match(paragraph.get_text()) else 0


def _follows(paragraph: "Tag", outermost: "Tag") -> bool:
    before = paragraph.previous_sibling
    while before is not None and not getattr(before, "name", None) and not str(before).strip():
        before = before.previous_sibling
    return before is outermost


def _place(new: "Tag", paragraph: "Tag", open_lists: "list[tuple[int, Tag]]") -> None:
    items = open_lists[-1][1].find_all("li", recursive=False) if open_lists else []
    if items:
        items[-1].append(new)
    else:
        paragraph.insert_before(new)


def _take_marker(paragraph: "Tag") -> str:
    """Take the bullet or number out of the text. The number that a list starts with, or ""."""
    said = ""
    for span in paragraph.find_all("span", style=_MARKER):
        if not span.decomposed:
            said += span.get_text()
            span.decompose()
    if not said:
        first = paragraph.find(string=True)
        if first is not None:
            first.replace_with(_TYPED_BULLET.sub("", str(first)))
    numbered = _NUMBERED.match(said.strip())
    if numbered is None:
        return ""
    return numbered.group(1) if numbered.group(1).isdecimal() else "1"
