"""Names of the six languages in each other."""

from functools import cache

from babel import Locale


@cache
def language_name(code: str, language: str) -> str:
    """The name of a language in another, as CLDR writes it within a sentence."""
    return str(Locale.parse(language).languages[code])
