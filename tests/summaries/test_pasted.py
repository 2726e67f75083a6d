"""What is pasted into a section: what stays of it, and what is too much."""

import time

import pytest
from flask.testing import FlaskClient

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


@pytest.mark.parametrize("tags", ["<ul><li>", "<div>", "<b><i>", "<table><tr><td>", "<a href=x>"])
def test_tags_without_end_are_read_in_a_moment(tags: str) -> None:
    began = time.perf_counter()
    said = markdown_of(tags * (10_000 // tags.count("<")) + "the words")
    assert "the words" in said
    assert body_problem(said) is None
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("html", ["<i>" * 10_001, "x" * 2_000_001])
def test_what_is_too_much_is_refused(html: str) -> None:
    with pytest.raises(TooMuchPasted):
        markdown_of(html)


def test_a_script_gets_the_markdown_or_the_sentence(editor: FlaskClient) -> None:
    answer = editor.post("/en/office/summary-pasted", data={"html": "<h2>A</h2><p>b</p>"})
    assert answer.json == {"markdown": "## A\n\nb"}
    answer = editor.post("/en/office/summary-pasted", data={"html": "<i>" * 20_000})
    assert answer.status_code == 413
    assert "too large" in answer.json["says"]
