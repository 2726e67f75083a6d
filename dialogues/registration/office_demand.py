"""Which languages people ask for, against what is booked: a Dialogue's sessions side by side."""

import datetime as dt
from collections.abc import Sequence

from flask import abort, render_template, url_for
from flask_babel import ngettext

from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.registration.demand import WANTED_BY
from dialogues.registration.demand_queries import demands, sessions_starting
from dialogues.support import clock
from dialogues.web.attention import Attention
from dialogues.web.guards import office_pages

SOON = dt.timedelta(days=14)
"""How long before a session it is still worth saying that nobody wants what is booked."""

pages = office_pages("registration_demand", __name__)


@pages.get("/dialogues/<public_id>/demand")
def dialogue(public_id: str) -> str:
    """The languages asked of all sessions of a Dialogue that are not cancelled."""
    found = dialogue_by_public_id(public_id) or abort(404)
    held = [one for one in found.sessions if one.status is not Status.CANCELLED]
    return _shown([(found, held)], held, found)


@pages.get("/demand")
def soon() -> str:
    """The languages asked of what takes place soon."""
    sessions = _soon()
    by_dialogue: dict[Dialogue, list[DialogueSession]] = {}
    for session in sessions:
        by_dialogue.setdefault(session.dialogue, []).append(session)
    return _shown([*by_dialogue.items()], sessions, None)


def unchosen_asking_for_attention() -> list[Attention]:
    """How many languages are booked for soon that nobody chose, for organisers' first page."""
    count = sum(len(demand.unchosen) for demand in demands(_soon()).values())
    if not count:
        return []
    sentence = ngettext(
        "%(num)s booked language of the next %(days)s days was chosen by nobody so far.",
        "%(num)s booked languages of the next %(days)s days were chosen by nobody so far.",
        count,
        days=SOON.days,
    )
    return [Attention(sentence, url_for("registration_demand.soon"))]


def _soon() -> Sequence[DialogueSession]:
    now = clock.now()
    return sessions_starting(now, now + SOON)


def _shown(
    groups: list[tuple[Dialogue, list[DialogueSession]]],
    sessions: Sequence[DialogueSession],
    only: Dialogue | None,
) -> str:
    return render_template(
        "registration/demand.html",
        groups=groups,
        demands=demands(sessions),
        dialogue=only,
        days=SOON.days,
        WANTED_BY=WANTED_BY,
    )
