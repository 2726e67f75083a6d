"""HTML of clipboards and Word files as Markdown."""

import pytest

from dialogues.summaries.from_html import markdown_of, read
from dialogues.support.markup import text_of

WORD_LIST = """
<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>List of
coalitions</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>Their websites</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>Focal points</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>3.<span>&nbsp;</span></span>Third</p>
"""


def test_headings_lists_links_and_tables_stay() -> None:
    html = (
        "<h2><b>Closing</b></h2><p>A <b>bold</b> and <i>slanted</i> word, "
        "<a href='https://example.org/a_b(c)'>a page</a>.</p><ol start=4><li>x<ul><li>y</ul></ol>"
        "<table><tr><td>When</td><td>Who|whom</td></tr><tr><td>8:00</td><td><p>All</p></td></tr>"
        "</table>"
    )
    assert markdown_of(html) == (
        "## Closing\n\nA **bold** and *slanted* word, [a page](https://example.org/a_b%28c%29).\n\n"
        "4. x\n   - y\n\n| When | Who\\|whom |\n| --- | --- |\n| 8:00 | All |"
    )


def test_paragraphs_that_word_shows_as_items_are_lists() -> None:
    assert markdown_of(WORD_LIST) == (
        "- List of coalitions\n  - Their websites\n- Focal points\n\n3. Third"
    )


def test_links_that_lead_nowhere_are_text_and_told_of() -> None:
    found = read(
        "<a href='#_Toc1'>above</a> <a href='javascript:alert(1)'>press</a> <a name=x>here</a> "
        "<a href='data:text/html,x'>data</a> <a href='mailto:hub@example.org'>hub@example.org</a>"
        "<img src='x.png'><script>alert(1)</script>"
    )
    assert found.markdown == "above press here data <hub@example.org>"
    assert (found.unlinked, found.pictures) == (["above", "press", "data"], 1)


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no item",
        "- no item",
        "2 * 3 * 4 and _this_ and `that`",
        "[no](https://example.org) link",
        "[no]: https://example.org",
        "&lt;script&gt; and &copy;",
        "a_b_c stays",
        "--- and === and | a |",
    ],
)
def test_what_looks_like_a_mark_reads_as_it_did(text: str) -> None:
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    assert text_of(markdown_of(f"<p>{plain}</p>")) == text


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    assert markdown_of("<p>国家参与\n联盟工作 in\nRome</p>") == "国家参与联盟工作 in Rome"


def test_looks_that_wrap_everything_are_no_emphasis() -> None:
    html = (
        "<b style='font-weight:normal' id='docs-internal-guid-1'><p><span "
        "style='font-weight:700'>Bold</span> rest<br></p><p>&nbsp;</p><p>one<br>two</p></b>"
    )
    assert markdown_of(html) == "**Bold** rest\n\none\\\ntwo"


@pytest.mark.parametrize(
    "html", ["<div>" * 5000, "<ul><li>" * 1000, "<b>" * 3000, "<table><tr><td>" * 500]
)
def test_what_is_nested_without_end_still_shows_its_words(html: str) -> None:
    assert "innermost" in text_of(markdown_of(html + "innermost"))
