"""Reading a filter out of an address."""

from collections.abc import Iterable
from typing import Protocol

from dialogues.languages import countries, spoken
from dialogues.languages.rules import LANGUAGES
from dialogues.people.rules import Category
from dialogues.registration.filters import Filter, Sort
from dialogues.registration.models import RegistrationStatus
from dialogues.support.texts import search_words


class Arguments(Protocol):
    """The arguments of an address, such as ``request.args``."""

    def get(self, key: str, default: str) -> str:
        """The first value of a key, or ``default``."""

    def getlist(self, key: str) -> list[str]:
        """All values of a key."""


def filter_of(arguments: Arguments) -> Filter:
    """The filter that an address means; what it does not know of, it passes over."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = arguments.get(name, "")
        return value if value in known else ""

    asked = arguments.getlist("status")
    statuses = tuple(status.value for status in RegistrationStatus if status.value in asked)
    region = one_of("region", countries.REGIONS)
    return Filter(
        status=statuses if asked else Filter.status,
        q=search_words(arguments.get("q", "")),
        listening=one_of("listening", LANGUAGES),
        country=one_of("country", countries.all_codes()),
        region=region,
        countries=countries.in_region(region) if region else (),
        category=one_of("category", [category.value for category in Category]),
        attended=one_of("attended", ("yes", "no")),
        mail=one_of("mail", ("back",)),
        question=one_of("question", ("yes",)),
        needed=one_of("needed", ("yes", *spoken.codes())),
    )


def plain_sort(wanted: Filter) -> Sort:
    """The order that goes without saying: who waits as they wait, the others as they came."""
    is_queue = wanted.status == (RegistrationStatus.WAITLISTED.value,)
    return Sort.QUEUE if is_queue else Sort.REGISTERED


def sort_of(arguments: Arguments, wanted: Filter) -> Sort:
    """The order that an address means."""
    asked = arguments.get("sort", "")
    return Sort(asked) if asked in tuple(Sort) else plain_sort(wanted)
