"""What a typed text may hold."""

import pytest

from dialogues.support.texts import one_line, one_line_of_prose


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
