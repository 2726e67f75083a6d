"""What owners of action items are called, as everybody may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.action_items.models import Owner, OwnerKind
from dialogues.languages.rules import direction
from dialogues.support.texts import folded


@dataclass(frozen=True)
class OwnerTitle:
    """The name of an owner, and the language it is in: not always the one that was asked for."""

    text: str
    language: str

    @property
    def dir(self) -> str:
        """The HTML ``dir`` of the name."""
        return direction(self.language)


def owner_title(owner: Owner, language: str) -> OwnerTitle:
    """The name of an owner in ``language``, or else in the language in which they get mails.

    An owner with neither has one name, as persons do, or was erased and has a neutral one.
    """
    name = owner.names.get(language) or owner.names.get(owner.language)
    if name is None:
        name = next(iter(owner.names.values()), None)
    if name is not None:
        return OwnerTitle(name.name, name.language)
    with force_locale(language):
        return OwnerTitle(str(_("A person whose data were erased")), language)


def owner_name(owner: Owner, language: str) -> str:
    """As :func:`owner_title`, the words alone."""
    return owner_title(owner, language).text


def asked_title(owner: Owner, language: str) -> OwnerTitle:
    """What somebody who is asked to take an item over is called, until they have accepted.

    A person, by the address that was typed: whoever types it does not learn from it what name may
    have been stored for it before.
    """
    if owner.kind is OwnerKind.PERSON and owner.email:
        return OwnerTitle(owner.email, "en")
    return owner_title(owner, language)


def asked_name(owner: Owner, language: str) -> str:
    """As :func:`asked_title`, the words alone."""
    return asked_title(owner, language).text


def owner_choices(owners: Iterable[Owner], language: str) -> list[tuple[str, str]]:
    """The public ids and names of owners, in the order of their names, to choose from."""
    named = [(owner.public_id, owner_name(owner, language)) for owner in owners]
    return sorted(named, key=lambda choice: folded(choice[1]))
