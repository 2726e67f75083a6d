"""Pasted lists, as people paste them."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.guest_list import refusals
from dialogues.guest_list.pasted import Reading, read
from dialogues.support.addresses import email_address

Who = tuple[str, str]


def people(text: str) -> list[Who]:
    return [(guest.name, guest.email) for guest in read(text, "en").guests]


def wrong(text: str) -> list[tuple[int | None, str]]:
    return [(one.line, type(one.refusal).__name__) for one in read(text, "en").problems]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("jane@x.org", [("", "jane@x.org")]),
        ("  Jane.Doe@X.ORG  ", [("", "jane.doe@x.org")]),
        ("Jane Doe <jane@x.org>", [("Jane Doe", "jane@x.org")]),
        ('"Doe, Jane" <jane@x.org>', [("Doe, Jane", "jane@x.org")]),
        ("Doe, Jane <jane@x.org>", [("Doe, Jane", "jane@x.org")]),
        ("jane@x.org (Jane Doe)", [("Jane Doe", "jane@x.org")]),
        ("jane@x.org, Jane Doe", [("Jane Doe", "jane@x.org")]),
        ("Jane Doe\tjane@x.org", [("Jane Doe", "jane@x.org")]),
        ("Jane;Doe;jane@x.org", [("Jane Doe", "jane@x.org")]),
        ("Jane Doe (FAO) <jane@x.org>", [("Jane Doe (FAO)", "jane@x.org")]),
        ("Jane Doe (jane@x.org)", [("Jane Doe", "jane@x.org")]),
        ("<jane@x.org>", [("", "jane@x.org")]),
        ("<jane@x.org> Jane Doe", [("Jane Doe", "jane@x.org")]),
        ("jane@x.org <jane@x.org>", [("", "jane@x.org")]),
        ("'jane@x.org' <jane@x.org>", [("", "jane@x.org")]),
        ("'Jane O'Hara' <jane@x.org>", [("Jane O'Hara", "jane@x.org")]),
        (r'"Jane \"JJ\" Doe" <jane@x.org>', [('Jane "JJ" Doe', "jane@x.org")]),
        ("mailto:jane@x.org?subject=Hello", [("", "jane@x.org")]),
        ("[Jane](mailto:jane@x.org)", [("Jane", "jane@x.org")]),
        ("To: Jane Doe <jane@x.org>", [("Jane Doe", "jane@x.org")]),
        ("• jane@x.org.", [("", "jane@x.org")]),
        ("- Jane Doe – jane@x.org;", [("Jane Doe", "jane@x.org")]),
        ("12) Jane Doe jane@x.org", [("Jane Doe", "jane@x.org")]),
        ("3. <jane@x.org>,", [("", "jane@x.org")]),
        ("„Jane Doe“ <jane@x.org>", [("Jane Doe", "jane@x.org")]),
        ("« Jane Doe » <jane@x.org>", [("Jane Doe", "jane@x.org")]),
        ("张三 ＜zhang＠x．org＞；", [("张三", "zhang@x.org")]),
        ("张三（外交部）<zhang@x.org>", [("张三（外交部）", "zhang@x.org")]),
        ("张三，zhang@x.org", [("张三", "zhang@x.org")]),
        ("ｊａｎｅ＠ｘ．ｏｒｇ", [("", "jane@x.org")]),
        ("ليلى، layla@x.org،", [("ليلى", "layla@x.org")]),
        ("\u202bليلى\u202c <layla@x.org>", [("ليلى", "layla@x.org")]),
        ("Jane\u00a0Doe\u200b <ja\u200bne@x.org>\ufeff", [("Jane Doe", "jane@x.org")]),
        ("\u200ejane@x.org\u200f", [("", "jane@x.org")]),
        ("jane@münchen.de", [("", "jane@xn--mnchen-3ya.de")]),
        ("o'hara+fao@x.org", [("", "o'hara+fao@x.org")]),
        (
            "a@x.org; b@x.org, c@x.org\td@x.org e@x.org",
            [("", f"{letter}@x.org") for letter in "abcde"],
        ),
        (
            "Doe, Jane <jane@x.org>, Roe, Rick <rick@x.org>",
            [("Doe, Jane", "jane@x.org"), ("Roe, Rick", "rick@x.org")],
        ),
        ("Jane jane@x.org Rick rick@x.org", [("Jane", "jane@x.org"), ("Rick", "rick@x.org")]),
        ("jane@x.org, Jane; rick@x.org, Rick", [("Jane", "jane@x.org"), ("Rick", "rick@x.org")]),
        ("jane@x.org (Jane), Rick <rick@x.org>", [("Jane", "jane@x.org"), ("Rick", "rick@x.org")]),
        ("jane@x.org/rick@x.org", [("", "jane@x.org"), ("", "rick@x.org")]),
    ],
)
def test_a_line_is_read_as_people_mean_it(line: str, expected: list[Who]) -> None:
    assert people(line) == expected
    assert wrong(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("John Nobody", "LineHasNoAddress"),
        ("jane at x.org", "LineHasNoAddress"),
        ("jane@", "NotAnAddress"),
        ("@jane", "NotAnAddress"),
        ("jane @ x.org", "NotAnAddress"),
        ("jane@x", "NotAnAddress"),
        ("jane@x..org", "NotAnAddress"),
        ("a@b@c.org", "NotAnAddress"),
        ("josé@x.org", "NotAnAddress"),
        ("张三jane@x.org", "NotAnAddress"),
        ("ja\u202ene@x.org", "NotAnAddress"),
        ("ja\0ne@x.org", "NotAnAddress"),
        (f"{'a' * 250}@x.org", "NotAnAddress"),
        ("Ja\u202ene <jane@x.org>", "NameHasHidden"),
        ("Ja\x07ne <jane@x.org>", "NameHasHidden"),
        (f"{'J' * 201} <jane@x.org>", "NameIsTooLong"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_invites_nobody(line: str, expected: str) -> None:
    assert wrong(f"\r\n{line}\r\nrick@x.org") == [(2, expected)]
    assert people(f"\r\n{line}\r\nrick@x.org") == [("", "rick@x.org")]


def test_beside_what_is_wrong_the_rest_of_a_line_is_read() -> None:
    line = "John Nobody; Jane <jane@x.org>; rick@; Ann <ann@x.org>"
    assert people(line) == [("Jane", "jane@x.org"), ("Ann", "ann@x.org")]
    assert wrong(line) == [(1, "LineHasNoAddress"), (1, "NotAnAddress")]


@pytest.mark.parametrize("line", ["", "   ", "-----", "* * *", "\u200b", ",;,"])
def test_lines_without_words_are_passed_over(line: str) -> None:
    assert read(line, "en") == Reading()


def test_an_address_counts_once_and_its_repetitions_say_where_it_stood_first() -> None:
    reading = read("jane@x.org\nJane <JANE@X.org>\nrick@x.org, rick@x.org", "en")
    assert [guest.email for guest in reading.guests] == ["jane@x.org", "rick@x.org"]
    assert [(one.line, one.refusal.values["line"]) for one in reading.repeated] == [
        (2, 1),
        (3, 3),
    ]


def test_a_language_by_itself_holds_for_the_lines_below_and_in_a_row_for_the_row() -> None:
    text = "a@x.org\n[fr]\nb@x.org\nc@x.org, Ann, es\nd@x.org\nالعربية:\ne@x.org\n"
    languages = {guest.email[0]: guest.language for guest in read(text, "en").guests}
    assert languages == {"a": "en", "b": "fr", "c": "es", "d": "fr", "e": "ar"}


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_a_header_says_which_column_is_which(separator: str) -> None:
    rows = [
        ["Ministry", "Language", "Last name", "First name", "E-mail"],
        ["Health", "fr-FR", "Doe", "Jane", "jane@x.org"],
        ["Trade", "Klingon", "Roe", "Rick", "rick@x.org"],
        ["Labour", "", "Poe", "Ann", ""],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    assert [(one.name, one.email, one.language, one.line) for one in read(text, "en").guests] == [
        ("Jane Doe", "jane@x.org", "fr", 2),
        ("Rick Roe", "rick@x.org", "en", 3),
    ]
    assert wrong(text) == [(3, "LanguageIsUnknown"), (4, "LineHasNoAddress")]


NASTY = st.text(
    st.sampled_from("aé张ليJ1@@@..-_'\"<>()[],;:\t\n\r \u00a0\u200b\u202e\0＠．；（/?+=*•\ud800")
    | st.characters(),
    max_size=80,
)


@given(NASTY)
def test_whatever_is_pasted_no_address_is_made_up(text: str) -> None:
    reading = read(text, "en")
    # As it stands there, but for what nobody sees and for other forms of the same characters.
    plain = unicodedata.normalize("NFKC", text).replace("｡", ".").replace("。", ".")
    seen = "".join(one for one in plain if unicodedata.category(one) != "Cf").casefold()
    for guest in reading.guests:
        assert email_address(guest.email) == guest.email
        local, _, domain = guest.email.partition("@")
        start = seen.find(f"{local}@")
        assert start >= 0
        assert start == 0 or not seen[start - 1].isalnum() or f"{local}@" in seen[start + 1 :]
        assert "xn--" in domain or f"{local}@{domain}" in seen
        assert len(guest.name) <= 200
        assert "\0" not in guest.name
    assert all(
        one.line and one.line <= text.count("\n") + text.count("\r") + 1 for one in reading.problems
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 10**6,
        "@" * 10**5,
        "<" * 10**5,
        "(" * 10**5 + "a@b.org",
        "' " * 10**5 + "a@b.org",
        "a@b.org" + " " * 10**5 + "(",
        "1. " * 10**5 + "a@b.org",
        "a@b.org/" * 10**4,
        "\n" * 10**6,
    ],
    ids=lambda text: text[:3] + text[-3:],
)
def test_line_noise_is_read_in_time(hostile: str) -> None:
    started = time.process_time()
    read(hostile, "en")
    assert time.process_time() - started < 2


def test_five_thousand_people_are_read_at_once() -> None:
    lines = (f'"Diallo, Fatou {n}" <fatou{n}@example.org>;' for n in range(5000))
    reading = read("\n".join(lines), "fr")
    assert len(reading.guests) == 5000
    assert reading.problems == []


def test_every_refusal_says_what_it_is_about() -> None:
    problem = read("Names: a,b,c", "en").problems[0]
    assert isinstance(problem.refusal, refusals.LineHasNoAddress)
    assert str(problem.refusal) == "There is no e-mail address in “Names: a,b,c”."
