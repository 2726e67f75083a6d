"""Commands about people's calendars."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import click
from flask.cli import AppGroup

from dialogues.database import reading, transact
from dialogues.invites import ledger
from dialogues.invites.ledger import Held, OutOfDate, Page
from dialogues.invites.ledger_queries import sessions_to_come
from dialogues.invites.repairs import owe_missing
from dialogues.support import clock

calendars = AppGroup("calendars", help="What people's calendars should hold.")

T = TypeVar("T")

_LINE = "{:<12} {:<32} {:<28} {:<28} {}"


@calendars.command()
@click.option("--send", is_flag=True, help="Owe the mails that are missing.")
def check(send: bool) -> None:
    """Say whose calendar is not known to hold what it should, and why.

    Looks at sessions that are not over. Ends with 0 where nothing is missing but what is on its
    way, or where --send owes it; else with 1.
    """
    looked_at = on_their_way = missing = owed = 0
    for page in _pages():
        if page.found and not on_their_way + missing:
            click.echo(_LINE.format("SESSION", "ADDRESS", "SHOULD HOLD", "LAST SENT", "WHY"))
        for each in page.found:
            click.echo(_line(each))
        lost = [each for each in page.found if each.is_missing]
        looked_at += page.looked_at
        on_their_way += len(page.found) - len(lost)
        missing += len(lost)
        if send and lost:
            owed += transact(partial(owe_missing, lost))
    click.echo(f"Looked at: {looked_at}. On their way: {on_their_way}. Missing: {missing}.")
    if send:
        click.echo(f"Owed now: {owed}.")
    elif missing:
        sys.exit(1)


def _pages() -> Iterator[Page]:
    """The ledger's pages, each read in a transaction of its own."""
    for session_id in _read(partial(sessions_to_come, clock.now())):
        for read in ledger.READS:
            after: str | None = ""
            while after is not None:
                page = _read(partial(read, session_id, after))
                yield page
                after = page.next


def _read(work: Callable[[], T]) -> T:
    with reading():
        return transact(work, keep=lambda _read: False)


def _line(each: OutOfDate) -> str:
    return _LINE.format(
        each.session, each.address, _held(each.should_hold), _held(each.last_sent), each.reason
    )


def _held(held: Held | None) -> str:
    if held is None:
        return "-"
    what = f"{held.starts_at:%Y-%m-%dT%H:%MZ}" if held.starts_at else "nothing"
    return f"{what} SEQUENCE:{held.sequence}"
