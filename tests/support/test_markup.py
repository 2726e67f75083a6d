"""Markdown: where bare addresses begin and end."""

import pytest

from dialogues.support.markup import links_of, text_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "见https://example.org/a，或致函hub@example.org。",
            ["https://example.org/a", "mailto:hub@example.org"],
        ),
        ("请在https://example.org/a注册", ["https://example.org/a"]),
        ("（https://example.org/a）", ["https://example.org/a"]),
        (
            "على https://example.org/a، أو hub@example.org؛",
            ["https://example.org/a", "mailto:hub@example.org"],
        ),
        ("see https://example.org/a_(b)?c=1, or", ["https://example.org/a_(b)?c=1"]),
        ("[粮食](https://example.org/粮食)", ["https://example.org/%E7%B2%AE%E9%A3%9F"]),
        ("<https://example.org/粮食>", ["https://example.org/%E7%B2%AE%E9%A3%9F"]),
        ("an_underscored_name@example.org", ["mailto:an_underscored_name@example.org"]),
    ],
)
def test_a_bare_address_ends_where_other_text_begins(text: str, expected: list[str]) -> None:
    assert links_of(text) == expected


def test_all_of_the_text_stays() -> None:
    text = text_of("见https://example.org/a，**或**hub@example.org。")
    assert text == "见https://example.org/a，或hub@example.org。"
