"""What a typed text may hold."""

import time

import pytest

from dialogues.support.texts import (
    beginning,
    flowing,
    hidden_characters,
    one_line,
    one_line_of_prose,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\n\nc ", "a b c"),
        ("一\u3000\u3000二", "一 二"),
        ("Quels besoins\u202f?", "Quels besoins\u202f?"),
        ("50\u00a0000 \u202f", "50\u00a0000"),
    ],
)
def test_white_space_is_one_space_and_in_prose_no_break_spaces_stay(typed: str, kept: str) -> None:
    assert one_line_of_prose(typed) == kept
    assert one_line(typed) == " ".join(kept.split())


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("as it\nis", "as it is"),
        ("a text that is long", "a text that…"),
        ("a-very-long-word", "a-very-long…"),
        ("会议 " + "粮食系统转型" * 9, "会议 粮食系统转型粮食…"),
    ],
)
def test_a_text_is_cut_after_a_word_and_chinese_anywhere(text: str, begins: str) -> None:
    assert beginning(text, 12) == begins


@pytest.mark.parametrize(
    "hidden", ["\0", "\x0b", "\x85", "\u202e", "\u2066", "\ud800", "\ufffe", "\uffff"]
)
def test_what_nobody_sees_or_no_file_holds_is_hidden(hidden: str) -> None:
    assert hidden_characters(f"a{hidden}b", line_breaks=True)


@pytest.mark.parametrize(
    "seen", ["\u200d", "\u200c", "\u200f", "\u061c", "\ufe0f", "e\u0301", "\U0001f33e"]
)
def test_what_languages_need_is_not_hidden(seen: str) -> None:
    assert not hidden_characters(f"a{seen}b")


@pytest.mark.parametrize("space", [" ", "\u3000", "\n", "字\n"])
def test_the_longest_run_of_spaces_flows_in_a_moment(space: str) -> None:
    began = time.process_time()
    assert flowing(f"字{space * 50_000}字")
    assert time.process_time() - began < 1
