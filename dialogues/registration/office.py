"""Who comes to a session, for organisers: figures and list."""

from flask import abort, render_template

from dialogues.languages.countries import in_order_of_names
from dialogues.people.categories import CATEGORIES
from dialogues.programme.models import Status
from dialogues.programme.queries import session_by_public_id
from dialogues.programme.rules import next_reminder
from dialogues.registration import office_check_in, office_decisions, room_queries
from dialogues.registration.charts import charts_of
from dialogues.registration.demand import WANTED_BY
from dialogues.registration.demand_queries import demands
from dialogues.registration.filters import Filter
from dialogues.registration.forms import country_options
from dialogues.registration.models import Registration
from dialogues.registration.room import SORTS, STATUSES, room_of, selects
from dialogues.registration.rules import is_near
from dialogues.support import clock, zones
from dialogues.web.addresses import current_language, page_number
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages

PAGE = 50

_COLUMNS = (Registration.listening_language, Registration.country, Registration.category)

pages = office_pages("registration_office", __name__)
pages.add_url_rule(
    "/sessions/<public_id>/check-in", view_func=office_check_in.check_in, methods=["POST"]
)
pages.add_url_rule(
    "/sessions/<public_id>/decide", view_func=office_decisions.decide, methods=["GET", "POST"]
)


@pages.get("/sessions/<public_id>")
def session(public_id: str) -> str:
    """A session's room: figures, demand, the search, and the list by pages."""
    found = session_by_public_id(public_id) or abort(404)
    room, now = room_of(found), clock.now()
    of_filter = room_queries.figures(found.id, room.wanted)
    last = max(1, -(-of_filter.of(*room.wanted.status) // PAGE))
    counts = [room_queries.counts_by(found.id, room.wanted, column) for column in _COLUMNS]
    page = room_queries.page_of_selected(
        *(found.id, room.wanted, room.sort),
        in_order_of_names((code for code, _count in counts[1]), current_language()),
        PAGE,
        min(page_number(), last),
    )
    return render_template(
        "registration/office_session.html",
        session=found,
        room=room,
        figures=room_queries.figures(found.id, Filter(status=())),
        of_filter=of_filter,
        charts=charts_of(room, *counts),
        demand=demands([found])[found.id],
        WANTED_BY=WANTED_BY,
        page=page,
        last=last,
        places=room_queries.places(found.id, page.items),
        is_near=is_near(found.starts_at, now) and found.status is Status.PUBLISHED,
        takes_place=found.takes_place(now),
        is_to_come=found.takes_place(now) and found.starts_at > now,
        reminder_at=next_reminder(found.reminders, found.starts_at, now),
        countries=country_options(room.wanted.country, current_language()),
        selects=selects(room),
        SORTS=SORTS,
        categories=CATEGORIES,
        statuses=STATUSES,
        wall=lambda at: zones.local(at, found.zone),
        form=PressForm(),
    )
