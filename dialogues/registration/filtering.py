"""Reading a filter out of an address."""

from collections.abc import Iterable
from typing import Protocol

from dialogues.languages import countries
from dialogues.languages.rules import LANGUAGES
from dialogues.people.rules import Category
from dialogues.registration.filters import Filter
from dialogues.registration.models import RegistrationStatus
from dialogues.support.texts import one_line

LONGEST_SEARCH = 100


class Arguments(Protocol):
    """The arguments of an address, such as ``request.args``."""

    def get(self, key: str, default: str = "") -> str:
        """The first value of a key."""

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
        q=one_line(arguments.get("q", ""))[:LONGEST_SEARCH],
        listening=one_of("listening", LANGUAGES),
        country=one_of("country", countries.all_codes()),
        region=region,
        countries=countries.in_region(region) if region else (),
        category=one_of("category", [category.value for category in Category]),
        attended=one_of("attended", ("yes", "no")),
        mail=one_of("mail", ("back",)),
        question=one_of("question", ("yes",)),
        needed=one_of("needed", ("yes",)),
    )
