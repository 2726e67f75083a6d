"""What the rules of agendas turn down, each with its sentence."""

from dialogues.programme.refusals import InvalidPlan
from dialogues.support.refusals import N_, Refusal


class StartIsUnclear(InvalidPlan):
    """The start of an item is neither a time of a clock nor a number of minutes."""

    sentence = N_(
        "Give the start as a time of the clock, such as 08:15, or as minutes after the start of "
        "the session."
    )


class MinutesAreUnclear(InvalidPlan):
    """The length of an item is no number of minutes."""

    sentence = N_("Give the length in minutes, as a whole number from 1.")


class ItemDoesNotFit(InvalidPlan):
    """An item would go on after a session."""

    sentence = N_(
        "This item ends %(end)s minutes after the start, but the shortest session lasts "
        "%(minutes)s minutes."
    )


class ItemsOverlap(InvalidPlan):
    """An item begins while another one goes on, and they are not both breakouts."""

    sentence = N_(
        "This item begins before “%(title)s” is over. Only breakouts take place at the same time."
    )


class LinkIsNotWeb(InvalidPlan):
    """The link of an item is not an address that a browser should open."""

    sentence = N_("A link is a whole web address that starts with https:// or http://.")


class ItemHasNoTitle(InvalidPlan):
    """An item has no title in the language in which the Dialogue was written first."""

    sentence = N_("Give a title in the language that this Dialogue was written in first.")


class KindIsUnknown(InvalidPlan):
    """An item is neither plenary nor breakout nor break."""

    sentence = N_("Choose from the list where this item takes place.")


class AgendaHasChanged(Refusal):
    """Somebody else has changed the agenda in the meantime."""

    sentence = N_("Somebody has changed this agenda in the meantime.")


class AgendaHasChangedSince(Refusal):
    """The agenda is not what the change that somebody would undo made it."""

    sentence = N_(
        "This agenda has been changed again since, so that change cannot be undone. "
        "You can change the agenda instead."
    )
