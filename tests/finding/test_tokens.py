"""Words as they are found: what is stored and what is typed meet, however they are spelt."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from dialogues.finding.marking import excerpt, marked
from dialogues.finding.tokens import pieces, tokens_of, wanted
from tests.finding.reading import finds

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abéÉñ ё й-'\"*:()|&!<>  粮食系统 الغَذاءأإآىةـوبلكلل ٢٠27\u0301\u064e"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=40,
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
        ("l'eau", "Eau potable"),
        ("eau", "L’eau"),
        ("d’agriculture", "l'agriculture"),
        ("farmer's rights", "farmers’ rights"),
        ("coeur", "Au cœur"),
        ("MAIN-D'ŒUVRE", "main d’oeuvre"),
        ("systems", "sys\u00adtems"),
        ("الغذاء", "ال\u200fغذاء"),
        ("\u202efood\u202c", "food"),
        ("٢٧", "۲۷"),
        ("２７", "27"),
        ("7月27日", "２０２２年7月27日"),
    ],
)
def test_a_word_is_found_however_it_is_spelt(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("التزام", "الالتزام بتحويل النظم"),
        ("الالتزام", "التزام"),
        ("آليات", "الآليات"),
        ("الآليات", "بآليات"),
        ("ألبان", "والألبان"),
        ("غذاء", "وغذاء"),
        ("غذاء", "ولغذاء"),
        ("بلدان", "وبلدان"),
        ("وزارة", "الوزارة"),
    ],
)
def test_arabic_is_found_with_what_is_written_together_with_it(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    "forms",
    [
        "system systems system's",
        "système systèmes systems",
        "country countries",
        "city cities",
        "série séries series",
        "énergie énergies energy",
        "sociedad sociedades",
        "decisión decisiones décision décisions",
        "система системы систем системе системой системами",
        "коалиция коалиции коалиций коалициям коалициях",
        "продовольственная продовольственные продовольственных продовольственной",
        "решение решения решений решением",
        "страна стран странами",
        "غذاء الغذاء غذائي الغذائية",
        "تحالف تحالفات التحالفات",
        "منسق منسقة المنسقين للمنسقين",
        "زراعة الزراعي زراعية",
    ],
)
def test_each_form_of_a_word_finds_all_others(forms: str) -> None:
    for typed in forms.split():
        found = [text for text in forms.split() if finds(f"{typed} and", f"{text} and")]
        assert found == forms.split()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("продовольственные системы", "преобразование продовольственных систем"),
        ("coalition food", "coalitions and food"),
        ("right to food", "foods, rights, to"),
    ],
)
def test_words_are_found_in_other_forms(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("系食", "粮食系统"),
        ("мой", "мои"),
        ("coali food", "coalitions and food"),
        ("they", "their"),
        ("theme", "them"),
        ("Paris", "parity"),
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
