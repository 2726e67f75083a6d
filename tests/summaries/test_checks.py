"""Figures, dates and links of a note in six languages: what differs is found, and nothing else."""

import os
import random
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from dialogues.config import ROOT
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.stated import Kind, Stated, differing
from dialogues.summaries.statements import statements

NOTE = ROOT / "dialogues" / "demonstration" / "notes"
MUTATIONS = 300
FIGURE = re.compile(r"\d+")
LINK = re.compile(r"https?://[^)\s]+|(?<=mailto:)[^)\s]+")
MONTHS = {
    "ar": ("حزيران/يونيه", "آذار/مارس", "تشرين الثاني/نوفمبر"),
    "zh": ("6月", "3月", "11月"),
    "en": ("June", "March", "November"),
    "fr": ("juin", "mars", "novembre"),
    "ru": ("июня", "март", "ноября"),
    "es": ("junio", "marzo", "noviembre"),
}

Section = tuple[str, str]


def clean() -> dict[str, list[Section]]:
    """The demonstration's note: heading and Markdown of each section, by language."""
    return {
        code: list(sections((NOTE / f"2022-06-29.{code}.md").read_text())) for code in LANGUAGES
    }


def sections(markdown: str) -> Iterator[Section]:
    for part in re.split(r"^#+ ", markdown, flags=re.MULTILINE)[1:]:
        heading, _line, body = part.partition("\n")
        yield heading, body.strip()


def differences(one: Section, language: str, other: Section, other_language: str) -> list[Stated]:
    theirs, ours = differing(statements(*one, language), statements(*other, other_language))
    return theirs + ours


CLEAN = clean()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_clean_note_has_no_finding(language: str) -> None:
    pairs = zip(CLEAN["en"], CLEAN[language], strict=True)
    found = [differences(one, "en", other, language) for one, other in pairs]
    assert found == [[] for _section in CLEAN["en"]]


def mutated(random_: random.Random) -> tuple[str, int, Section, str]:
    """A language, one of its sections, that section with one thing changed, and what changed."""
    while True:
        language = random_.choice(LANGUAGES)
        number = random_.randrange(len(CLEAN[language]))
        heading, body = CLEAN[language][number]
        spans = [match.span() for match in (*FIGURE.finditer(body), *LINK.finditer(body))]
        spans += [
            (match.start(), match.end())
            for month in MONTHS[language]
            for match in re.finditer(re.escape(month), body)
        ]
        spans = [span for span in spans if not is_list_number(body, span)]
        if not spans:
            continue
        start, end = random_.choice(spans)
        new = changed(body[start:end], language, random_)
        changed_body = body[:start] + new + body[end:]
        return language, number, (heading, changed_body), f"{body[start:end]} -> {new}"


def is_list_number(body: str, span: tuple[int, int]) -> bool:
    return (
        body[span[1] : span[1] + 2] == ". "
        and body[: span[0]].endswith(("\n", ""))
        and (span[0] == 0 or body[span[0] - 1] == "\n")
    )


def changed(was: str, language: str, random_: random.Random) -> str:
    if was.isdigit():
        return random_.choice([str(value) for value in range(1, 29) if str(value) != was])
    if was in MONTHS[language]:
        return random_.choice([month for month in MONTHS[language] if month != was])
    place = random_.randrange(len(was) - 6, len(was))
    return f"{was[:place]}x{was[place:]}"


def test_every_mutation_of_a_clean_note_is_found() -> None:
    random_ = random.Random(int(os.environ["DIALOGUES_TEST_SEED"]))
    for _time in range(MUTATIONS):
        language, number, section, what = mutated(random_)
        others = ["en"] if language != "en" else [code for code in LANGUAGES if code != "en"]
        for other in others:
            found = differences(section, language, CLEAN[other][number], other)
            assert found, f"{language}, section {number}: {what}"


