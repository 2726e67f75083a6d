"""What readers and editors see of a change."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.summaries.differences import differences


def test_whole_words_change_in_languages_with_spaces() -> None:
    assert differences("The list is due in May.", "The list is due in June.", "en") == [
        ("same", "The list is due in "),
        ("deleted", "May"),
        ("inserted", "June"),
        ("same", "."),
    ]


def test_an_arabic_word_changes_with_its_vowels() -> None:
    told = differences("تريد البلدان قائمةً كاملة", "تريد البلدان قائمةٌ كاملة", "ar")
    assert ("deleted", "قائمةً") in told
    assert ("inserted", "قائمةٌ") in told


def test_chinese_changes_by_character() -> None:
    assert differences("协调中心将公布名单", "协调中心将更新名单", "zh") == [
        ("same", "协调中心将"),
        ("deleted", "公布"),
        ("inserted", "更新"),
        ("same", "名单"),
    ]


def test_neighbouring_changes_are_one() -> None:
    told = differences("They ask for one clear list now.", "They ask for two short list now.", "en")
    assert [kind for kind, _text in told] == ["same", "deleted", "inserted", "same"]


def test_a_text_that_has_little_in_common_is_shown_as_one_for_another() -> None:
    told = differences("The Hub keeps a list of them.", "Nobody has the money, of course!", "en")
    assert [kind for kind, _text in told] == ["deleted", "inserted"]


def test_of_a_long_text_that_changed_throughout_each_line_shows_what_changed() -> None:
    lines = [f"Line {number} of a note " + "and so on " * 40 for number in range(100)]
    before, after = ("\n".join(line.replace("note", word) for line in lines) for word in "ab")
    started = time.perf_counter()
    told = differences(before, after, "en")
    assert time.perf_counter() - started < 3
    assert [(kind, text) for kind, text in told if kind != "same"] == [
        ("deleted", "a"),
        ("inserted", "b"),
    ] * 100


@pytest.mark.parametrize("language", ["en", "zh"])
@given(before=st.text("ab \n中文，.", max_size=60), after=st.text("ab \n中文，.", max_size=60))
def test_the_pieces_make_up_both_texts(language: str, before: str, after: str) -> None:
    told = differences(before, after, language)
    assert "".join(text for kind, text in told if kind != "inserted") == before
    assert "".join(text for kind, text in told if kind != "deleted") == after
    kinds = [kind for kind, _text in told]
    assert all(one != other for one, other in itertools.pairwise(kinds))


@pytest.mark.parametrize("unit", ["a\n", "a ", "字", "\n"])
def test_the_longest_section_is_compared_in_seconds(unit: str) -> None:
    before = unit * (100_000 // len(unit))
    began = time.process_time()
    assert differences(before, before, "zh") == [("same", before)]
    told = differences(before, f"{before}q", "zh")
    assert "".join(text for kind, text in told if kind != "inserted") == before
    assert time.process_time() - began < 5
