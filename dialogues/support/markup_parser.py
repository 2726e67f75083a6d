"""How Markdown is parsed: CommonMark with tables and bare links, and what other scripts need.

Addresses end where Chinese and Arabic begin, emphasis stands beside Chinese characters, and lines
of Chinese are joined without a space. Headings skip no level.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

LEVELS = 20
"""Blocks within blocks that are read; a list and its item are one each."""
_CHINESE = re.compile(r"[\u2e80-\u303f\u31c0-\u31ef\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Characters and punctuation marks."""
_END_OF_ADDRESS = re.compile(
    r"(?<=[!-~])(?=[\u3400-\u9fff，。；：！？、（）【】《》「」“”…،؛؟])|(?<=[^\x00-\x7f])(?=[\w.+-]+@)",
    re.ASCII,
)
"""Where a bare address ends, or one of mail begins, beside other than European text."""
_LONGEST_ADDRESS = 2000
"""Characters of a bare address that are read; else a long word of many takes minutes."""
_LONGEST_SCHEME = 20
_TOO_LONG = re.compile(rf"(\S{{{_LONGEST_ADDRESS}}})")
_LINKS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


@cache
def parser() -> "MarkdownIt":
    """The parser; it is made once."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": LEVELS})
    made.enable(["table", "linkify"]).disable(["image", "html_block", "html_inline"])
    assert made.linkify is not None
    made.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    at_start = made.linkify.match_at_start
    made.linkify.match_at_start = lambda text: at_start(
        _END_OF_ADDRESS.split(text[:_LONGEST_ADDRESS], maxsplit=1)[0]
    )
    made.core.ruler.before("linkify", "ends_of_addresses", _end_addresses)
    made.inline.ruler.at("linkify", _link_addresses)
    made.inline.ruler.at("emphasis", _emphasise)
    made.core.ruler.push("chinese_lines", _join_chinese_lines)
    made.core.ruler.push("levels", _skip_no_level)
    made.validateLink = lambda url: bool(_LINKS.match(url.strip()))  # type: ignore[method-assign]
    return made


def _link_addresses(state: "StateInline", silent: bool) -> bool:
    """As the parser does, which goes through all text since the last mark for what begins one."""
    from markdown_it.rules_inline.linkify import linkify

    if len(state.pending) > _LONGEST_ADDRESS:
        begins = state.pending[-_LONGEST_SCHEME:]
        state.pending = state.pending[:-_LONGEST_SCHEME]
        state.pushPending()
        state.pending = begins
    return linkify(state, silent)


def _end_addresses(state: "StateCore") -> None:
    """Part text where a bare address ends: the parser takes 。 and ، to belong to it."""
    from markdown_it.token import Token

    for block in state.tokens:
        if block.children:
            block.children = [
                part
                for span in block.children
                for part in (
                    [
                        Token("text", "", 0, content=words, level=span.level)
                        for piece in _TOO_LONG.split(span.content)
                        for words in _END_OF_ADDRESS.split(piece)
                    ]
                    if span.type == "text"
                    else [span]
                )
            ]


def _emphasise(state: "StateInline", silent: bool) -> bool:
    """As CommonMark has it, but for Chinese: it asks for a space before **“ and after 。**.

    Chinese writes none there, and the asterisks would stand in the text.
    """
    from markdown_it.rules_inline import emphasis

    start, known = state.pos, len(state.delimiters)
    if not emphasis.tokenize(state, silent):
        return False
    before, after = state.src[:start][-1:], state.src[state.pos : state.pos + 1]
    for each in state.delimiters[known:]:
        if each.marker == ord("*"):
            each.open = each.open or bool(_CHINESE.match(before) and after.strip())
            each.close = each.close or bool(_CHINESE.match(after) and before.strip())
    return True


def _join_chinese_lines(state: "StateCore") -> None:
    for block in state.tokens:
        spans = block.children or []
        for index, span in enumerate(spans):
            if span.type == "softbreak":
                earlier, later = range(index, -1, -1), range(index, len(spans))
                before = next((spans[at].content[-1] for at in earlier if spans[at].content), "")
                after = next((spans[at].content[0] for at in later if spans[at].content), "")
                if _CHINESE.match(before) and _CHINESE.match(after):
                    span.type = "text"  # an empty one


def _skip_no_level(state: "StateCore") -> None:
    above: list[str] = []
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and not state.tokens[index + 1].content:
            # One without words is no heading.
            for each in (token, state.tokens[index + 2]):
                each.type, each.tag = each.type.replace("heading", "paragraph"), "p"
        elif token.type == "heading_open":
            above = [*(tag for tag in above if tag < token.tag), token.tag]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{len(above)}"
