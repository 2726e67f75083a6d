"""Parts and lists on one line, with each language's own marks between."""

import pytest

from dialogues.languages.rules import in_a_row, listed


@pytest.mark.parametrize(
    ("language", "row", "several"),
    [
        ("en", "a, b", "a, b"),
        ("ar", "a، b", "a، b"),
        ("zh", "a，b", "a、b"),
    ],
)
def test_parts_of_a_line_and_several_of_a_kind_have_their_marks(
    language: str, row: str, several: str
) -> None:
    assert (in_a_row("ab", language), listed("ab", language)) == (row, several)
