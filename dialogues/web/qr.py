"""QR codes: as SVG without style or script, which a strict policy lets into a page, and as PNG."""

import io
from functools import lru_cache

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Light modules on each side: fewer, and some readers do not find the code (ISO/IEC 18004)."""
_PRINTED_PIXELS = 1200
"""The least width of a PNG: 10 cm at 300 dots per inch."""


@lru_cache(maxsize=256)
def code_of(address: str) -> Markup:
    """The QR code of an address: dark on light whatever the colours of the page."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="", lineclass=""
    )
    return Markup(svg)


def svg_file(address: str) -> bytes:
    """The QR code of an address as an SVG file for print, of any size."""
    out = io.BytesIO()
    _printed(address).save(
        out, kind="svg", border=QUIET_ZONE, light="#fff", scale=10, svgclass=None, lineclass=None
    )
    return out.getvalue()


def png_file(address: str) -> bytes:
    """The QR code of an address as a PNG file: 10 cm and more at 300 dots per inch."""
    code, out = _printed(address), io.BytesIO()
    modules, _height = code.symbol_size(border=QUIET_ZONE)
    code.save(
        out,
        kind="png",
        border=QUIET_ZONE,
        light="#fff",
        scale=-(-_PRINTED_PIXELS // modules),
        dpi=300,
    )
    return out.getvalue()


def _printed(address: str) -> segno.QRCode:
    """A code that reads with a quarter of it hidden: paper creases, and is written on."""
    return segno.make_qr(address, error="q")
