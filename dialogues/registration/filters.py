"""Which registrations of a session an organiser looks at, as the address of the page says."""

from dataclasses import dataclass, fields
from enum import StrEnum

from dialogues.registration.models import RegistrationStatus


class Sort(StrEnum):
    """The order of the list."""

    REGISTERED = "registered"
    NAME = "name"
    COUNTRY = "country"
    QUEUE = "queue"
    """Who waits for a seat in the order in which they get one; the others after them."""


@dataclass(frozen=True)
class Filter:
    """What is asked of a registration, all of it at once; an empty value asks for nothing."""

    status: tuple[str, ...] = (RegistrationStatus.CONFIRMED.value,)
    """Any of these; empty for all."""
    q: str = ""
    """Every word of it is part of the name, the organisation or the address."""
    listening: str = ""
    country: str = ""
    region: str = ""
    """A region of M49, by its English name, as ``countries.REGIONS`` has it."""
    countries: tuple[str, ...] = ()
    """The codes of its countries and areas."""
    category: str = ""
    attended: str = ""
    """``yes`` or ``no``."""
    mail: str = ""
    """``back`` for people whose mail comes back."""
    question: str = ""
    """``yes`` for who asked one."""
    needed: str = ""
    """``yes`` for who would have needed a language that is not offered, or its code."""

    def arguments(self) -> dict[str, str | list[str]]:
        """What an address says to mean this filter; only what differs from the plain one."""
        plain = Filter()
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) or [""] if isinstance(value, tuple) else value
            for name, value in said.items()
            if value != getattr(plain, name) and name != "countries"
        }
