"""What of action items asks for an organiser's attention."""

from flask import url_for
from flask_babel import ngettext

from dialogues.action_items import office_queries
from dialogues.action_items.rules import day_everywhere
from dialogues.support import clock
from dialogues.web.attention import Attention


def items_asking_for_attention() -> list[Attention]:
    """Dates that owners propose, items that nobody can be reminded of, and what is overdue."""
    counts = office_queries.needs(day_everywhere(clock.now()))
    sentences = {
        "proposal": ngettext(
            "%(num)s owner of an action item proposes another date.",
            "%(num)s owners of action items propose another date.",
            counts["proposal"],
        ),
        "address": ngettext(
            "%(num)s action item has an owner without an e-mail address.",
            "%(num)s action items have owners without an e-mail address.",
            counts["address"],
        ),
        "overdue": ngettext(
            "%(num)s action item is overdue.",
            "%(num)s action items are overdue.",
            counts["overdue"],
        ),
    }
    return [
        Attention(str(sentence), url_for("action_items_office.items", needs=need))
        for need, sentence in sentences.items()
        if counts[need]
    ]
