"""Names of the six languages in each other."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.lists import format_list

from dialogues.languages.rules import cldr_locale


@cache
def language_name(code: str, language: str) -> str:
    """The name of a language in another, as CLDR writes it within a sentence."""
    return str(Locale.parse(language).languages[code])


def language_list(codes: Iterable[str], language: str) -> str:
    """Names of languages in a row, such as "Chinese, Russian and Arabic"."""
    names = [language_name(code, language) for code in codes]
    return format_list(names, locale=cldr_locale(language))
