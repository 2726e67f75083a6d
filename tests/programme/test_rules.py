"""What a plan may say: no application is needed."""

import datetime as dt

import pytest

from dialogues.programme import plans, rules
from dialogues.programme.plans import DialoguePlan, dialogue_problems, session_problems
from dialogues.programme.rules import StateOfRegistration, state_of, status_of_whole
from tests.programme.plans import a_plan

NOW = dt.datetime(2027, 7, 27, 6, tzinfo=dt.UTC)


def sentences(problems: dict[str, object]) -> dict[str, str]:
    return {field: str(problem) for field, problem in problems.items()}


def test_a_good_plan_has_no_problem() -> None:
    assert session_problems(a_plan(capacity=500, join_url="https://x.example.org/j?a=1")) == {}


SHAPE = "A short link has 3 to 40 letters (a to z), digits or hyphens, as in 27julyAM."
WEB = "A join link is a whole web address that starts with https:// or http://."
SEATS = "The number of seats is between 1 and 100000, or empty for no limit."
LASTS = "A session lasts between 5 and 1440 minutes."
YEARS = "Give a date between the years 2000 and 2037."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("short_link", "ab", SHAPE),
        ("short_link", "a" * 41, SHAPE),
        ("short_link", "27 july", SHAPE),
        ("short_link", "27july/AM", SHAPE),
        ("short_link", "27julyÄM", SHAPE),
        ("short_link", "٢٧٢٧", SHAPE),
        (
            "short_link",
            "Office",
            "“Office” is the address of a page of this site. Choose another short link.",
        ),
        ("minutes", 4, LASTS),
        ("minutes", 1441, LASTS),
        ("capacity", 0, SEATS),
        ("capacity", 100_001, SEATS),
        ("join_url", "javascript:alert(1)", WEB),
        ("join_url", "ftp://example.org", WEB),
        ("join_url", "https://", WEB),
        ("join_url", "https://[", WEB),
        ("join_url", "https://a b.example.org", WEB),
        ("join_url", "https://a..b/", WEB),
        ("join_url", f"https://{'ü' * 60}.example.org/", WEB),
        ("join_url", "https://example.org/a\u2028b", WEB),
        ("join_url", "https://example.org/a\u3000b", WEB),
        ("join_url", "https://example.org:0/", WEB),
        (
            "key",
            "a\u202eb",
            "Remove line breaks and invisible characters from this text.",
        ),
        ("join_url", "https://example.org/" + "a" * 2000, "Write at most 2000 characters."),
        (
            "join_url",
            "https://example.org/\nSet-Cookie: a",
            "Remove line breaks and invisible characters from this text.",
        ),
        (
            "floor_language",
            "de",
            "“de” is not one of the languages ar, zh, en, fr, ru and es.",
        ),
        (
            "interpretation",
            ("fr", "en"),
            "The floor language cannot be an interpretation language as well.",
        ),
        ("interpretation", ("fr", "fr"), "Name each interpretation language once."),
        (
            "interpretation",
            ("fr", "pt"),
            "“pt” is not one of the languages ar, zh, en, fr, ru and es.",
        ),
        (
            "zone",
            "Europe/Roma",
            "“Europe/Roma” is not a time zone. Did you mean Europe/Rome?",
        ),
        ("zone", "nowhere", "“nowhere” is not a time zone. Write one such as Europe/Rome."),
        ("local_start", dt.datetime(1999, 12, 31, 8), YEARS),
        ("local_start", dt.datetime(2038, 1, 1, 8), YEARS),
        (
            "local_start",
            dt.datetime(2027, 3, 28, 2, 30),
            "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
            "Choose 01:30 or 03:30.",
        ),
        (
            "local_start",
            dt.datetime(2027, 10, 31, 2, 30),
            "02:30 happens twice in Europe/Rome on that date, because the clocks go back: "
            "at 00:30 UTC and at 01:30 UTC. Choose the first or the second.",
        ),
    ],
)
def test_a_bad_field_gets_a_sentence(field: str, value: object, sentence: str) -> None:
    assert sentences(session_problems(a_plan(**{field: value}))) == {field: sentence}


