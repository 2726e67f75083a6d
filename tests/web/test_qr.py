"""The codes that are printed hold the link, with the margin that readers need."""

import re
import struct
import zlib

import segno

from dialogues.web.qr import QUIET_ZONE, png_file, svg_file

LINK = "https://dialogues.example.org/27julyAM"
Modules = list[list[bool]]


def expected() -> Modules:
    """The dark modules of the link's code, as segno has them, in its quiet zone."""
    code = segno.make_qr(LINK, error="q")
    return [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET_ZONE)]


def pixels_of(png: bytes) -> tuple[Modules, int]:
    """Whether each pixel of a one-bit PNG is dark, and its dots per metre."""
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind = png[at + 4 : at + 8].decode()
        chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    width, height, bits = struct.unpack(">IIB", chunks["IHDR"][:9])
    assert bits == 1
    stride = (width + 7) // 8 + 1
    lines = zlib.decompress(chunks["IDAT"])
    rows = []
    above = bytes(stride - 1)
    for number in range(height):
        kind, line = lines[number * stride], lines[number * stride + 1 : (number + 1) * stride]
        assert kind in (0, 2)
        above = (
            bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
            if kind
            else line
        )
        rows.append([not above[x // 8] >> (7 - x % 8) & 1 for x in range(width)])
    return rows, struct.unpack(">I", chunks["pHYs"][:4])[0]


def test_a_png_holds_the_link_in_ten_centimetres_at_300_dots_per_inch() -> None:
    pixels, dots_per_metre = pixels_of(png_file(LINK))
    modules = expected()
    scale = len(pixels) // len(modules)

    assert [[row[x] for x in range(0, len(row), scale)] for row in pixels[::scale]] == modules
    assert len(pixels) >= 1181
    assert round(dots_per_metre * 0.0254) == 300


def test_an_svg_holds_the_link() -> None:
    svg = svg_file(LINK).decode()
    modules = expected()
    drawn = [[False] * len(modules) for _row in modules]
    path = re.search(r'stroke="#000"[^>]* d="([^"]+)"|d="([^"]+)"[^>]*stroke="#000"', svg)
    assert path
    x, y = 0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path.group(1) or path.group(2)):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            drawn[int(y)][int(x) : int(x + values[0])] = [True] * int(values[0])
            x += values[0]
        else:
            x, y = values if command == "M" else [x + values[0], y + values[1]]
    assert drawn == modules
    assert "style" not in svg
    assert "script" not in svg
