"""The sentences of code and templates, and the catalogues that translate them."""

import re
from configparser import ConfigParser
from functools import cache
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from tests.house.sources import PACKAGE, ROOT, TEMPLATES

CATALOGUES = PACKAGE / "languages" / "catalogues"
TRANSLATED = ("ar", "zh", "fr", "ru", "es")
PLURAL_FORMS = {"ar": 6, "zh": 1, "fr": 2, "ru": 3, "es": 2}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "N_": None}
NUMBERS = {"num", "count", "n"}

MessageId = str | tuple[str, ...]


def in_folder(folder: Path) -> dict[MessageId, str]:
    """Every sentence under ``folder``, with one place where it stands."""
    methods, options = _mapping()
    found = extract_from_dir(str(folder), methods, options, KEYWORDS, strip_comment_tags=True)
    return {
        message: f"{folder.joinpath(file).relative_to(ROOT)}:{line}"
        for file, line, message, _comments, _context in found
    }


@cache
def in_sources() -> dict[MessageId, str]:
    """Every sentence of the project."""
    return in_folder(PACKAGE) | in_folder(TEMPLATES)


@cache
def _mapping() -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    parser = ConfigParser()
    parser.read(PACKAGE / "languages" / "babel.cfg")
    methods, options = [], {}
    for section in parser.sections():
        method, pattern = section.split(":")
        methods.append((pattern.strip(), method.strip()))
        options[pattern.strip()] = dict(parser[section])
    return methods, options


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language; empty where there is none yet."""
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as handle:
        return pofile.read_po(handle, locale=language)


def problem(identity: MessageId, message: Message | None, language: str) -> str | None:
    """What is wrong with the translation of one sentence, if something is."""
    if message is None:
        return "is missing"
    if message.fuzzy:
        return "is fuzzy"
    originals = (identity,) if isinstance(identity, str) else identity
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    expected = 1 if isinstance(identity, str) else PLURAL_FORMS[language]
    if len(strings) != expected:
        return f"has {len(strings)} forms instead of {expected}"
    if not all(string and string.strip() for string in strings):
        return "is empty"
    wanted = set().union(*map(fields, originals))
    optional = NUMBERS if expected > 1 else set()
    for string in strings:
        if not wanted - optional <= fields(string) <= wanted:
            return f"has the fields {sorted(fields(string))} instead of {sorted(wanted)}"
    return None


def fields(text: str) -> set[str]:
    """The names that are filled in, each as often as it stands; a bare % sign is a field, too."""
    return set(re.findall(r"%\((\w+)\)[sd]", text)) | set(re.findall(r"%(?!\(\w+\)[sd])", text))
