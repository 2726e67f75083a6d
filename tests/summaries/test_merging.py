"""Two editors at once: what is proposed of what both wrote."""

import time

import hypothesis
import hypothesis.strategies as some
import pytest

from dialogues.summaries.merging import Clash, proposal
from dialogues.summaries.rules import Words

BASE = "Countries want to take part.\n\nCoalitions spoke.\n\nThe Hub was thanked."
AROUND = ("Countries want to take part.", "The Hub was thanked.")


def merged(base: str, theirs: str, mine: str, language: str = "en") -> tuple[str, list[Clash]]:
    found = proposal(Words("H", base), Words("H", theirs), Words("H", mine), language)
    assert found.words.heading == "H"
    return found.words.body, found.clashes


def test_changes_of_different_paragraphs_come_together() -> None:
    theirs = BASE.replace("want", "wish")
    mine = BASE.replace("thanked", "asked for help")
    assert merged(BASE, theirs, mine) == (theirs.replace("thanked", "asked for help"), [])


@pytest.mark.parametrize(
    ("language", "base", "theirs", "mine", "both"),
    [
        ("en", "Five countries spoke.", "Six countries spoke.", "Five countries wrote.",
         "Six countries wrote."),
        ("zh", "五个国家发言。", "六个国家发言。", "五个国家来信。", "六个国家来信。"),
        ("ar", "تحدثت خمس دول.", "تحدثت ست دول.", "كتبت خمس دول.", "كتبت ست دول."),
    ],
)  # fmt: skip
def test_changes_of_different_words_of_one_paragraph_come_together(
    language: str, base: str, theirs: str, mine: str, both: str
) -> None:
    assert merged(base, theirs, mine, language) == (both, [])


def test_where_both_changed_the_same_words_both_texts_stand_one_after_the_other() -> None:
    theirs, mine = BASE.replace("spoke", "sang"), BASE.replace("spoke", "wrote")
    body, clashes = merged(BASE, theirs, mine)
    assert body == "\n\n".join((AROUND[0], "Coalitions sang.", "Coalitions wrote.", AROUND[1]))
    assert [(one.theirs.strip(), one.mine.strip()) for one in clashes] == [
        ("Coalitions sang.", "Coalitions wrote.")
    ]


def test_what_both_have_added_in_one_place_stays_paragraphs() -> None:
    body, _clashes = merged("One.", "One.\n\nTheirs.", "One.\n\nMine.")
    assert body == "One.\n\nTheirs.\n\nMine."


def test_what_one_deleted_and_the_other_changed_is_kept() -> None:
    theirs = BASE.replace("Coalitions spoke.\n\n", "")
    mine = BASE.replace("spoke", "spoke at length")
    body, clashes = merged(BASE, theirs, mine)
    assert "Coalitions spoke at length." in body
    assert len(clashes) == 1


def test_of_a_heading_that_both_changed_mine_is_proposed_and_theirs_is_shown() -> None:
    found = proposal(Words("A", ""), Words("B", ""), Words("C", ""), "en")
    assert found.words.heading == "C"
    assert found.clashes == [Clash("B", "C")]
    assert proposal(Words("A", ""), Words("B", ""), Words("A", ""), "en").words.heading == "B"


TEXTS = some.lists(some.sampled_from(["one two", "three", "four five", "", "- six"]), max_size=6)


@hypothesis.given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_was_added_is_ever_lost(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    theirs = [f"{line} of theirs" for line in theirs]
    mine = [f"{line} of mine" for line in mine]
    body, _clashes = merged(*("\n".join([*base, *more]) for more in ([], theirs, mine)))
    for line in (*theirs, *mine):
        assert line.strip() in body


def test_long_texts_are_merged_in_a_moment() -> None:
    base = "\n\n".join(f"Paragraph {number} " + "of many words " * 40 for number in range(170))
    theirs, mine = base.replace("graph 3 of", "graph 3, of"), base.replace("many", "some", 900)
    began = time.perf_counter()
    merged(base, theirs, mine)
    merged(base[:100_000].replace("\n", " "), theirs.replace("\n", " "), mine.replace("\n", " "))
    assert time.perf_counter() - began < 5
