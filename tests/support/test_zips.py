"""How much an archive of a stranger may hold."""

import io
import zipfile

import pytest

from dialogues.support.zips import ZipIsBroken, ZipIsTooLarge, opened


def an_archive(**files: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in files.items():
            archive.writestr(name, b"0" * size)
    return stream.getvalue()


def test_only_what_is_read_counts() -> None:
    content = an_archive(words=100, picture=1_000_000)
    assert len(opened(content, 100, 2, lambda name: name == "words").namelist()) == 2


@pytest.mark.parametrize(("most_bytes", "most_files"), [(299, 2), (300, 1)])
def test_an_archive_with_too_much_is_not_opened(most_bytes: int, most_files: int) -> None:
    content = an_archive(one=100, two=200)
    assert opened(content, 300, 2)
    with pytest.raises(ZipIsTooLarge):
        opened(content, most_bytes, most_files)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF"])
def test_what_is_no_archive_is_broken(content: bytes) -> None:
    with pytest.raises(ZipIsBroken):
        opened(content, 1, 1)
