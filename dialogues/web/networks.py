"""From which network a visitor comes."""

import ipaddress

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

UNKNOWN = "unknown"
_IPV4_PREFIX = 24
"""The smallest block that is routed on the internet: what one organisation has, at least."""
_IPV6_PREFIX = 48
"""What one site is given (RFC 6177); counted by less, it would have 65,536 networks of its own."""


def connect(app: Flask, trusted_proxies: int) -> None:
    """Read the visitor's address behind ``trusted_proxies`` proxies, each of which adds its caller.

    What the header says beyond those, the visitor has written: it counts for nothing.
    """
    if trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=trusted_proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )


def visitors_network() -> str:
    """The network of this request's visitor."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 address, one and the same for what is neither.

    An IPv4 address that is written as an IPv6 one is what it is.
    """
    try:
        ip = ipaddress.ip_address(_bare(address))
    except ValueError:
        return UNKNOWN
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    prefix = _IPV4_PREFIX if ip.version == 4 else _IPV6_PREFIX
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def _bare(address: str) -> str:
    """Without brackets, port and scope, which some proxies and kernels add."""
    address = address.strip()
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]
