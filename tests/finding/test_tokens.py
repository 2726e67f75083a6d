"""Words as they are found: what is stored and what is typed meet, however they are spelt."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dialogues.finding.marking import excerpt, marked
from dialogues.finding.tokens import pieces, tokens_of, wanted

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abéÉñ ё й-'\"*:()|&!<>  粮食系统 الغَذاءأإآىةـوبلكلل ٢٠27\u0301\u064e"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=40,
)


def finds(typed: str, text: str) -> bool:
    tokens, looked_for = set(tokens_of(text)), wanted(typed)
    begins = looked_for.beginning
    return tokens.issuperset(looked_for.whole) and (
        begins is None or any(token.startswith(begins) for token in tokens)
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("粮食", "致力于粮食系统转型"),
        ("粮食系统", "致力于粮食系统转型"),
        ("粮", "粮食"),
        ("الغذاء", "الحق في الغذاء"),
        ("الغذاء", "أسعار غذاء"),
        ("غذاء", "الغِذاء حقّ"),
        ("غذاء", "وبالغذاء"),
        ("الغذاء", "للغذاء"),
        ("الغذاء", "كالغذاء فالغذاء"),
        ("الأمن", "الامن الغذائي"),
        ("منسقه", "منسقة"),
        ("على", "علي"),
        ("غـــذاء", "غذاء"),
        ("decision", "La décision"),
        ("décision", "DECISION"),
        ("décision", unicodedata.normalize("NFD", "décision")),
        ("еще", "ещё"),
        ("ещё", "ЕЩЕ"),
        ("alimentation", "l’alimentation"),
        ("27", "٢٧ تموز"),
        ("ＦＯＯＤ", "food"),
        ("coalition", "Coalitions of action"),
        ("strasse", "Straße"),
    ],
)
def test_a_word_is_found_however_it_is_spelt(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("系食", "粮食系统"),
        ("мой", "мои"),
        ("coalition food", "coalitions and food"),
        ("of", "office"),
        ("الم", "م"),
        ("غذاء", "الغد"),
    ],
)
def test_other_words_are_not_found(typed: str, text: str) -> None:
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "() & | !", "…", "\u0301"])
def test_what_has_no_letter_and_no_digit_looks_for_nothing(typed: str) -> None:
    assert not wanted(typed)


@given(TEXTS)
def test_tokens_hold_nothing_that_a_database_would_read_otherwise(text: str) -> None:
    plain = re.compile(r"[a-z0-9\u0080-\U0010ffff]+")
    assert [token for token in tokens_of(text) if not plain.fullmatch(token)] == []


@given(TEXTS)
def test_every_text_finds_itself(text: str) -> None:
    assert not wanted(text) or finds(text, text)


@given(TEXTS, TEXTS)
def test_marks_leave_a_text_as_it_is(text: str, typed: str) -> None:
    html = marked(text, wanted(typed))
    plain = re.sub("</?mark>", "", html)
    assert Markup(plain).unescape() == text
    assert "<" not in plain


@given(TEXTS)
def test_what_is_found_is_marked(text: str) -> None:
    words = [piece for piece in pieces(text) if piece.tokens]
    assert ("<mark>" in marked(text, wanted(text))) == bool(words)


@pytest.mark.parametrize(
    ("typed", "text", "html"),
    [
        ("decision", "La Décision,", "La <mark>Décision</mark>,"),
        ("الغذاء", "حقّ وبالغِذاء", "حقّ <mark>وبالغِذاء</mark>"),
        ("粮食系统", "新粮食系统。粮", "新<mark>粮食系统</mark>。粮"),
        (
            "b",
            "<b>b</b> & b",
            "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>",
        ),
        ("food sys", "food systems", "<mark>food</mark> <mark>systems</mark>"),
    ],
)
def test_marks_stand_around_words_as_they_are_written(typed: str, text: str, html: str) -> None:
    assert marked(text, wanted(typed)) == html


def test_a_long_text_is_cut_to_what_stands_around_what_was_found() -> None:
    text = "before " * 200 + "the decision " + "after " * 200
    shown = excerpt(text, wanted("decision"))
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert "<mark>decision</mark>" in shown
    assert len(shown) < 400


def test_a_long_text_without_spaces_is_cut_too() -> None:
    shown = excerpt("无" * 900 + "粮食" + "无" * 900, wanted("粮食"))
    assert "<mark>粮食</mark>" in shown
    assert len(shown) < 400