@pytest.mark.parametrize(
    ("zone", "first"), [("rome", "Europe/Rome"), ("Nairobi", "Africa/Nairobi")]
)
def test_a_city_alone_is_answered_with_its_zone(zone: str, first: str) -> None:
    assert first in str(rules.zone_problem(zone))


def test_both_instants_of_a_repeated_time_can_be_meant() -> None:
    repeated = dt.datetime(2027, 10, 31, 2, 30)
    first = plans.timing(repeated, 0, "Europe/Rome", 60)
    second = plans.timing(repeated, 1, "Europe/Rome", 60)
    assert second.starts_at - first.starts_at == dt.timedelta(hours=1)
    assert (first.fold, second.fold) == (0, 1)
    assert plans.timing(dt.datetime(2027, 7, 1), 1, "Europe/Rome", 60).fold == 0


def test_texts_need_a_title_in_the_source_language() -> None:
    assert sentences(dialogue_problems(DialoguePlan("en", {"fr": ("Titre", "")}))) == {
        "title_en": "Give a title."
    }


def test_a_description_needs_a_title() -> None:
    plan = DialoguePlan("en", {"en": ("Title", ""), "fr": ("", "Texte")})
    assert sentences(dialogue_problems(plan)) == {"title_fr": "Give a title."}


def test_titles_are_one_line_and_short_enough() -> None:
    plan = DialoguePlan("en", {"en": ("a\r\nBcc: x", "a\nb"), "fr": ("x" * 301, "")})
    assert sentences(dialogue_problems(plan)) == {
        "title_en": "Remove line breaks and invisible characters from this text.",
        "title_fr": "Write at most 300 characters.",
    }


@pytest.mark.parametrize("url", ["https://конференция.example.org/j", "http://[::1]:8443/j"])
def test_join_links_lead_to_hosts_of_any_kind(url: str) -> None:
    assert rules.join_url_problem(url) is None


@pytest.mark.parametrize("hidden", ["\x00", "\x9f", "\u202e", "\u2066", "\ud800"])
def test_no_text_holds_what_nobody_sees(hidden: str) -> None:
    plan = DialoguePlan("en", {"en": (f"a{hidden}b", f"First.\n\nSe{hidden}cond.")})
    assert sentences(dialogue_problems(plan)) == {
        "title_en": "Remove line breaks and invisible characters from this text.",
        "description_en": "Remove invisible characters from this text.",
    }


def test_descriptions_have_lines_and_titles_have_joiners() -> None:
    joined = "می\u200cخواهم\u200f"
    assert dialogue_problems(DialoguePlan("en", {"en": (joined, "a\r\n\tb\n" + joined)})) == {}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, StateOfRegistration.OPEN),
        ({"capacity": 5, "confirmed": 4}, StateOfRegistration.OPEN),
        ({"capacity": 5, "confirmed": 5}, StateOfRegistration.FULL),
        ({"registration_open": False, "capacity": 5, "confirmed": 5}, StateOfRegistration.CLOSED),
        ({"ends_at": NOW, "registration_open": False}, StateOfRegistration.PAST),
        ({"session_status": "cancelled", "ends_at": NOW}, StateOfRegistration.CANCELLED),
        ({"dialogue_status": "cancelled"}, StateOfRegistration.CANCELLED),
        ({"session_status": "draft"}, StateOfRegistration.DRAFT),
        ({"dialogue_status": "draft"}, StateOfRegistration.DRAFT),
    ],
)
def test_the_state_of_registration(changes: dict[str, object], state: StateOfRegistration) -> None:
    values: dict[str, object] = {
        "session_status": "published",
        "dialogue_status": "published",
        "registration_open": True,
        "ends_at": NOW + dt.timedelta(minutes=1),
        "at": NOW,
        "capacity": None,
        "confirmed": 0,
        **changes,
    }
    assert state_of(**values) is state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "sessions", "whole"),
    [
        ("published", ["cancelled", "cancelled"], "cancelled"),
        ("published", ["cancelled", "published"], "published"),
        ("published", [], "published"),
        ("draft", ["cancelled"], "draft"),
        ("cancelled", ["cancelled"], "cancelled"),
    ],
)
def test_a_dialogue_all_of_whose_sessions_are_cancelled_is_seen_as_cancelled(
    status: str, sessions: list[str], whole: str
) -> None:
    assert status_of_whole(status, sessions) == whole
