"""Archives that strangers send: how much is in them, before anything is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Callable


class ZipIsBroken(Exception):
    """The bytes are no archive that can be read."""


class ZipIsTooLarge(Exception):
    """The archive holds more files, or unpacks to more, than it may."""


UNREADABLE = (
    ZipIsBroken,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a file of a broken archive, or one with a password, raises."""


def opened(
    content: bytes,
    most_bytes: int,
    most_files: int,
    is_read: Callable[[str], bool] = lambda _name: True,
) -> zipfile.ZipFile:
    """An archive that declares no more than it may; reading stops at what it declares, too.

    ``most_bytes`` is what the files that ``is_read`` unpack to together. Raises
    :class:`ZipIsBroken` and :class:`ZipIsTooLarge`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except UNREADABLE:
        raise ZipIsBroken from None
    unpacked = sum(member.file_size for member in members if is_read(member.filename))
    if unpacked > most_bytes or len(members) > most_files:
        raise ZipIsTooLarge
    return archive
