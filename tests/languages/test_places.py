"""Cities found by what people call them, in any of the six languages."""

import pytest

from dialogues.languages import places
from dialogues.languages.rules import LANGUAGES
from dialogues.support import zones


@pytest.mark.parametrize(
    ("query", "zone"),
    [
        ("Nairobi", "Africa/Nairobi"),
        ("نيروبي", "Africa/Nairobi"),
        ("Кения", "Africa/Nairobi"),
        ("罗马", "Europe/Rome"),
        ("GENEVE", "Europe/Zurich"),
        ("القاهره", "Africa/Cairo"),
        ("são paulo", "America/Sao_Paulo"),
        ("sao PAULO", "America/Sao_Paulo"),
        ("Ho Chi Minh", "Asia/Ho_Chi_Minh"),
        ("Côte d'Ivoire", "Africa/Abidjan"),
        ("ottawa", "America/Toronto"),
        ("utc", "UTC"),
    ],
)
def test_a_city_is_found_by_its_name_or_its_countrys(query: str, zone: str) -> None:
    assert places.find(query, "en")[0].zone == zone


def test_cities_come_before_countries_of_the_same_name() -> None:
    assert [place.name for place in places.find("mexico", "en")][:2] == [
        "Mexico City (Mexico)",
        "Bahía de Banderas (Mexico)",
    ]


@pytest.mark.parametrize("query", ["", "   ", "%%%", "Atlantis"])
def test_what_names_no_place_finds_none(query: str) -> None:
    assert places.find(query, "en") == []


def test_a_letter_finds_no_more_than_fit_a_page() -> None:
    assert len(places.find("a", "en")) == places.MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_offices_of_the_united_nations_are_named_in_every_language(language: str) -> None:
    offices = places.well_known(language)

    assert len({place.name for place in offices}) == 9
    assert all(zones.is_known(place.zone) for place in offices)
