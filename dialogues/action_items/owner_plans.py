"""Entries of the register of owners, as plain values: from its form and from spreadsheets."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.action_items import refusals
from dialogues.action_items.models import Owner, OwnerKind
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.rules import is_web_address, language_problem, zone_problem
from dialogues.support.addresses import email_address
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters

KINDS = (OwnerKind.COALITION, OwnerKind.AGENCY, OwnerKind.COUNTRY)
"""What the register holds: persons stand in none."""
NAME_COLUMNS = {f"name_{code}": code for code in LANGUAGES}
COLUMNS = (*("key", "kind", *NAME_COLUMNS, "coordinator", "email", "website", "language", "zone"),)
"""The fields of an entry, as spreadsheets name them."""
_LONGEST = {
    **{"key": 80, "coordinator": 200, "website": 2000},
    **dict.fromkeys(NAME_COLUMNS, 300),
}


@dataclass(frozen=True)
class OwnerPlan:
    """An entry as somebody wants it: the text of each of ``COLUMNS``, trimmed; empty for none."""

    cells: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """The names by language."""
        found = {code: self.cells[column] for column, code in NAME_COLUMNS.items()}
        return {code: name for code, name in found.items() if name}

    @property
    def email(self) -> str | None:
        """The address as it identifies somebody; None for none."""
        return email_address(self.cells["email"]) if self.cells["email"] else None


def plan_of(owner: Owner) -> OwnerPlan:
    """An entry as it is."""
    names = {column: owner.names.get(code) for column, code in NAME_COLUMNS.items()}
    return OwnerPlan(
        {
            "key": owner.key or "",
            "kind": owner.kind.value,
            **{column: name.name if name else "" for column, name in names.items()},
            "coordinator": owner.coordinator,
            "email": owner.email or "",
            "website": owner.website or "",
            "language": owner.language,
            "zone": owner.zone,
        }
    )


def problems_of(plan: OwnerPlan) -> dict[str, Refusal]:
    """What is wrong with an entry, by its column; the key's being another's is not looked at."""
    cells, found = plan.cells, dict[str, Refusal]()
    if not cells["key"]:
        found["key"] = refusals.KeyIsMissing()
    if cells["kind"] not in KINDS:
        found["kind"] = refusals.KindIsUnknown(text=cells["kind"], known=", ".join(KINDS))
    if not plan.names:
        found["name_en"] = refusals.NameIsMissing()
    if cells["email"] and plan.email is None:
        found["email"] = refusals.AddressIsWrong()
    if cells["website"] and not is_web_address(cells["website"]):
        found["website"] = refusals.WebsiteIsWrong()
    for column, problem_of in (("language", language_problem), ("zone", zone_problem)):
        if problem := problem_of(cells[column]):
            found[column] = problem
    for column, most in _LONGEST.items():
        if len(cells[column]) > most:
            found[column] = refusals.TextIsTooLong(most=most)
        elif hidden_characters(cells[column]):
            found[column] = refusals.TextHasHidden()
    return found
