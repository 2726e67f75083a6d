"""How those whom a filter selects are spread: bars, each of which leads to those it counts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.registration.room import Room
from dialogues.web.addresses import current_language

Counts = list[tuple[str, int]]
"""Values and how often each occurs, the most frequent first."""
IN_SIGHT = 8
"""How many bars a chart shows before it sums the rest up."""


@dataclass(frozen=True)
class Bar:
    """A value: what it is called, how many have it, and the address of these."""

    label: str
    count: int
    path: str


@dataclass(frozen=True)
class Chart:
    """Bars, the longest first."""

    heading: str
    column: str
    bars: list[Bar]

    @property
    def in_sight(self) -> list[Bar]:
        """The longest ones: all, where no more than one would be left over."""
        return self.bars if len(self.bars) <= IN_SIGHT + 1 else self.bars[:IN_SIGHT]

    @property
    def rest(self) -> list[Bar]:
        """The others."""
        return self.bars[len(self.in_sight) :]

    @property
    def longest(self) -> int:
        """The greatest number that is drawn."""
        return max((*(bar.count for bar in self.in_sight), sum(bar.count for bar in self.rest), 1))


def charts_of(room: Room, languages: Counts, by_country: Counts, categories: Counts) -> list[Chart]:
    """By listening language, country, region and category."""
    language = current_language()

    def chart(
        heading: str, column: str, name: str, counts: Counts, label: Callable[[str], str]
    ) -> Chart:
        bars = [Bar(label(value), count, room.path(**{name: value})) for value, count in counts]
        return Chart(heading, column, bars)

    return [
        chart(
            *(_("By listening language"), _("Language"), "listening", languages),
            lambda code: language_name(code, language),
        ),
        chart(
            *(_("By country or area"), _("Country or area"), "country", by_country),
            lambda code: countries.name(code, language),
        ),
        chart(
            *(_("By region"), _("Region"), "region", by_region(by_country)),
            lambda region: countries.region_name(region, language),
        ),
        chart(
            *(_("By category"), _("Takes part as"), "category", categories),
            lambda category: str(CATEGORIES[Category(category)]),
        ),
    ]


def by_region(by_country: Iterable[tuple[str, int]]) -> Counts:
    """How many are from each region of M49, the most frequent first."""
    regions: Counter[str] = Counter()
    for code, count in by_country:
        regions[countries.region_of(code)] += count
    return regions.most_common()
