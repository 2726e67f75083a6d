"""Markdown (CommonMark with tables and bare links), as people write it: as HTML, blocks and text.

HTML in it is text, pictures are links, and links lead to the web or to an address of mail. Lines of
a paragraph are joined by a space, between Chinese characters by none. Headings begin at the first
level and skip none, whatever levels they were written in.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from dialogues.support.markup_parser import LEVELS, parser

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LONGEST = 200_000
"""Characters of one text that are read; forms refuse more."""
DEEPEST = (LEVELS - 1) // 2
"""How deep lists can be nested in each other."""
Run = dict[str, Any]
"""``text``, and where they apply ``strong``, ``emphasis``, ``code`` (True) and ``link``."""
Block = dict[str, Any]
"""``type`` and what belongs to it.

``paragraph``: ``runs``. ``heading``: ``level`` (1 to 6), ``runs``. ``list``: ``ordered``,
``start``, ``items`` (blocks of each). ``quote``: ``blocks``. ``table``: ``head`` (runs of each
cell), ``rows``. ``code``: ``text``. ``rule``.
"""
_TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "a", "ul", "ol", "li"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_PIECES = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
}
_SCHEMES = {"http", "https", "mailto"}
_MARKS = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;)|^[#>+-]|^\d+[.)]", re.MULTILINE)


def html_of(markdown: str, headings_from: int = 3) -> str:
    """A text as HTML that is safe to show; its first level of headings is ``headings_from``.

    Links whose words are their address say so: such words are not to be translated.
    """
    import nh3  # here, as below: a web process that shows no note need not hold them

    tokens = parser().parse(markdown[:LONGEST])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + headings_from - 1)}"
        for span in token.children or ():
            if span.type == "link_open" and span.info == "auto":
                span.attrSet("translate", "no")
    html = parser().renderer.render(tokens, parser().options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "translate"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def blocks_of(markdown: str) -> list[Block]:
    """A text as blocks, for typesetting. Plain values that JSON can carry."""
    from markdown_it.tree import SyntaxTreeNode

    return list(_blocks(SyntaxTreeNode(parser().parse(markdown[:LONGEST]))))


def text_of(markdown: str) -> str:
    """What a text says, without its marks: a line for each paragraph, heading, item and cell."""
    return "\n".join(_lines(blocks_of(markdown)))


def links_of(markdown: str) -> list[str]:
    """Where the links of a text lead, in their order."""
    return [run["link"] for run in _all_runs(blocks_of(markdown)) if "link" in run]


class Piece(NamedTuple):
    """A block that stands in no other, as it was written."""

    type: str
    """``paragraph``, ``heading``, ``list``, ``quote``, ``table``, ``code`` or ``rule``; or
    ``definition``, of where links lead that others name."""
    level: int
    """Of a heading, from 1; 0 of others."""
    source: str
    """Markdown; of a heading, without its marks."""


def pieces_of(markdown: str) -> list[Piece]:
    """A text in pieces that can be put together in another way."""
    lines = markdown[:LONGEST].split("\n")
    found, end = [], 0
    tokens = parser().parse("\n".join(lines))
    for token, following in zip_longest(tokens, tokens[1:]):
        if token.level or not token.map or token.nesting < 0:
            continue
        start, stop = token.map
        found += _definitions(lines[end:start])
        kind = _PIECES.get(token.type, "paragraph")
        source = "\n".join(lines[start:stop]).strip("\n")
        level = int(token.tag[1]) if kind == "heading" else 0
        found.append(Piece(kind, level, following.content if level else source))
        end = stop
    return [*found, *_definitions(lines[end:])]


def _definitions(lines: list[str]) -> list[Piece]:
    source = "\n".join(lines).strip()
    return [Piece("definition", 0, source)] if source else []


def nests_too_deeply(markdown: str) -> bool:
    """Whether lists or quotations are nested so deeply that the innermost are not read."""
    return any(
        token.type in ("list_item_open", "blockquote_open") and token.level >= LEVELS - 1
        for token in parser().parse(markdown[:LONGEST])
    )


def escaped(text: str) -> str:
    """Plain text as Markdown that reads the same; a line break is one there."""
    return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def _blocks(parent: "SyntaxTreeNode") -> Iterator[Block]:
    for node in parent.children:
        match node.type:
            case "paragraph":
                yield {"type": "paragraph", "runs": _runs(node)}
            case "heading":
                runs = _runs(node)
                if any(run["text"].strip() for run in runs):
                    yield {"type": "heading", "level": int(node.tag[1]), "runs": runs}
            case "bullet_list" | "ordered_list":
                yield {
                    "type": "list",
                    "ordered": node.type == "ordered_list",
                    "start": int(node.attrs.get("start", 1)),
                    "items": [list(_blocks(item)) for item in node.children],
                }
            case "blockquote":
                yield {"type": "quote", "blocks": list(_blocks(node))}
            case "table":
                lines = [
                    [_runs(cell) for cell in row.children]
                    for part in node.children
                    for row in part.children
                ]
                yield {"type": "table", "head": lines[0], "rows": lines[1:]}
            case "fence" | "code_block":
                yield {"type": "code", "text": node.content.rstrip("\n")}
            case "hr":
                yield {"type": "rule"}


def _runs(block: "SyntaxTreeNode") -> list[Run]:
    """The text of a block in pieces that look alike; neighbours of one look are one."""
    runs: list[Run] = []
    for run in (run for inline in block.children for run in _spans(inline, {})):
        if runs and {**runs[-1], "text": ""} == {**run, "text": ""}:
            runs[-1]["text"] += run["text"]
        elif run["text"]:
            runs.append(run)
    return runs


def _spans(parent: "SyntaxTreeNode", look: Run) -> Iterator[Run]:
    for node in parent.children:
        match node.type:
            case "text":
                yield {**look, "text": node.content}
            case "softbreak":
                yield {**look, "text": " "}
            case "hardbreak":
                yield {**look, "text": "\n"}
            case "code_inline":
                yield {**look, "text": node.content, "code": True}
            case "strong":
                yield from _spans(node, {**look, "strong": True})
            case "em":
                yield from _spans(node, {**look, "emphasis": True})
            case "link":
                yield from _spans(node, {**look, "link": str(node.attrs["href"])})
            case _:
                yield from _spans(node, look)


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        for runs in _runs_of(block):
            yield "".join(run["text"] for run in runs)
        if block["type"] == "code":
            yield block["text"]
        for inner in _inner(block):
            yield from _lines(inner)


def _all_runs(blocks: list[Block]) -> Iterator[Run]:
    for block in blocks:
        for runs in _runs_of(block):
            yield from runs
        for inner in _inner(block):
            yield from _all_runs(inner)


def _runs_of(block: Block) -> list[list[Run]]:
    if block["type"] == "table":
        return [*block["head"], *(cell for row in block["rows"] for cell in row)]
    return [block["runs"]] if "runs" in block else []


def _inner(block: Block) -> list[list[Block]]:
    return [*block.get("items", []), *([block["blocks"]] if "blocks" in block else [])]
