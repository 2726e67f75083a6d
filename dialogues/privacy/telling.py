"""What is said before and after somebody is erased, to them and to organisers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.people.models import Participant
from dialogues.privacy import queries
from dialogues.privacy.service import Erased
from dialogues.support import clock


def what_goes(person: Participant) -> dict[str, Any]:
    """What the pages say that ask before somebody is erased."""
    return {"person": person, "ends": queries.ends_of(person, clock.now())}


def what_was_erased(erased: Erased) -> str:
    """The sentence after somebody was erased."""
    parts = [
        ngettext(
            "Erased: what identified the person in %(num)s registration, and their address.",
            "Erased: what identified the person in %(num)s registrations, and their address.",
            erased.registrations,
        )
    ]
    if erased.seats:
        parts.append(
            ngettext(
                "%(num)s seat is free for others.",
                "%(num)s seats are free for others.",
                erased.seats,
            )
        )
    if erased.withdrawals:
        parts.append(
            ngettext(
                "%(num)s mail that takes a session out of the calendar is on its way; the address "
                "is kept for it alone, three days at most.",
                "%(num)s mails that take sessions out of the calendar are on their way; the "
                "address is kept for them alone, three days at most.",
                erased.withdrawals,
            )
        )
    if erased.items:
        parts.append(
            ngettext(
                "%(num)s action item stays open, with nobody to report on it.",
                "%(num)s action items stay open, with nobody to report on them.",
                erased.items,
            )
        )
    parts.append(_("This cannot be taken back. Whoever registers again starts anew."))
    return " ".join(map(str, parts))
