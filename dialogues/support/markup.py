"""Markdown (CommonMark with tables and bare links), as people write it: as HTML, blocks and text.

HTML in it is text, pictures are links, and links lead to the web or to an address of mail.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

LONGEST = 200_000
"""Characters of one text that are read; forms refuse more."""
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
_SCHEMES = {"http", "https", "mailto"}
_LINKS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def html_of(markdown: str, headings_from: int = 3) -> str:
    """A text as HTML that is safe to show; its first level of headings is ``headings_from``."""
    import nh3  # here, as below: a web process that shows no note need not hold them

    tokens = _parser().parse(markdown[:LONGEST])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + headings_from - 1)}"
    html = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def blocks_of(markdown: str) -> list[Block]:
    """A text as blocks, for typesetting. Plain values that JSON can carry."""
    from markdown_it.tree import SyntaxTreeNode

    return list(_blocks(SyntaxTreeNode(_parser().parse(markdown[:LONGEST]))))


def text_of(markdown: str) -> str:
    """What a text says, without its marks: a line for each paragraph, heading, item and cell."""
    return "\n".join(_lines(blocks_of(markdown)))


def links_of(markdown: str) -> list[str]:
    """Where the links of a text lead, in their order."""
    return [run["link"] for run in _all_runs(blocks_of(markdown)) if "link" in run]


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 20})
    parser.enable(["table", "linkify"]).disable(["image", "html_block", "html_inline"])
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    parser.validateLink = lambda url: bool(_LINKS.match(url.strip()))  # type: ignore[method-assign]
    return parser


def _blocks(parent: "SyntaxTreeNode") -> Iterator[Block]:
    for node in parent.children:
        match node.type:
            case "paragraph":
                yield {"type": "paragraph", "runs": _runs(node)}
            case "heading":
                yield {"type": "heading", "level": int(node.tag[1]), "runs": _runs(node)}
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
