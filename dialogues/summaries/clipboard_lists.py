"""Lists as editors put them on a clipboard, made what lists are in HTML.

Of Word they are paragraphs of their own look, nested by a style; of Word in a browser, lists of one
item each, which say how deep they are. Google's editor nests lists in lists, without an item
between. LibreOffice does not close items.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_LEVEL = re.compile(r"mso-list:\s*(\S+)\s+level(\d)", re.IGNORECASE)
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"^\s*[·•▪◦§‣–]\s*")
_NUMBERED = re.compile(r"^\(?(\d+|[a-z]{1,3}|[一二三四五六七八九十]+)[.)、]", re.IGNORECASE)


def settle_lists(soup: "BeautifulSoup") -> None:
    """Nest all lists as HTML has it, whichever editor wrote them."""
    _nest_word_lists(soup)
    _close_items(soup)
    for inner in soup.select("ul > ul, ul > ol, ol > ol, ol > ul"):
        if before := inner.find_previous_sibling("li"):
            before.append(inner.extract())


def _close_items(soup: "BeautifulSoup") -> None:
    """Put each item beside the one before it that was not closed."""
    unclosed = soup.select("li > li")
    lists: dict[int, Any] = {}
    for item in unclosed:
        before: Any = item.parent
        lists[id(item)] = lists.get(id(before), before.parent)
    for item in reversed(unclosed):  # from the inside, or each would carry the others along
        item.extract()
    for item in unclosed:
        lists[id(item)].append(item)


def _nest_word_lists(soup: "BeautifulSoup") -> None:
    """Put the paragraphs that Word shows as list items into lists, nested as Word shows them."""
    _as_word_itself(soup)
    open_lists: list[tuple[int, Tag]] = []
    name = ""
    for paragraph in soup.find_all("p"):
        found, level = _list_of(paragraph)
        if level == 0:
            continue
        if not open_lists or not _follows(paragraph, open_lists[0][1]):
            open_lists = []
        while open_lists and open_lists[-1][0] > level:
            open_lists.pop()
        if level == 1 and found != name:
            open_lists = []
        if not open_lists:
            name = found
        number = _take_marker(paragraph)
        if not open_lists or open_lists[-1][0] < level:
            new = soup.new_tag("ol", start=number) if number else soup.new_tag("ul")
            _place(new, paragraph, open_lists)
            open_lists.append((level, new))
        paragraph.name = "li"
        open_lists[-1][1].append(paragraph.extract())


def _as_word_itself(soup: "BeautifulSoup") -> None:
    """Write the lists of Word in a browser as Word's own."""
    for item in soup.select("li[data-aria-level]"):
        parent = item.parent
        if parent is None or parent.name not in ("ul", "ol"):
            continue
        marker = soup.new_tag("span", style="mso-list:Ignore")
        marker.string = f"{item.get('data-aria-posinset', '1')}." if parent.name == "ol" else "·"
        item.attrs = {"style": f"mso-list:{parent.name} level{item['data-aria-level']}"}
        item.name = "p"
        item.insert(0, marker)
    for wrapper in soup.select("ul:has(> p), ol:has(> p), div.ListContainerWrapper"):
        wrapper.unwrap()


def _list_of(paragraph: "Tag") -> tuple[str, int]:
    """The list that a paragraph is an item of, and how deep in it, from 1; 0 where in none."""
    found = _LEVEL.search(str(paragraph.get("style", "")))
    if found:
        return found.group(1), int(found.group(2))
    is_of_list = any(
        (name or "").startswith("MsoList") for name in paragraph.get_attribute_list("class")
    )
    return "", int(is_of_list and _TYPED_BULLET.match(paragraph.get_text()) is not None)


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
