"""The six languages: order, own names, direction."""

from collections.abc import Iterable

LANGUAGES: tuple[str, ...] = ("ar", "zh", "en", "fr", "ru", "es")
"""BCP 47 codes in the order of the United Nations."""

ENDONYMS: dict[str, str] = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


_COMMAS = {"ar": "، ", "zh": "，"}


def in_a_row(parts: Iterable[str], language: str) -> str:
    """Parts of a line with a language's commas between."""
    return _COMMAS.get(language, ", ").join(parts)


def listed(parts: Iterable[str], language: str) -> str:
    """Several of a kind, with a language's marks between; Chinese has its own (GB/T 15834)."""
    return "、".join(parts) if language == "zh" else in_a_row(parts, language)


def one_after_another(sentences: Iterable[str], language: str) -> str:
    """Whole sentences as a paragraph: Chinese sets no spaces between them."""
    return ("" if language == "zh" else " ").join(sentences)


def set_apart(words: str) -> str:
    """Words of any language within a sentence: neither turns the other's order about (UAX 9)."""
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"


def cldr_locale(language: str) -> str:
    """The CLDR locale of a language as the United Nations writes it: British for English."""
    return "en_GB" if language == "en" else language


def direction(language: str) -> str:
    """The HTML ``dir`` of a language."""
    return "rtl" if language == "ar" else "ltr"
