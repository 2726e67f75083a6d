"""What a translator's file would change, in numbers and words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from dialogues.summaries.returning import Effect, Outcome

OUTCOMES: Mapping[Outcome, object] = {
    Outcome.TAKEN: _l("Taken over and done"),
    Outcome.PARKED: _l("Kept aside, to be merged"),
    Outcome.EMPTY: _l("Empty in the file: stays as it is"),
    Outcome.GONE: _l("No longer part of the note"),
    Outcome.ABSENT: _l("Not in the file: stays as it is"),
    Outcome.ADDED: _l("A row that belongs to no part: left out"),
    Outcome.REFUSED: _l("Cannot be taken over"),
}
"""Of a part of the file; what stays the same needs no word."""

_LEFT = (
    *(Outcome.SAME, Outcome.EMPTY, Outcome.GONE, Outcome.ABSENT, Outcome.ADDED),
    Outcome.REFUSED,
)


def figures(effects: Sequence[Effect]) -> list[str]:
    """A sentence for everything that happens, with how many sections and action items it is."""
    counts = Counter(effect.outcome for effect in effects)
    older = sum(effect.is_older for effect in effects)
    told = [
        (counts[Outcome.TAKEN], _taken(counts[Outcome.TAKEN])),
        (older, _older(older)),
        (counts[Outcome.PARKED], _parked(counts[Outcome.PARKED])),
        *((counts[one], _left(one, counts[one])) for one in _LEFT),
    ]
    return [sentence for count, sentence in told if count]


def _taken(count: int) -> str:
    return str(
        ngettext(
            "%(num)s translation is taken over and done.",
            "%(num)s translations are taken over and done.",
            count,
        )
    )


def _older(count: int) -> str:
    return str(
        ngettext(
            "The source of %(num)s part has changed since the file was exported: its translation "
            "renders the older text, and is stale.",
            "The sources of %(num)s parts have changed since the file was exported: their "
            "translations render the older texts, and are stale.",
            count,
        )
    )


def _parked(count: int) -> str:
    return str(
        ngettext(
            "%(num)s part was changed on the site meanwhile: the file’s words are kept aside, for "
            "you to bring the two together.",
            "%(num)s parts were changed on the site meanwhile: the file’s words are kept aside, "
            "for you to bring the two together.",
            count,
        )
    )


def _left(outcome: Outcome, count: int) -> str:
    match outcome:
        case Outcome.SAME:
            said = ngettext("%(num)s part is as it was.", "%(num)s parts are as they were.", count)
        case Outcome.EMPTY:
            said = ngettext(
                "%(num)s part is empty in the file, and stays as it is on the site.",
                "%(num)s parts are empty in the file, and stay as they are on the site.",
                count,
            )
        case Outcome.GONE:
            said = ngettext(
                "%(num)s part is no longer part of the note.",
                "%(num)s parts are no longer part of the note.",
                count,
            )
        case Outcome.ABSENT:
            said = ngettext(
                "%(num)s part is not in the file, since its row was deleted or merged with "
                "another: it stays as it is on the site.",
                "%(num)s parts are not in the file, since their rows were deleted or merged with "
                "others: they stay as they are on the site.",
                count,
            )
        case Outcome.ADDED:
            said = ngettext(
                "%(num)s row of the file belongs to no part of the note, and is left out.",
                "%(num)s rows of the file belong to no part of the note, and are left out.",
                count,
            )
        case _:
            said = ngettext(
                "%(num)s part cannot be taken over, and stays as it is on the site.",
                "%(num)s parts cannot be taken over, and stay as they are on the site.",
                count,
            )
    return str(said)