SAID = ROOT / "tests" / "summaries" / "said_in_six_languages.txt"
"""Blocks of the same in several languages (``fr: ...``), and what may change (``fr! was → is``)."""
SAME: dict[str, dict[str, str]] = {}
CHANGED: list[tuple[str, str, str, str]] = []
for block in SAID.read_text().split("\n\n"):
    name, *lines = block.strip().split("\n")
    SAME[name] = {line[:2]: line[4:] for line in lines if line[2] == ":"}
    CHANGED += [(name, line[:2], *line[4:].split(" → ")) for line in lines if line[2] == "!"]  # type: ignore[misc]


@pytest.mark.parametrize("what", SAME)
def test_the_same_said_in_six_languages_is_the_same(what: str) -> None:
    said = SAME[what]
    for one, other in pairwise([*said, *said]):
        assert differences(("", said[one]), one, ("", said[other]), other) == [], (one, other)


@pytest.mark.parametrize(("what", "language", "was", "is_now"), CHANGED)
def test_what_was_changed_in_one_language_is_found(
    what: str, language: str, was: str, is_now: str
) -> None:
    said = SAME[what]
    changed_ = ("", said[language].replace(was, is_now, 1))
    for other in ["en"] if language != "en" else [code for code in said if code != "en"]:
        assert differences(changed_, language, ("", said[other]), other), other


def test_who_translates_may_repeat_what_is_said() -> None:
    once = ("", "On 27 July 2022, 5 countries met.")
    twice = ("", "2022年7月27日，5个国家举行了会议。7月27日的会议有5个国家参加。")
    assert differences(once, "en", twice, "zh") == []
    wrong = ("", "2022年7月27日，5个国家举行了会议。7月27日的会议有6个国家参加。")
    assert [one.written for one in differences(once, "en", wrong, "zh")] == ["6"]


def test_one_of_two_that_becomes_like_the_other_is_found() -> None:
    """A change leaves no value that the other text lacks, but one too many, and one too few."""
    source, target = ("", "5 of 7 and 5 of 9"), ("", "7个中的5个，9个中的9个")
    assert {one.written for one in differences(source, "en", target, "zh")} == {"5", "9"}


@pytest.mark.parametrize(
    ("english", "chinese", "kind"),
    [
        ("27 July", "7月28日", Kind.DATE),
        ("27 July 2022", "7月27日", Kind.DATE),
        ("twenty-seven countries", "二十八个国家", Kind.FIGURE),
        ("at 08:00", "09:00", Kind.TIME),
        ("08:00 CEST", "08:00 UTC", Kind.ZONE),
        ("French and Spanish", "法语和俄语", Kind.LANGUAGE),
        ("on Wednesday", "星期四", Kind.WEEKDAY),
        ("<https://example.org/a>", "<https://example.org/b>", Kind.LINK),
        ("<a@example.org>", "<b@example.org>", Kind.ADDRESS),
        ("2.5 million", "25万", Kind.FIGURE),
    ],
)
def test_what_differs_is_found_as_what_it_is(english: str, chinese: str, kind: Kind) -> None:
    assert {one.kind for one in differences(("", english), "en", ("", chinese), "zh")} == {kind}


@pytest.mark.parametrize(
    ("english", "other", "language"),
    [
        ("the environment", "окружающая среда", "ru"),
        ("a new library", "une neuf bibliothèque", "fr"),
        ("very important", "十分重要", "zh"),
        ("the French presidency", "法国担任主席", "zh"),
        ("once again", "una vez más", "es"),
        ("next time", "下一次", "zh"),
        (
            "see [the site](https://example.org/en/a)",
            "voir [le site](https://example.org/fr/a)",
            "fr",
        ),
        ("see https://fr.example.org/a", "ver https://es.example.org/a", "es"),
        ("for the first time", "pour la première fois", "fr"),
        ("12 per cent", "百分之十二", "zh"),
        ("from 6 July to 8 August 2022", "2022年7月6日至8月8日", "zh"),
    ],
)
def test_it_does_not_cry_wolf(english: str, other: str, language: str) -> None:
    assert differences(("", english), "en", ("", other), language) == []
