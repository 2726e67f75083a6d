"""Countries and areas: complete in six languages, by the names that the United Nations use."""

import pytest

from dialogues.languages import countries
from dialogues.languages.rules import LANGUAGES
from dialogues.support import zones


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_of_its_own(language: str) -> None:
    names = [countries.name(code, language) for code in countries.all_codes()]

    assert len(names) == 247
    assert all(names)
    assert len(set(names)) == 247


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("TR", "fr", "Türkiye"),
        ("CD", "en", "Democratic Republic of the Congo"),
        ("KP", "zh", "朝鲜民主主义人民共和国"),
        ("PS", "es", "Estado de Palestina"),
        ("BY", "fr", "Bélarus"),
        ("RU", "ar", "الاتحاد الروسي"),
        ("KG", "ru", "Кыргызстан"),
        ("FK", "en", "Falkland Islands (Malvinas)"),
        ("SN", "fr", "Sénégal"),
    ],
)
def test_names_are_those_of_the_united_nations(code: str, language: str, expected: str) -> None:
    assert countries.name(code, language) == expected


def test_what_m49_does_not_list_has_no_name() -> None:
    with pytest.raises(KeyError):
        countries.name("ZZ", "en")


def _order(language: str, *codes: str) -> list[str]:
    return [code for code, _name in countries.sorted_choices(language) if code in codes]


def test_accents_do_not_move_names_to_the_end() -> None:
    assert _order("fr", "EG", "SV", "ES", "ZW") == ["EG", "SV", "ES", "ZW"]
    assert _order("en", "AX", "AL", "AF") == ["AF", "AX", "AL"]


def test_arabic_names_are_ordered_without_the_article() -> None:
    assert _order("ar", "AR", "JO", "AM", "BR", "YE") == ["AR", "JO", "AM", "BR", "YE"]


def test_chinese_names_are_ordered_by_pinyin() -> None:
    assert _order("zh", "CN", "NR", "FJ", "AF", "FR") == ["AF", "FR", "FJ", "NR", "CN"]


def test_russian_short_i_follows_i() -> None:
    assert _order("ru", "IS", "YE", "KE") == ["IS", "YE", "KE"]


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("RU", "Europe/Moscow"),
        ("AU", "Australia/Sydney"),
        ("BR", "America/Sao_Paulo"),
        ("CA", "America/Toronto"),
        ("US", "America/New_York"),
        ("ID", "Asia/Jakarta"),
        ("KZ", "Asia/Almaty"),
        ("MX", "America/Mexico_City"),
        ("UA", "Europe/Kyiv"),
        ("SN", "Africa/Dakar"),
    ],
)
def test_the_main_zone_is_where_most_people_or_the_capital_are(code: str, zone: str) -> None:
    assert countries.main_zone(code) == zone


def test_every_country_has_a_zone_that_exists() -> None:
    assert [
        code for code in countries.all_codes() if not zones.is_known(countries.main_zone(code))
    ] == []
