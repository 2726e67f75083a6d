"""What is pasted into a section: what stays of it, and what is too much."""

import io
import time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogues.summaries import pasted
from dialogues.summaries.pasted import markdown_of
from dialogues.summaries.refusals import TooMuchPasted
from dialogues.summaries.rules import body_problem

OF_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0} --></style></head><body><!--StartFragment-->
<h1>Needs<o:p></o:p></h1>
<p class=MsoNormal>They <b style='mso-bidi-font-weight:normal'>want</b>
<a href="https://example.org/x">the list</a> and <a href="#_Toc">this</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Inner<o:p></o:p></p>
<script>alert(1)</script><!--EndFragment--></body></html>"""


OF_WORD_IN_A_BROWSER = """<div class="OutlineElement"><p class="Paragraph" role="heading"
aria-level="2"><span style="font-weight:normal">Needs</span><span>&nbsp;</span></p></div>
<div class="ListContainerWrapper"><ul role="list"><li data-aria-level="1" data-aria-posinset="1"><p
class="Paragraph"><span>First</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul role="list"><li data-aria-level="2" data-aria-posinset="1"><p
class="Paragraph"><span>Inner</span></p></li></ul></div>
<div class="ListContainerWrapper"><ol role="list"><li data-aria-level="1" data-aria-posinset="4"><p
class="Paragraph"><span>Fourth</span></p></li></ol></div>
<div class="ListContainerWrapper"><ol role="list"><li data-aria-level="1" data-aria-posinset="5"><p
class="Paragraph"><a href="https://example.org/x"><span>Fifth</span></a></p></li></ol></div>"""
OF_GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-0"><h2
dir="ltr"><span style="font-weight:400;">Needs</span></h2><p><span style="font-weight:400;">They
</span><span style="font-weight:400;font-style:italic;">want</span><span
style="font-weight:700;font-style:italic;"> all</span></p><br /><ol><li aria-level="1"><p><span
>First</span></p></li><li><p><span>Second</span></p></li></ol></b><br class="Apple-interchange">"""
OF_LIBREOFFICE = """<body lang="en-US"><h2 class="western">Needs</h2>
<ol>
	<li><p style="margin-bottom: 0.14in">First</p>
	<li><p style="margin-bottom: 0.14in">Second<br/>
line</p>
</ol>
<table width="576"><col width="274"/>
	<col width="274"/>
	<tr valign="top"><td><p>When</p></td><td><p>Who</p></td></tr>
	<tr valign="top"><td><p>8:00</p></td><td><p>All</p></td></tr>
</table></body>"""


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            OF_WORD_IN_A_BROWSER,
            "## Needs\n\n- First\n\n  - Inner\n\n4. Fourth\n5. [Fifth](https://example.org/x)",
        ),
        (OF_GOOGLE, "## Needs\n\nThey *want **all***\n\n1. First\n2. Second"),
        (
            OF_LIBREOFFICE,
            "## Needs\n\n1. First\n2. Second\\\n   line\n\n"
            "| When | Who |\n| --- | --- |\n| 8:00 | All |",
        ),
    ],
)
def test_headings_lists_and_links_of_other_editors_stay(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_what_word_has_in_pieces_is_one() -> None:
    html = (
        "<p class=MsoTitle><b><span lang=EN-US>2022</span></b><b>年</b></p><p><b><span lang=EN-US>"
        "27</span></b><b>个国家</b>，<del>没有</del><ins>共有</ins></p>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>甲</p>"
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>(1)</span>乙</p>"
    )
    assert markdown_of(html) == "# 2022年\n\n**27个国家**，共有\n\n- 甲\n\n1. 乙"


def test_headings_lists_and_links_of_word_stay_and_its_looks_do_not() -> None:
    assert markdown_of(OF_WORD) == (
        "# Needs\n\nThey **want** [the list](https://example.org/x) and this.\n\n- First\n  - Inner"
    )


def test_what_another_editor_wraps_in_bold_that_is_not_bold_is_not() -> None:
    html = (
        '<b style="font-weight:normal" id="docs-internal-guid"><p><span style="font-weight:700">'
        "Bold</span> plain</p><ul><li>x</li><ul><li>inner</li></ul></ul></b>"
    )
    assert "".join(markdown_of(html).split()) == "**Bold**plain-x-inner"


def test_controls_that_reorder_text_are_not_pasted() -> None:
    said = markdown_of("<p>\u202bالتحالفات\u202c\u200b <b>و\u00adالبلدان</b></p>")
    assert said == "التحالفات **والبلدان**"
    assert body_problem(said) is None


@pytest.mark.parametrize(
    "tags",
    ["<ul><li>", "<li>", "<br>", "<b>x</b>", "<div>", "<b><i>", "<table><tr><td>", "<a href=x>"],
)
def test_tags_without_end_are_read_in_a_moment(tags: str) -> None:
    began = time.perf_counter()
    said = markdown_of(tags * (9_999 // tags.count("<")) + "<p>the words")
    assert "the words" in said
    assert body_problem(said) is None
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("html", ["<i>" * 10_001, "x" * 2_000_001])
def test_what_is_too_much_is_refused(html: str) -> None:
    with pytest.raises(TooMuchPasted):
        markdown_of(html)


@pytest.mark.parametrize("html", ["[" * 500_000, "<p>" + " " * 500_000 + ".", "<a " * 10_000 + "x"])
def test_what_takes_long_to_read_is_given_up(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the person who pastes it waits: it is read in a process of its own."""
    monkeypatch.setattr(pasted, "_MOST_SECONDS", 1)
    with pytest.raises(TooMuchPasted):
        markdown_of(html)


def test_a_script_gets_the_markdown_or_the_sentence(editor: FlaskClient) -> None:
    answer = hand_over(editor, "<h2>A</h2><p>b</p>")
    assert answer.json == {"markdown": "## A\n\nb"}
    answer = hand_over(editor, "<i>" * 20_000)
    assert answer.status_code == 413
    assert "too large" in answer.json["says"]


def test_what_word_writes_around_forty_pages_is_read(editor: FlaskClient) -> None:
    paragraph = f"<p class=MsoNormal style='margin:0'>{'粮食系统转型。' * 30}</p>"
    answer = hand_over(editor, paragraph * 1000)
    assert answer.json["markdown"].count("\n\n") == 999


def hand_over(editor: FlaskClient, html: str) -> TestResponse:
    """Send what is pasted as the script does."""
    file = (io.BytesIO(html.encode()), "blob")
    return editor.post("/en/office/summary-pasted", data={"html": file})
