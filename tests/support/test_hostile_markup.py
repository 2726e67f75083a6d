"""Markdown that somebody wrote to be slow, or to run a script, is read like any other."""

import time

import pytest

from dialogues.support.markup import html_of, nests_too_deeply

LENGTH = 30_000
"""A third of the longest section: what grows with its square takes far longer than a second."""


@pytest.mark.parametrize(
    "part",
    [
        *(
            "> ",
            "- ",
            "> a\n",
            "- a\n  - b\n",
            "1. a\n",
            "*a",
            "**a *b ",
            "_a_ ",
            "[",
            "[a](",
            "[a][",
        ),
        *(
            "[a]: b\n",
            "![a](b) ",
            "`",
            "`` ` ",
            "|a|b|\n|-|-|\n",
            "\\",
            "&amp",
            "<a",
            "a@b.c ",
            "# a\n",
        ),
        *(
            "http://a ",
            "ftp://a ",
            "x://",
            "http://a",
            "http://[",
            "http://",
            "字http://a",
            "字a@b.c ",
            "**“a”**",
            "字\n",
        ),
    ],
)
def test_a_long_section_takes_a_moment(part: str) -> None:
    text = part * (LENGTH // len(part))
    began = time.process_time()
    html_of(text)
    nests_too_deeply(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "- > "])
def test_a_thousand_levels_are_too_deep_and_still_shown(mark: str) -> None:
    text = f"{mark * 1000}the innermost"
    assert nests_too_deeply(text)
    assert html_of(text).count("<li>") + html_of(text).count("<blockquote>") < 50


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "vbscript:x"),
        *("java&Tab;script:alert(1)", "&#106avascript:alert(1)", "\u0001javascript:alert(1)"),
        *("data:text/html,<script>alert(1)</script>", "//example.org", "/en/office/", "file:///a"),
        *("%6aavascript:alert(1)", "ｊavascript:alert(1)", "blob:x", "x:y"),
    ],
)
@pytest.mark.parametrize(
    "form", ["[a]({})", "[a](<{}>)", "<{}>", "[a]\n\n[a]: {}", "![a]({})", "{}"]
)
def test_no_link_leads_anywhere_but_to_the_web_and_to_mail(form: str, link: str) -> None:
    html = html_of(form.format(link))
    assert "href" not in html
    assert "src" not in html
    assert "<script" not in html
