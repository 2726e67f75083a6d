"""Markdown of HTML: of what Word and browsers put on a clipboard, and of a ``.docx`` read as HTML.

Only what :mod:`dialogues.support.markup` shows is kept. What looks like a mark in the text, and is
none, is escaped.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from dialogues.summaries.clipboard_lists import settle_lists
from dialogues.support.texts import flowing

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_SILENT = [
    *("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"),
    *("col", "colgroup", "del"),
]
_PICTURES = ["img", "picture", "video", "audio", "canvas", "embed"]
_UNKNOWN_LOOKS = ["s", "strike", "ins", "u", "q", "sup", "sub", "font"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLOCKS = [*_HEADINGS, "p", "div", "li", "td", "th", "blockquote", "dt", "dd"]
_LISTS = ("ul", "ol")
_ALL_BLOCKS = {*_BLOCKS, *_LISTS, "table", "tr"}
_DEEPEST = 60
"""Elements inside of each other; what stands deeper stays as text."""
_DEEPEST_LIST = 8
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BOLD = re.compile(r"(?<![-\w])font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![-\w])font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
_NOT_ITALIC = re.compile(r"font-style:\s*normal", re.IGNORECASE)
_LOOKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_MARK_INSIDE = re.compile(r"([\\`*]|\[(?=[^\]]*\](?:\(|:))|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_MARK_IN_FRONT = re.compile(r"^(#{1,6}(?=\s|$)|[-+>=](?=\s|$)|-{3,}|~{3,}|\|)")
_NUMBER_IN_FRONT = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BREAKS_IN_A_ROW = re.compile(r"\\\n(?: *\\\n)+")


@dataclass
class Read:
    """What a piece of HTML became."""

    markdown: str = ""
    unlinked: list[str] = field(default_factory=list)
    """The words of links that lead neither to the web nor to an address of mail: now text."""
    pictures: int = 0
    """How many were left out."""


def markdown_of(html: str) -> str:
    """The Markdown of a piece of HTML."""
    return read(html).markdown


def read(html: str) -> Read:
    """The Markdown of a piece of HTML, and what was lost on the way."""
    from bs4 import BeautifulSoup  # here, as below: a web process may never need them
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(html, "html.parser")
    found = Read()
    settle_lists(soup)
    for heading in soup.select("p.MsoTitle, p[role=heading]"):
        level = str(heading.get("aria-level", "1"))
        heading.name = f"h{level}" if level in tuple("123456") else "p"
    _take_out(soup, found)
    _settle_looks(soup)
    _settle_blocks(soup)
    _settle_texts(soup)
    _settle_links(soup, found)
    converter: Any = MarkdownConverter(
        heading_style="atx",
        bullets="-",
        newline_style="backslash",
        table_infer_header=True,
        escape_asterisks=False,
        escape_underscores=False,
    )
    markdown = _BREAKS_IN_A_ROW.sub("\n\n", converter.convert_soup(soup))
    found.markdown = re.sub(r"\n{3,}", "\n\n", markdown).strip()
    return found


def _take_out(soup: "BeautifulSoup", found: Read) -> None:
    from bs4.element import PreformattedString

    for aside in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        aside.extract()
    for tag in soup.find_all(_SILENT):
        tag.decompose()
    for picture in soup.find_all(_PICTURES):
        if not picture.decomposed:
            found.pictures += 1
            picture.decompose()
    _flatten(soup)


def _flatten(soup: "BeautifulSoup") -> None:
    """Take apart what is nested more deeply than readers follow, or than Python recurses."""
    depths, lists = {id(soup): 0}, {id(soup): 0}
    too_deep = []
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        level = lists[id(tag)] = lists[id(tag.parent)] + (tag.name in _LISTS)
        if depth > _DEEPEST or (level > _DEEPEST_LIST and tag.name in (*_LISTS, "li")):
            too_deep.append(tag)
    for tag in reversed(too_deep):
        tag.unwrap()


def _settle_looks(soup: "BeautifulSoup") -> None:
    """Let tags say what is strong or emphasised, and only there where Markdown can."""
    for span in soup.find_all("span"):
        style = str(span.get("style", ""))
        looks = [name for name, look in (("strong", _BOLD), ("em", _ITALIC)) if look.search(style)]
        if len(looks) == 2:
            span.wrap(soup.new_tag("em"))
        if looks:
            span.name, span.attrs = looks[0], {}
        else:
            span.unwrap()
    for tag in soup.find_all([*_LOOKS]):
        tag.name = _LOOKS[tag.name]
        is_not = (_NOT_BOLD if tag.name == "strong" else _NOT_ITALIC).search(
            str(tag.get("style", ""))
        )
        if is_not or tag.find(_BLOCKS) or tag.find_parent([*_HEADINGS, tag.name]):
            tag.unwrap()
    for tag in soup.find_all(_UNKNOWN_LOOKS):
        tag.unwrap()
    soup.smooth()
    for tag in soup.find_all([*_LOOKS]):
        while getattr(following := cast("Tag", tag.next_sibling), "name", "") == tag.name:
            tag.extend([*following.contents])
            following.extract()


def _settle_blocks(soup: "BeautifulSoup") -> None:
    """Leave out empty paragraphs and stray breaks; let headings and tables stand by themselves."""
    for heading in soup.find_all(_HEADINGS):
        if heading.find_parent(["li", "td", "th"]):
            heading.name = "p"
    for inner in soup.select("table table"):
        for tag in inner.find_all(["tbody", "thead", "tfoot", "tr", "td", "th"]):
            tag.unwrap()
        inner.unwrap()
    for cell in soup.find_all(["td", "th"], colspan=True):
        del cell["colspan"]
    for stray in soup.find_all("br"):
        if _is_beside_block(stray):
            stray.extract()
    for block in soup.find_all(_BLOCKS):
        if block.decomposed:
            continue
        while (last := _last(block)) is not None and last.name == "br":
            last.extract()
        if not block.get_text(strip=True) and block.name not in ("td", "th"):
            block.decompose()


def _is_beside_block(stray: "Tag") -> bool:
    """Whether a break stands before or after a block, which begins a line anyway."""
    for beside in (stray.previous_siblings, stray.next_siblings):
        nearest = next(
            (one for one in beside if getattr(one, "name", "") or str(one).strip()), None
        )
        if getattr(nearest, "name", "") in _ALL_BLOCKS:
            return True
    return False


def _last(block: "Tag") -> Any:
    while block.contents and not str(block.contents[-1]).strip():
        block.contents[-1].extract()
    return block.contents[-1] if block.contents else None


def _settle_texts(soup: "BeautifulSoup") -> None:
    """Join the lines of each text, and escape in it what would be read as a mark."""
    from bs4.element import NavigableString

    for text in soup.find_all(string=True):
        if text.find_parent(["pre", "code"]):
            continue
        words = _MARK_INSIDE.sub(r"\\\1", flowing(str(text)))
        if text.find_parent(["td", "th"]):
            words = words.replace("|", "\\|")
        if text.previous_sibling is None or getattr(text.previous_sibling, "name", "") == "br":
            is_first = text.previous_sibling is None
            lead = words[: len(words) - len(words.lstrip())] if is_first else ""
            marked = _MARK_IN_FRONT.sub(r"\\\1", words.lstrip())
            words = lead + _NUMBER_IN_FRONT.sub(r"\1\\\2", marked)
        text.replace_with(NavigableString(words))


def _settle_links(soup: "BeautifulSoup", found: Read) -> None:
    """Keep what leads to the web or to an address of mail; of other links, keep the words."""
    from bs4.element import NavigableString

    for link in soup.find_all("a"):
        href = str(link.get("href", "")).strip()
        words = link.get_text().strip()
        if not _LINK.match(href):
            if href and words:
                found.unlinked.append(words.replace("\\", ""))
            link.unwrap()
            continue
        href = re.sub(r"[\s()<>\\]", lambda mark: f"%{ord(mark.group()):02X}", href)
        link.attrs = {"href": href}
        if words.replace("\\", "") in (href, href.removeprefix("mailto:")):
            link.replace_with(NavigableString(f"<{href.removeprefix('mailto:')}>"))
