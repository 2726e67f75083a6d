"""From which network a visitor comes: behind as many proxies as are trusted, and no more."""

import dataclasses
from ipaddress import IPv6Address

import pytest
from flask import Response
from flask.testing import FlaskClient

from dialogues.app import create_app
from dialogues.config import Settings, UnsafeConfiguration
from dialogues.web.networks import network_of, visitors_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        (" 192.0.2.77 ", "192.0.2.0/24"),
        ("192.0.2.77:52814", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        (f"[{IPv6Address('::ffff:192.0.2.77').exploded}]:443", "192.0.2.0/24"),
        ("2001:db8:7:ffff::1", "2001:db8:7::/48"),
        ("[2001:DB8:7::1]:443", "2001:db8:7::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("192.0.2.256", "unknown"),
        ("192.0.2.1\0", "unknown"),
        ("[", "unknown"),
    ],
)
def test_an_address_belongs_to_the_network_of_its_organisation(address: str, network: str) -> None:
    assert network_of(address) == network


def _network_told(settings: Settings, proxies: int, *headers: str) -> str:
    app = create_app(dataclasses.replace(settings, trusted_proxies=proxies))
    app.add_url_rule("/test-network", view_func=lambda: visitors_network())
    told = [("X-Forwarded-For", header) for header in headers]
    client = FlaskClient(app, Response)
    return client.get("/test-network", headers=told, environ_base={"REMOTE_ADDR": "10.0.0.1"}).text


@pytest.mark.parametrize(
    ("proxies", "headers", "network"),
    [
        (0, ["192.0.2.1"], "10.0.0.0/24"),
        (1, [], "10.0.0.0/24"),
        (1, ["192.0.2.1"], "192.0.2.0/24"),
        (1, ["203.0.113.9, 192.0.2.1"], "192.0.2.0/24"),
        (1, ["203.0.113.9", "192.0.2.1"], "192.0.2.0/24"),
        (2, ["203.0.113.9, 192.0.2.1, 10.0.0.2"], "192.0.2.0/24"),
        (2, ["192.0.2.1"], "10.0.0.0/24"),
        (1, ["203.0.113.9, what"], "unknown"),
    ],
)
def test_what_a_visitor_writes_into_the_header_counts_for_nothing(
    settings: Settings, proxies: int, headers: list[str], network: str
) -> None:
    assert _network_told(settings, proxies, *headers) == network


@pytest.mark.parametrize("typed", ["-1", "10", "one", "1.5", "٣"])
def test_a_number_of_proxies_is_a_small_number(typed: str) -> None:
    assert Settings.from_environment({"DIALOGUES_TRUSTED_PROXIES": "2"}).trusted_proxies == 2
    assert Settings.from_environment({}).trusted_proxies == 0
    with pytest.raises(UnsafeConfiguration, match="DIALOGUES_TRUSTED_PROXIES"):
        Settings.from_environment({"DIALOGUES_TRUSTED_PROXIES": typed})
