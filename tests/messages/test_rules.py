"""What a message may say, and how its placeholders are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.messages import refusals
from dialogues.messages.rules import (
    all_have_seats,
    filled,
    lacking,
    literally,
    placeholders,
    text_problem,
)
from dialogues.messages.writing import paragraphs

KNOWN = ("name", "title")
VALUES = {"name": "Awa {x} <b>", "title": "A & B", "when": "now", "join_link": "", "sessions": ""}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Dear {name},", "Dear Awa {x} <b>,"),
        ("{{name}} is {name}", "{name} is Awa {x} <b>"),
        ("{{{name}}}", "{Awa {x} <b>}"),
        ("a {{ b }} c", "a { b } c"),
        ("100 %(x)s", "100 %(x)s"),
        ("", ""),
    ],
)
def test_placeholders_are_filled_and_doubled_braces_are_braces(text: str, says: str) -> None:
    assert text_problem(text, KNOWN, 100, is_line=True) is None
    assert filled(text, VALUES) == says


@pytest.mark.parametrize("text", ["a { b", "a } b", "{name", "name}", "{{name}", "{na\nme}", "{}}"])
def test_a_brace_that_stands_alone_is_said(text: str) -> None:
    problem = text_problem(text, KNOWN, 100, is_line=False)
    assert isinstance(problem, refusals.BraceIsAlone | refusals.PlaceholderIsUnknown)


@pytest.mark.parametrize("name", ["Name", " name", "имя", "", "name.__class__", "0", "name!r"])
def test_an_unknown_placeholder_is_said_with_those_that_are_known(name: str) -> None:
    problem = text_problem(f"Dear {{{name}}}", KNOWN, 100, is_line=True)
    assert isinstance(problem, refusals.PlaceholderIsUnknown)
    assert str(problem).startswith(f"{{{name}}} is no placeholder that can stand here.")
    assert "{name} {title}" in str(problem)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_any_text_can_be_said_literally(text: str) -> None:
    problem = text_problem(literally(text), (), 1000, is_line=False)
    assert problem is None or isinstance(problem, refusals.TextHasHidden)
    assert filled(literally(text), {}) == text


@pytest.mark.parametrize("hidden", ["a\r\nBcc: x@example.org", "a\0b", "a\u202eb"])
def test_a_subject_holds_one_line_and_nothing_hidden(hidden: str) -> None:
    assert isinstance(text_problem(hidden, KNOWN, 100, is_line=True), refusals.TextHasHidden)


def test_a_text_has_a_length() -> None:
    assert isinstance(text_problem("x" * 11, KNOWN, 10, is_line=True), refusals.TextIsTooLong)


def test_links_stand_in_no_subject_and_the_join_link_is_for_people_with_seats() -> None:
    assert placeholders(False, True, True) == ("name", "title", "when")
    assert "join_link" in placeholders(False, False, True)
    known = placeholders(False, False, False)
    assert "join_link" not in known
    problem = text_problem("{join_link}", known, 100, is_line=False)
    assert isinstance(problem, refusals.JoinLinkWantsSeats)
    assert placeholders(True, False, False) == ("name", "title", "sessions")


@pytest.mark.parametrize(
    ("filters", "have"),
    [
        ({}, True),
        ({"q": "awa"}, True),
        ({"status": [""]}, False),
        ({"status": ["confirmed"]}, True),
        ({"status": ["confirmed", "waitlisted"]}, False),
    ],
)
def test_only_who_is_confirmed_has_a_seat(filters: dict[str, object], have: bool) -> None:
    assert all_have_seats(filters) is have


def test_what_is_half_written_is_named_the_source_first() -> None:
    texts = {"fr": ("Sujet", ""), "ar": ("a", "b"), "en": ("", "Body")}
    assert lacking("en", texts) == ["en", "fr"]
    assert lacking("zh", {"en": ("a", "b")}) == ["zh"]


def test_texts_are_escaped_and_addresses_in_them_become_links() -> None:
    text = (
        'See <i>this</i> (https://example.org/a_(b)?x=1&y="2").\nAnd http://x.example/.\n\n'
        "\n\n请读https://example.org/z。{name}"
    )
    first, second = paragraphs(text, VALUES | {"name": "https://evil.example/"})
    assert first == (
        "See &lt;i&gt;this&lt;/i&gt; ("
        '<a href="https://example.org/a_(b)?x=1&amp;y=" dir="ltr">'
        "https://example.org/a_(b)?x=1&amp;y=</a>&#34;2&#34;).<br>\n"
        'And <a href="http://x.example/" dir="ltr">http://x.example/</a>.'
    )
    assert second == (
        '请读<a href="https://example.org/z" dir="ltr">https://example.org/z</a>。'
        "<bdi>https://evil.example/</bdi>"
    ), "a name is no link: a stranger may have typed it"
