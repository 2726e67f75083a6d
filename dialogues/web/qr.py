"""QR codes, as SVG without style or script: a strict policy lets no other into a page."""

from functools import lru_cache

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Light modules on each side: fewer, and some readers do not find the code (ISO/IEC 18004)."""


@lru_cache(maxsize=256)
def code_of(address: str) -> Markup:
    """The QR code of an address: dark on light whatever the colours of the page."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="", lineclass=""
    )
    return Markup(svg)
