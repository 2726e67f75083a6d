"""What words of one meaning have in common: without the endings of number and case.

As light as it can be without knowing the language: plurals of English, French and Spanish (after
D. Harman, "How effective is suffixing?", 1991), endings of Russian nouns and adjectives (after
L. Dolamic and J. Savoy, 2009), and of Arabic ones (after L. Larkey and others, "Light stemming",
2007). What is left need be no word, only the same for its forms.
"""

import re

_LATIN = re.compile(r"[a-z]{4,}")
_CYRILLIC = re.compile(r"[а-я]{4,}")
_ARABIC = re.compile(r"[\u0621-\u064a]{4,}")
_RUSSIAN_ENDINGS = (
    "иями ями ами ыми ими ого его ому ему иях иям ией ием ях ах их ых ям ам ов ев ей ой ый ий ом "
    "ым им ия ии ию ие ая яя ое ее ые ую юю ою ею ью а я о е ы и у ю й ь"
)
_RUSSIAN_ENDING = re.compile(f"(?<=...)(?:{'|'.join(_RUSSIAN_ENDINGS.split())})$")
"""Not -ем, in which системы and проблемы end where they are many, and little else."""

_ARABIC_ENDING = re.compile("(?<=...)[ءي]*(?:ها|ان|ات|ون|ين|ه)?[ءي]*$")


def stem(word: str) -> str:
    """A word, in small letters without accents, cut to what its forms have in common."""
    if _CYRILLIC.fullmatch(word):
        return _RUSSIAN_ENDING.sub("", word)
    if _ARABIC.fullmatch(word):
        return _ARABIC_ENDING.sub("", word, count=1)
    return _singular(word) if _LATIN.fullmatch(word) else word


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("ie") or (len(word) > 5 and word.endswith("e")):
        word = word[:-1]
    return f"{word[:-1]}i" if word.endswith("y") else word
