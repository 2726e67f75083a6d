"""Which changes somebody looks for in the log, as the address of the page says."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Protocol

from dialogues.support.texts import search_words


class Arguments(Protocol):
    """The arguments of an address, such as ``request.args``."""

    def get(self, key: str, default: str, /) -> str:
        """The first value of a key."""


@dataclass(frozen=True)
class LogFilter:
    """What is asked of a change, all of it at once; an empty value asks for nothing."""

    who: str = ""
    """An actor, as changes name it: ``staff:<id>``, ``registrant`` or ``system``."""
    what: str = ""
    """A kind of subject, or a kind and a verb: ``registration:cancel``."""
    since: str = ""
    """The first day, as ``2027-07-27``, on the clocks that the page shows."""
    until: str = ""
    """The last day."""
    q: str = ""
    """Finds subjects by what they are called, and changes by their values."""

    @property
    def kind(self) -> str:
        """The kind of subject; empty for all."""
        return self.what.partition(":")[0]

    @property
    def verb(self) -> str:
        """The verb; empty for all."""
        return self.what.partition(":")[2]

    def arguments(self) -> dict[str, str]:
        """What an address says to mean this filter."""
        return {name: value for name, value in asdict(self).items() if value}


def filter_of(arguments: Arguments) -> LogFilter:
    """The filter that an address means; a day that is none is passed over."""
    return LogFilter(
        who=arguments.get("who", ""),
        what=arguments.get("what", ""),
        since=_day(arguments.get("since", "")),
        until=_day(arguments.get("until", "")),
        q=search_words(arguments.get("q", "")),
    )


def _day(typed: str) -> str:
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        return ""
    return day.isoformat() if 1970 <= day.year <= 9000 else ""
