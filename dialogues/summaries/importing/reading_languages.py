"""In which of the six languages a text is written, by its script and its commonest words."""

import re
from collections import Counter

_COMMON = {
    "ar": "في من على إلى عن أن التي الذي هذه هذا مع وقد كما بين أو ما",
    "en": "the of and to in that for with is are was on as by they this be",
    "fr": "le la les des et de du que dans pour une sur avec est sont par aux",
    "ru": "и в на с что по для не из к о от их как это также",
    "es": "el la los las de y que en del para una con por es son se al",
}
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_COMMON_HAN = re.compile("[的是在和了有国会对为与之这中]")
_LEAST_SHARE = 0.08
"""Of all words (or Chinese characters), how many are among the commonest, at the least."""


def language_of(text: str) -> str | None:
    """The code of the language of a text, or None where it cannot be told."""
    words = Counter(word.casefold() for word in _WORD.findall(text))
    letters = sum(len(word) * count for word, count in words.items())
    han = len(_HAN.findall(text))
    if han * 2 > letters:
        return "zh" if len(_COMMON_HAN.findall(text)) >= han * _LEAST_SHARE / 2 else None
    shares = {
        code: sum(words[word] for word in common.split()) / max(1, words.total())
        for code, common in _COMMON.items()
    }
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= _LEAST_SHARE else None
