"""The register of owners as a spreadsheet: what reading one would do, and the register as rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialogues.action_items import queries
from dialogues.action_items.models import Owner
from dialogues.action_items.owner_plans import COLUMNS, OwnerPlan, plan_of, problems_of
from dialogues.action_items.owners_service import address_problem
from dialogues.action_items.refusals import KeyIsRepeated, SheetIsTooLargeForPage
from dialogues.programme import sheets
from dialogues.support.parcels import MOST_CHARACTERS
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem, SheetIsRefused
from dialogues.support.texts import one_line

NEEDED = ("key",)
OPTIONAL = tuple(column for column in COLUMNS if column not in NEEDED)
_MADE_HARMLESS = re.compile(r"\A'(?=[=+\-@＝＋－＠])|(?<=;)'(?=[\s\"]*[=+\-@＝＋－＠])")
"""The apostrophes of ``export_files``, by which a spreadsheet begins no formula."""


@dataclass(frozen=True)
class Outcome:
    """What a row does to the register."""

    line: int
    plan: OwnerPlan
    owner: Owner | None
    """The entry with its key; None for a new one."""

    @property
    def is_change(self) -> bool:
        """Whether it does anything."""
        return self.owner is None or plan_of(self.owner) != self.plan

    @property
    def ends_links(self) -> bool:
        """Whether links went to an address that is another now, or none."""
        return bool(self.owner and self.owner.email and self.owner.email != self.plan.email)

    @property
    def has_new_address(self) -> bool:
        """Whether who is in the register already is reached at another address."""
        return bool(self.owner and self.plan.email not in (None, self.owner.email))


def outcomes(content: bytes) -> list[Outcome]:
    """What the rows of a CSV or XLSX file do; an entry keeps what no column of the file is about.

    Raises :class:`SheetIsRefused` with all that is wrong, line by line.
    """
    rows = sheets.table(content, NEEDED, OPTIONAL)
    known = queries.owners_by_keys({str(row.cells["key"]) for row in rows})
    found, problems, lines = list[Outcome](), list[Problem](), dict[str, int]()
    for row in rows:
        wrong = {name: cell for name, cell in row.cells.items() if isinstance(cell, Refusal)}
        owner = known.get(str(row.cells["key"]))
        plan = _plan(row, owner)
        if not wrong:
            wrong = problems_of(plan)
            if owner is not None and (problem := address_problem(owner, plan)):
                wrong["email"] = problem
            if "key" not in wrong and plan.cells["key"] in lines:
                wrong["key"] = KeyIsRepeated(line=lines[plan.cells["key"]])
        lines.setdefault(plan.cells["key"], row.line)
        problems += [Problem(row.line, name, refusal) for name, refusal in wrong.items()]
        found.append(Outcome(row.line, plan, owner))
    if problems:
        raise SheetIsRefused(problems)
    return found


def rows_of(plans: Iterable[OwnerPlan]) -> list[list[str]]:
    """The cells of entries, in the order of ``COLUMNS``."""
    return [[plan.cells[column] for column in COLUMNS] for plan in plans]


def carried(chunks: Iterable[bytes]) -> str:
    """A CSV file as text that a page carries from its preview to its button.

    So no file is kept on the server between the two. Raises :class:`SheetIsRefused`.
    """
    text = b"".join(chunks).decode()
    if len(text) > MOST_CHARACTERS:
        raise SheetIsRefused([Problem(None, None, SheetIsTooLargeForPage())])
    return text


def _plan(row: sheets.Row, owner: Owner | None) -> OwnerPlan:
    """An entry as a row wants it, on top of what is known of it."""
    before = plan_of(owner).cells if owner else dict.fromkeys(COLUMNS, "")
    typed = {name: _plain(cell) for name, cell in row.cells.items() if isinstance(cell, str)}
    if typed.get("email"):
        typed["email"] = OwnerPlan({"email": typed["email"]}).email or typed["email"]
    return OwnerPlan({**before, **typed})


def _plain(cell: str) -> str:
    """A cell on one line, without the apostrophes by which our own files are harmless."""
    return _MADE_HARMLESS.sub("", one_line(cell))
