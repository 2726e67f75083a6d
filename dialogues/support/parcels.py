"""Plain values as text that a page carries from its preview to its button.

So no file is kept on the server between the two.
"""

import base64
import binascii
import json
import zlib
from typing import Any

MOST_CHARACTERS = 400_000
"""Flask takes form fields of up to 500,000 bytes."""
_MOST_BYTES = 20_000_000


class ParcelIsTooLarge(Exception):
    """The values, compressed, do not fit into a form field."""


class ParcelIsLost(Exception):
    """What the page carried is not what it was given."""


def pack(plain: Any) -> str:
    """The text of what JSON can say. Raises :class:`ParcelIsTooLarge`."""
    text = base64.b64encode(zlib.compress(json.dumps(plain).encode(), 9)).decode()
    if len(text) > MOST_CHARACTERS:
        raise ParcelIsTooLarge
    return text


def unpack(text: str) -> Any:
    """What :func:`pack` made a text of; whoever sent it may have changed it.

    Raises :class:`ParcelIsLost` where it is no parcel.
    """
    try:
        decompressor = zlib.decompressobj()
        return json.loads(
            decompressor.decompress(base64.b64decode(text, validate=True), _MOST_BYTES)
        )
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise ParcelIsLost from None
