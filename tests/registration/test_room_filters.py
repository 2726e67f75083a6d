"""The filter of a room against a plain predicate, whatever its conditions, on both databases."""

import datetime as dt
import itertools
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from dialogues.database import db
from dialogues.languages import countries
from dialogues.people.rules import Category
from dialogues.registration import room_queries
from dialogues.registration.filtering import filter_of
from dialogues.registration.filters import Filter, Sort
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_participant, a_registration, a_session

NAMES = ("Amina Diop", "Ámina 100%", "李明", "محمد_الأمين", "ANNA \\ Petrova")
WORDS = ("", "amina", "AMINA diop", "100%", "_", "\\", "明", "ministry anna", "nobody")
STATUSES = tuple(status.value for status in RegistrationStatus)


def filters() -> st.SearchStrategy[Filter]:
    region = st.sampled_from(["", "", *countries.REGIONS])
    return st.builds(
        lambda region, **fields: Filter(
            **fields, region=region, countries=countries.in_region(region) if region else ()
        ),
        region=region,
        status=st.lists(st.sampled_from(STATUSES), unique=True).map(tuple),
        q=st.sampled_from(WORDS),
        listening=st.sampled_from(["", "", "", "en", "zh"]),
        country=st.sampled_from(["", "", "", "SN", "CN"]),
        category=st.sampled_from(["", "", *[category.value for category in Category][:2]]),
        attended=st.sampled_from(["", "", "yes", "no"]),
        mail=st.sampled_from(["", "", "back"]),
        question=st.sampled_from(["", "", "yes"]),
        needed=st.sampled_from(["", "", "", "yes", "pt", "sw"]),
    )


def is_wanted(one: Registration, wanted: Filter) -> bool:
    return (
        (not wanted.status or one.status.value in wanted.status)
        and all(word in plain(found_in(one)) for word in plain(wanted.q).split())
        and wanted.listening in ("", one.listening_language)
        and wanted.country in ("", one.country)
        and wanted.region in ("", countries.region_of(one.country))
        and wanted.category in ("", one.category.value)
        and wanted.attended in ("", "yes" if one.attended_at else "no")
        and (not wanted.mail or one.participant.undeliverable_at is not None)
        and (not wanted.question or one.question is not None)
        and wanted.needed in ("", one.needed_language, "yes" if one.needed_language else "no")
    )


def found_in(one: Registration) -> str:
    return f"{one.name} {one.organisation or ''} {one.participant.email}"


def plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words)
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()


def people() -> list[Registration]:
    """Of every status and kind, not in the order of their names; and one of another session."""
    session, now = a_session(), clock.now()
    kinds = itertools.product(RegistrationStatus, NAMES, ("SN", "CN", "FR"))
    registrations = [
        a_registration(
            session,
            participant=a_participant(undeliverable_at=now if number % 5 == 0 else None),
            name=name,
            status=status,
            country=country,
            category=list(Category)[number % 3],
            listening_language=("en", "zh", "ru")[number % 3],
            organisation="Ministry" if number % 2 else None,
            attended_at=now if number % 4 == 0 else None,
            question="Why?" if number % 7 == 0 else None,
            needed_language=(None, None, "pt", "sw")[number % 4],
            queue_number=1000 - number if status is RegistrationStatus.WAITLISTED else None,
            created_at=now + dt.timedelta(seconds=number),
        )
        for number, (status, name, country) in enumerate(kinds)
    ]
    a_registration(name=NAMES[0])
    return registrations


@pytest.mark.databases
def test_a_filter_selects_counts_and_pages_what_its_conditions_say(app: DialoguesApp) -> None:
    everybody = people()
    session_id = everybody[0].session_id

    @settings(max_examples=60)
    @example(wanted=Filter(status=(), q="_"))
    @example(wanted=Filter(status=(), q="100%"))
    @example(wanted=Filter(status=(), q="\\"))
    @example(wanted=Filter(status=(), q="AMINA diop"))
    @given(wanted=filters())
    def selects(wanted: Filter) -> None:
        expected = [one for one in everybody if is_wanted(one, wanted)]
        selected = db.session.scalars(room_queries.selected(session_id, wanted)).all()
        assert list(selected) == expected
        assert room_queries.count_of(session_id, wanted) == len(expected)
        figures = room_queries.figures(session_id, wanted)
        assert figures.of(*wanted.status) == len(expected)
        by_country = dict(room_queries.counts_by(session_id, wanted, Registration.country))
        assert sum(by_country.values()) == len(expected)
        assert paged(session_id, wanted, [*by_country]) == expected

    selects()


def paged(session_id: int, wanted: Filter, present: Sequence[str]) -> list[Registration]:
    found: list[Registration] = []
    for number in itertools.count(1):
        page = room_queries.page_of_selected(
            session_id, wanted, Sort.REGISTERED, present, 7, number
        )
        found += page.items
        if not page.has_more:
            return found
    raise AssertionError("unreachable")


@given(wanted=filters())
def test_an_address_says_the_filter_that_it_was_made_of(wanted: Filter) -> None:
    read = filter_of(MultiDict(wanted.arguments()))
    in_order = tuple(status for status in STATUSES if status in wanted.status)
    assert read == Filter(**{**vars(wanted), "status": in_order})


@pytest.mark.databases
@pytest.mark.parametrize("sort", Sort)
def test_every_order_lists_everybody_once(sort: Sort, app: DialoguesApp) -> None:
    everybody, countries_in_order = people(), ["CN", "SN", "FR"]
    page = room_queries.page_of_selected(
        everybody[0].session_id, Filter(status=()), sort, countries_in_order, 100, 1
    )
    assert {one.id for one in page.items} == {one.id for one in everybody}
    assert len(page.items) == len(everybody)
    keys = [
        {
            Sort.REGISTERED: one.id,
            Sort.NAME: 0,  # each database has its own alphabet
            Sort.COUNTRY: countries_in_order.index(one.country),
            Sort.QUEUE: one.queue_number or 10_000,
        }[sort]
        for one in page.items
    ]
    assert keys == sorted(keys)
