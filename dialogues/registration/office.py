"""Who comes to a session, for organisers: figures, list, export."""

import csv
import datetime as dt
import io

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _

from dialogues.languages.countries import name as country_name
from dialogues.languages.names import language_name
from dialogues.people.categories import CATEGORIES
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.programme.rules import next_reminder
from dialogues.registration import queries
from dialogues.registration.models import Registration
from dialogues.registration.rules import door_opens_at
from dialogues.support import clock
from dialogues.web.addresses import current_language, page_number
from dialogues.web.guards import office_pages

PAGE = 50
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")

pages = office_pages("registration_office", __name__)


@pages.get("/sessions/<public_id>")
def session(public_id: str) -> str:
    """Registered and capacity, by listening language and country, and the list by pages."""
    found = _session(public_id)
    confirmed = queries.confirmed_counts([found.id])[found.id]
    last = max(1, -(-confirmed // PAGE))
    by_language, by_country = queries.tallies(found.id)
    now = clock.now()
    return render_template(
        "registration/office_session.html",
        session=found,
        confirmed=confirmed,
        attended=queries.attended_count(found.id),
        has_opened=door_opens_at(found.starts_at) <= now,
        is_to_come=found.takes_place(now) and found.starts_at > now,
        reminder_at=next_reminder(found.reminders, found.starts_at, now),
        by_language=by_language,
        by_country=by_country,
        page=queries.page_of_registrations(found.id, PAGE, min(page_number(), last)),
        categories=CATEGORIES,
        last=last,
    )


@pages.get("/sessions/<public_id>/registrations.csv")
def export(public_id: str) -> Response:
    """The registrations as CSV in UTF-8 with a mark, which Excel reads right.

    Accessibility needs are left out unless ``?needs=1`` asks for them.
    """
    found = _session(public_id)
    with_needs = request.args.get("needs") == "1"
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_headings(with_needs))
    for registration in queries.registrations_of(found.id):
        writer.writerow([_harmless(value) for value in _cells(registration, with_needs)])
    response = make_response(out.getvalue().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="registrations-{found.public_id}.csv"'
    )
    return response


def _session(public_id: str) -> DialogueSession:
    found = session_by_public_id(public_id)
    if found is None:
        abort(404)
    return found


def _headings(with_needs: bool) -> list[str]:
    headings = [
        _("Full name"),
        _("E-mail address"),
        _("Country code"),
        _("Country or area"),
        _("Takes part as"),
        _("Organisation"),
        _("Listens in"),
        _("Language of mails"),
        _("Time zone"),
        _("Question for the Dialogue"),
        _("Tell me of the next Dialogues by e-mail"),
        _("Registered at (UTC)"),
        _("Joined at (UTC)"),
    ]
    return [*headings, _("Needs")] if with_needs else headings


def _cells(registration: Registration, with_needs: bool) -> list[str]:
    language = current_language()
    cells = [
        registration.name,
        registration.participant.email,
        registration.country,
        country_name(registration.country, language),
        str(CATEGORIES[registration.category]),
        registration.organisation or "",
        language_name(registration.listening_language, language),
        language_name(registration.language, language),
        registration.zone,
        registration.question or "",
        _("Yes") if registration.wants_news else "",
        _utc(registration.created_at),
        _utc(registration.attended_at),
    ]
    return [*cells, registration.accessibility or ""] if with_needs else cells


def _utc(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _harmless(cell: str) -> str:
    # A spreadsheet runs a cell that starts so as a formula (OWASP, CSV injection).
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
