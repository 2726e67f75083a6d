"""What owners of action items are turned down, each with who can help."""

import datetime as dt

from dialogues.support.refusals import N_, Refusal


class ItemHasPassed(Refusal):
    """The link, or the page, is of somebody who owns the item no more, or was revoked."""

    sentence = N_(
        "This link works no more: the action item has passed to somebody else, or newer links "
        "were made."
    )
    status = 410


class OfferIsOver(Refusal):
    """There is nothing to answer any more."""

    sentence = N_("This question was answered before, or it was taken back.")
    status = 410


class ItemIsYours(OfferIsOver):
    """Who was asked owns the item by now: they answer once more what they have accepted."""

    sentence = N_(
        "This action item is yours already: there is nothing more to answer. The link to it was "
        "sent to you by mail."
    )


class ItemIsDone(Refusal):
    """Nothing is to be planned about what is done."""

    sentence = N_(
        "This action item is done. If it is not, first report that it is open or in progress."
    )


class ItemIsDropped(Refusal):
    """Only organisers take up again what they dropped."""

    sentence = N_(
        "The organisers have dropped this action item. If it should be taken up again, please "
        "write to them."
    )


class NothingIsReported(Refusal):
    """A report with the status as it was, and without words."""

    sentence = N_("Choose another status, or write what has been done.")
    status = 422


class DateIsTheSame(Refusal):
    """The due date that is proposed is the one that stands."""

    sentence = N_("It is due on this day already. Propose another one.")
    status = 422


class OfferedToOneself(Refusal):
    """The owner would hand an item over to themselves."""

    sentence = N_("This action item is yours already. Choose somebody else.")
    status = 422


class OfferIsOpen(Refusal):
    """Somebody has been asked to take the item over, and has yet to answer."""

    sentence = N_("%(name)s has been asked to take this over. Take that back before you ask again.")


class HandedOverBefore(Refusal):
    """An item would go back to somebody who handed it over, and so in a circle.

    ``on`` is the day of that; a page writes it out in words.
    """

    sentence = N_(
        "%(name)s handed this action item over on %(date)s, and cannot be asked to take it back. "
        "If it should be theirs again, please write to the organisers."
    )
    status = 422

    def __init__(self, name: str, on: dt.date) -> None:
        super().__init__(name=name, date=on.isoformat())
        self.on = on


class OffersCross(Refusal):
    """Two owners would hand items to each other: the first question is answered first."""

    sentence = N_(
        "%(name)s has asked you to take over an action item of theirs. Please answer that before "
        "you ask them to take over one of yours."
    )
