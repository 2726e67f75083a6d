"""What the public reads of action items: how far they are, who owns them, what happened."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from dialogues.action_items.models import ItemStatus, OwnerKind

STATUSES: Mapping[ItemStatus, object] = {
    ItemStatus.OPEN: _l("Not started"),
    ItemStatus.IN_PROGRESS: _l("In progress"),
    ItemStatus.DONE: _l("Completed"),
    ItemStatus.DROPPED: _l("Dropped"),
}
TO_DO = _l("Not closed yet")
"""Of what is not started or in progress: it is neither completed nor dropped."""
OVERDUE = _l("Overdue")
"""Of an item that is not closed and whose last day is over; beside its status."""

KINDS: Mapping[OwnerKind, object] = {
    OwnerKind.COALITION: _l("Coalition"),
    OwnerKind.AGENCY: _l("Agency"),
    OwnerKind.COUNTRY: _l("Country"),
    OwnerKind.PERSON: _l("Person"),
}

ORGANISERS = _l("The organisers")
"""Who did what a member of staff did, or the software itself: no names of staff are public."""

NO_DATE = _l("no date yet")

VERBS: Mapping[str, object] = {
    "recorded": _l("Recorded, for %(owner)s"),
    "edited": _l("Wording changed"),
    "translated": _l("Translation changed"),
    "assigned": _l("Given to %(owner)s"),
    "accepted": _l("Accepted"),
    "reported": _l("Reported progress"),
    "started": _l("Started work"),
    "due_changed": _l("Due date changed: %(due)s"),
    "due_derived": _l("Due date follows the next Dialogue: %(due)s"),
    "due_proposed": _l("Asked for another due date"),
    "due_declined": _l("The due date stays: %(due)s"),
    "offered": _l("Asked somebody else to take it over"),
    "offer_declined": _l("Did not take it over"),
    "offer_withdrawn": _l("Kept it after all"),
    "handed_over": _l("Taken over by %(owner)s"),
    "done": _l("Completed"),
    "dropped": _l("Dropped"),
    "reopened": _l("Reopened"),
}
"""What can happen to an action item, in words.

``owner`` is the name of who owned it after, ``due`` the due date after in words. Who did it
stands beside it.
"""
