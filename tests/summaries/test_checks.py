"""Figures, dates and links of a note in six languages: what differs is found, and nothing else."""

import os
import random
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from dialogues.config import ROOT
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.stated import Kind, Stated, lacking
from dialogues.summaries.statements import statements

NOTE = ROOT / "dialogues" / "demonstration" / "notes"
MUTATIONS = 300
FIGURE = re.compile(r"\d+")
LINK = re.compile(r"https?://[^)\s]+|(?<=mailto:)[^)\s]+")
MONTHS = {
    "ar": ("حزيران/يونيو", "آذار/مارس", "تشرين الثاني/نوفمبر"),
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
    here, there = statements(*one, language), statements(*other, other_language)
    return [*lacking(here, there), *lacking(there, here)]


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


SAME = {
    "date": {
        "en": "on 27 July 2022",
        "fr": "le 27 juillet 2022",
        "es": "el 27 de julio de 2022",
        "ru": "27 июля 2022 года",
        "zh": "2022年7月27日",
        "ar": "في ٢٧ تموز/يوليو ٢٠٢٢",
    },
    "days": {
        "en": "from 3 to 5 July 2023",
        "fr": "du 3 au 5 juillet 2023",
        "es": "del 3 al 5 de julio de 2023",
        "ru": "3–5 июля 2023 года",
        "zh": "2023年7月3日至5日",
        "ar": "من 3 إلى 5 تموز/يوليو 2023",
    },
    "hours": {
        "en": "08:00-9:30 CEST",
        "fr": "8 h – 9 h 30 (heure d’été d’Europe centrale)",
        "es": "08.00 a 09.30 horas (HAEC)",
        "ru": "с 08:00 до 09:30 по центральноевропейскому летнему времени",
        "zh": "中欧夏令时08:00至9:30",
        "ar": "٠٨:٠٠ إلى ٠٩:٣٠ بتوقيت وسط أوروبا الصيفي",
    },
    "afternoon": {
        "en": "4 p.m.",
        "fr": "16 h",
        "es": "4 p. m.",
        "ru": "16:00",
        "zh": "下午4时",
        "ar": "الساعة 4 مساء",
    },
    "figure": {
        "en": "twenty-seven countries",
        "fr": "vingt-sept pays",
        "es": "veintisiete países",
        "ru": "двадцать семь стран",
        "zh": "二十七个国家",
        "ar": "٢٧ بلدا",
    },
    "large": {
        "en": "2.5 million people and 1,200 schools",
        "fr": "2,5 millions de personnes et 1 200 écoles",
        "es": "2,5 millones de personas y 1.200 escuelas",
        "ru": "2,5 млн человек и 1 200 школ",
        "zh": "250万人和1 200所学校",
        "ar": "٢٫٥ مليون شخص و١٬٢٠٠ مدرسة",
    },
    "languages": {
        "en": "in English, with Chinese, Russian and Arabic",
        "fr": "en anglais, avec le chinois, le russe et l’arabe",
        "es": "en inglés, con chino, ruso y árabe",
        "ru": "на английском языке с переводом на китайский, русский и арабский",
        "zh": "英语，配备中文、俄语和阿拉伯语口译",
        "ar": "بالإنجليزية مع الصينية والروسية والعربية",
    },
    "two": {"en": "in 2 sessions", "fr": "deux sessions", "zh": "两场", "ar": "في جلستين"},
}


@pytest.mark.parametrize("what", SAME)
def test_the_same_said_in_six_languages_is_the_same(what: str) -> None:
    said = SAME[what]
    for one, other in pairwise([*said, *said]):
        assert differences(("", said[one]), one, ("", said[other]), other) == [], (one, other)


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
