"""The languages that somebody may say they need: those of CLDR that people speak today."""

from collections.abc import Iterable
from functools import cache

from babel import Locale

from dialogues.languages.countries import looked_up
from dialogues.languages.rules import LANGUAGES

# Of what CLDR names with two letters: made up, dead, or another name of one in the list.
_NOT_ASKED_FOR = "ae cu eo ia ie io la nb nn pi sa sh tl tw vo"
# Of the hundreds with three letters, those that are official somewhere or have many speakers.
_WITH_THREE = (
    "bem bho ceb ckb crs fil fon gil hil ilo kab kea kmb kok lua luy mai mfe mni mos niu nso "
    "pap pau pcm pis quc sat swb tet tkl tpi tum tvl tzm umb vmw wal yue zgh"
)


@cache
def codes() -> frozenset[str]:
    """Their BCP 47 codes; CLDR names each in all six languages."""
    named = frozenset.intersection(*(frozenset(_names(language)) for language in LANGUAGES))
    two = {code for code in named if len(code) == 2}
    return frozenset(two - {*_NOT_ASKED_FOR.split()} | {*_WITH_THREE.split()} & named)


@cache
def sorted_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name: the six of the United Nations, then all as readers look them up."""
    names = _names(language)
    others = sorted(codes() - {*LANGUAGES}, key=lambda code: looked_up(names[code], language))
    return tuple((code, names[code]) for code in (*LANGUAGES, *others))


def _names(language: str) -> dict[str, str]:
    names: Iterable[tuple[str, str]] = Locale.parse(language).languages.items()
    return dict(names)
