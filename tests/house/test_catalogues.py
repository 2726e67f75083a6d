"""Every sentence that a person sees exists in six languages, and every sentence is one that can."""

import inspect
import re
from html.parser import HTMLParser
from pathlib import Path

import flask_wtf.csrf
import pytest
import wtforms.fields
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir

from dialogues.languages.rules import LANGUAGES
from dialogues.web.retold import RETOLD
from tests.house import sentences, sources


def test_there_is_a_catalogue_for_every_language_but_that_of_the_sources() -> None:
    assert set(sentences.TRANSLATED) == set(LANGUAGES) - {"en"}
    assert len(sentences.in_sources()) > 20


@pytest.mark.parametrize("language", sentences.TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = sentences.catalogue(language)
    problems = [
        f"{place}: {_key(identity)!r} {problem}"
        for identity, place in sentences.in_sources().items()
        if (problem := sentences.problem(identity, catalogue.get(_key(identity)), language))
    ]
    assert not problems, "\n".join(problems)
    assert catalogue.num_plurals == sentences.PLURAL_FORMS[language]


@pytest.mark.parametrize("language", sentences.TRANSLATED)
def test_no_catalogue_holds_what_nobody_says_any_more(language: str) -> None:
    catalogue = sentences.catalogue(language)
    assert list(catalogue.obsolete) == []
    known = {_key(identity) for identity in sentences.in_sources()}
    assert [m.id for m in catalogue if m.id and _key(m.id) not in known] == []


def _key(identity: sentences.MessageId) -> str:
    return identity if isinstance(identity, str) else identity[0]


@pytest.mark.parametrize(
    ("identity", "message", "language", "problem"),
    [
        ("Seats", None, "fr", "is missing"),
        ("Seats", Message("Seats", ""), "fr", "is empty"),
        ("Seats", Message("Seats", "Places", flags=["fuzzy"]), "fr", "is fuzzy"),
        ("Dear %(name)s", Message("Dear %(name)s", "Bonjour"), "fr", "has the fields"),
        (("%(num)s seat", "%(num)s seats"), Message(("", ""), ("1", "2")), "ar", "has 2 forms"),
        (("%(num)s seat", "%(num)s seats"), Message(("", ""), ("une", "%(num)s")), "fr", None),
    ],
)
def test_the_check_itself_sees(
    identity: sentences.MessageId, message: Message | None, language: str, problem: str | None
) -> None:
    found = sentences.problem(identity, message, language)
    assert found is None if problem is None else str(found).startswith(problem)


def test_what_the_form_library_says_is_retold_in_our_words() -> None:
    """Its own translations lack languages; whatever its fields can say, the table has."""
    fields = Path(inspect.getfile(wtforms.fields)).parent
    said: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(str(fields)):
        said |= {message} if isinstance(message, str) else set(message)
    said -= {"Choices cannot be None."}  # to the programmer, as an exception
    said |= set(re.findall(r'ValidationError\("([^"]+)"', inspect.getsource(flask_wtf.csrf)))
    assert said - RETOLD.keys() == set()
    assert len(said) > 12
    assert {*RETOLD.values()} <= sentences.in_sources().keys()


@pytest.mark.parametrize(
    "template", [*sources.templates(mail=False), *sources.templates(mail=True)], ids=sources.name
)
def test_templates_say_nothing_outside_of_the_catalogues(template: Path) -> None:
    assert literal_text(template.read_text(encoding="utf-8"), template.suffix) == []


# What is the same in all languages, and never translated.
SAME_IN_ALL = {"UTC", "CSV", "JSON", "XLSX", "HTML", ".ics", "UN", "FAO"}


def literal_text(source: str, suffix: str) -> list[str]:
    for pattern in (
        r"{#.*?#}",
        r"{%-?\s*trans\b.*?%}.*?{%-?\s*endtrans\s*-?%}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        source = re.sub(pattern, " ", source, flags=re.DOTALL)
    texts = [source]
    if suffix == ".html":
        reader = _Texts()
        reader.feed(source)
        texts = reader.texts
    return [
        text.strip()
        for text in texts
        if re.search(r"(?<![-\w])[^\W\d_]{2}", " ".join(set(text.split()) - SAME_IN_ALL))
    ]


class _Texts(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    SEEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "label")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "code"):
            self.inside.append(tag)
        self.texts += [value for name, value in attrs if name in self.SEEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.texts.append(data)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Register</p>", ["Register"]),
        ('<p title="Register">{{ _("Register") }} – UTC</p>', ["Register"]),
        ("<p>{% trans n=1 %}Seat{% pluralize %}Seats{% endtrans %} {# why #}</p>", []),
    ],
)
def test_the_reader_of_templates_sees(source: str, found: list[str]) -> None:
    assert literal_text(source, ".html") == found
