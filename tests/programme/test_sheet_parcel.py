"""Rows of a spreadsheet that a page carries from its preview to its import."""

import base64
import zlib

import pytest

from dialogues.programme import sheet_parcel
from dialogues.programme.sheets import read
from dialogues.support.sheet_refusals import SheetIsRefused
from tests.programme.sheet_files import AFTERNOON, MORNING, a_csv


def test_rows_survive_being_carried_by_a_page() -> None:
    rows = read(a_csv(MORNING, AFTERNOON))
    assert sheet_parcel.unpack(sheet_parcel.pack(rows)) == rows


def a_parcel(plain: str) -> str:
    return base64.b64encode(zlib.compress(plain.encode())).decode()


@pytest.mark.parametrize(
    "plain",
    [
        "{}",
        '{"ab": 1}',
        "[[Infinity,{}]]",
        "[[1e9,{}]]",
        "[[2.0,{}]]",
        "[[true,{}]]",
        "[[0,{}]]",
        "[[20001,{}]]",
        "[[" + "9" * 4200 + ",{}]]",
        "[[2,{}],[2,{}]]",
        '[[2,{"dialogue":7}]]',
        '[[2,{"room":"B"}]]',
        '[[2,[["dialogue","a"]]]]',
        '[[2,{"dialogue":"\\ud800"}]]',
    ],
)
def test_a_parcel_that_was_changed_on_the_way_is_refused(plain: str) -> None:
    with pytest.raises(SheetIsRefused):
        sheet_parcel.unpack(a_parcel(plain))


@pytest.mark.parametrize("text", ["", "x", "eJwDAAAAAAE=", "eJyLjgUAARUAuQ==", "eJyrBgAAewB7"])
def test_a_broken_parcel_is_refused(text: str) -> None:
    with pytest.raises(SheetIsRefused):
        sheet_parcel.unpack(text)
