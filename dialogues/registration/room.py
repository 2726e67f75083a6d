"""What an organiser looks at in a session's room: its addresses, tabs and conditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.languages.rules import LANGUAGES
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.registration.filtering import filter_of, plain_sort, sort_of
from dialogues.registration.filters import Filter, Sort
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.room_queries import Figures
from dialogues.web.addresses import current_language

TABS = {
    (RegistrationStatus.CONFIRMED.value,): _l("Registered"),
    (RegistrationStatus.WAITLISTED.value,): _l("Waiting"),
    (RegistrationStatus.PENDING.value,): _l("Awaiting approval"),
    (RegistrationStatus.CANCELLED.value,): _l("Cancelled"),
    (): _l("All"),
}
STATUSES = {
    RegistrationStatus.CONFIRMED: _l("Has a seat"),
    RegistrationStatus.WAITLISTED: _l("Waits for a seat"),
    RegistrationStatus.PENDING: _l("Awaits approval"),
    RegistrationStatus.CANCELLED: _l("Cancelled"),
}
SORTS = {
    Sort.REGISTERED: _l("Time of registration"),
    Sort.NAME: _l("Name"),
    Sort.COUNTRY: _l("Country or area"),
    Sort.QUEUE: _l("Place in the queue"),
}
ATTENDED = {"yes": _l("Is here"), "no": _l("Not here yet")}
MAIL = {"back": _l("Mail comes back")}
QUESTION = {"yes": _l("Asked a question")}
NEEDED = {"yes": _l("Needs a language that is not offered")}


@dataclass(frozen=True)
class Tab:
    """The registrations of a status, among those that the other conditions select."""

    label: str
    count: int
    path: str
    is_open: bool


@dataclass(frozen=True)
class Condition:
    """One thing that is asked of registrations, and the address without it."""

    name: str
    label: str
    path: str


@dataclass(frozen=True)
class Room:
    """A session, and which of its registrations are looked at in which order."""

    session: DialogueSession
    wanted: Filter
    sort: Sort

    @property
    def arguments(self) -> dict[str, Any]:
        """What the address says beside the session; without the page of the list."""
        is_plain = self.sort is plain_sort(self.wanted)
        order = {} if is_plain else {"sort": self.sort.value}
        return {**self.wanted.arguments(), **order}

    def path(self, **otherwise: Any) -> str:
        """The address of the room, with some conditions otherwise; their first page."""
        there = replace(self, wanted=replace(self.wanted, **otherwise))
        return url_for(
            "registration_office.session", public_id=self.session.public_id, **there.arguments
        )

    def tabs(self, figures: Figures) -> list[Tab]:
        """The statuses, with how many of each the other conditions select."""
        return [
            Tab(
                str(label),
                figures.of(*status),
                self.path(status=status),
                is_open=status == self.wanted.status,
            )
            for status, label in TABS.items()
        ]

    @property
    def conditions(self) -> list[Condition]:
        """What is asked of registrations beside their status."""
        return [
            Condition(name, label, self.path(**{name: ""})) for name, label in self._conditions()
        ]

    def _conditions(self) -> Iterator[tuple[str, str]]:
        wanted, language = self.wanted, current_language()
        if wanted.q:
            yield "q", _("Found by: %(words)s", words=wanted.q)
        if wanted.listening:
            name = language_name(wanted.listening, language)
            yield "listening", _("Listens in: %(language)s", language=name)
        if wanted.country:
            yield "country", countries.name(wanted.country, language)
        if wanted.region:
            yield "region", countries.region_name(wanted.region, language)
        if wanted.category:
            yield "category", str(CATEGORIES[Category(wanted.category)])
        for name, choices in (
            ("attended", ATTENDED),
            ("mail", MAIL),
            ("question", QUESTION),
        ):
            if value := getattr(wanted, name):
                yield name, str(choices[value])
        if wanted.needed:
            yield "needed", _needed(wanted.needed)


def _needed(code: str) -> str:
    """The condition that a code of :attr:`Filter.needed` stands for."""
    if code in NEEDED:
        return str(NEEDED[code])
    return str(_("Needs: %(language)s", language=language_name(code, current_language())))


@dataclass(frozen=True)
class Select:
    """A list to choose a condition from: the first choice asks for nothing."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def selects(room: Room) -> list[Select]:
    """The conditions that few values have; countries are a list of their own."""
    language = current_language()

    def one(name: str, label: str, options: Iterable[tuple[str, object]]) -> Select:
        named = [(value, str(text)) for value, text in options]
        return Select(name, label, named, getattr(room.wanted, name))

    listening = [(code, language_name(code, language)) for code in LANGUAGES]
    regions = [(region, countries.region_name(region, language)) for region in countries.REGIONS]
    codes = dict.fromkeys(filter(None, (*NEEDED, room.wanted.needed)))
    needed = [(code, _needed(code)) for code in codes]
    return [
        one("listening", _("Listens in"), listening),
        one("region", _("Region"), regions),
        one("category", _("Takes part as"), CATEGORIES.items()),
        one("attended", _("At the meeting"), ATTENDED.items()),
        one("mail", _("Mail"), MAIL.items()),
        one("question", _("Question"), QUESTION.items()),
        one("needed", _("Language"), needed),
    ]


def room_of(session: DialogueSession) -> Room:
    """The room of a session as the address of the request asks for it."""
    wanted = filter_of(request.args)
    return Room(session, wanted, sort_of(request.args, wanted))
