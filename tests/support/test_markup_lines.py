"""How lines and headings of Markdown come out, in whatever form."""

import re

import pytest

from dialogues.support.markup import blocks_of, escaped, html_of, text_of


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("正在审\n核路线", "正在审核路线"),
        ("希望，\n**最好**\n[获得](https://example.org)名单", "希望，最好获得名单"),
        ("参加 COP27\n的国家", "参加 COP27 的国家"),
        ("two\nlines", "two lines"),
    ],
)
def test_lines_are_joined_without_a_space_between_chinese_characters(
    typed: str, joined: str
) -> None:
    assert text_of(typed) == joined
    assert "".join(run["text"] for run in blocks_of(typed)[0]["runs"]) == joined
    assert ("\n" in html_of(typed).strip()) == (" " in joined.replace(" COP27", ""))


def test_headings_begin_at_the_first_level_and_skip_none() -> None:
    blocks = blocks_of("### A\n\n###### B\n\n### C\n\n# D")
    assert [block["level"] for block in blocks] == [1, 2, 1, 1]
    assert html_of("#### A").strip() == "<h3>A</h3>"


@pytest.mark.parametrize(
    "text", ["a *b* _c_ `d`", "# x", "12. y", "- z", "1) k", "R&amp;D <b>", "[x](y)", "a\\*", "> q"]
)
def test_escaped_text_reads_the_same_as_markdown(text: str) -> None:
    assert text_of(escaped(text)) == text


@pytest.mark.parametrize(
    ("markdown", "strong"),
    [
        ("举行**“粮食系统”**对话", ["“粮食系统”"]),
        ("**下一次对话。**然后，是**“甲”**。", ["下一次对话。", "“甲”"]),
        ("共**27**个", ["27"]),
        ("二**三 ** 四", []),
        ("A**“b”**c", []),
    ],
)
def test_chinese_is_strong_without_spaces_around(markdown: str, strong: list[str]) -> None:
    assert re.findall("<strong>(.*?)</strong>", html_of(markdown)) == strong
