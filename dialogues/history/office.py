"""The log: who did what and when, from what to what."""

from flask import render_template, request
from flask_babel import gettext as _

from dialogues.history import queries
from dialogues.history.filters import LogFilter, filter_of
from dialogues.history.lines import history_zone, lines_of, logged, subjects_of
from dialogues.history.subjects import Kind
from dialogues.web.addresses import page_number
from dialogues.web.guards import has_role, office_pages

pages = office_pages("log_office", __name__)


@pages.get("/log")
def log() -> str:
    """All changes that one may see, newest first, by pages; what is asked is in the address."""
    kinds = {name: kind for name, kind in logged().kinds.items() if has_role(kind.least)}
    wanted = filter_of(request.args)
    found = {name: kind.find(wanted.q) for name, kind in kinds.items()} if wanted.q else {}
    page = queries.log(wanted, kinds.keys(), history_zone(), found, page_number())
    return render_template(
        "history/log.html",
        page=page,
        lines=lines_of(page.items),
        subjects=subjects_of(page.items),
        kinds=kinds,
        wanted=wanted,
        actors=_actors(),
        offered=_offered(kinds, wanted),
    )


def _actors() -> list[tuple[str, str]]:
    """Who can have done something, as the filter names them."""
    others = [("registrant", _("Registrants")), ("system", _("The system"))]
    return [*others, *((f"staff:{staff_id}", name) for staff_id, name in logged().people())]


def _offered(
    kinds: dict[str, Kind], wanted: LogFilter
) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """What can have been done, by what it is done to: value, words, and whether it is chosen."""
    groups = []
    for name, kind in kinds.items():
        choices = [(name, _("%(kind)s: everything", kind=kind.name))]
        choices += [(f"{name}:{verb}", str(label)) for verb, label in kind.verbs.items()]
        groups.append(
            (str(kind.name), [(value, text, value == wanted.what) for value, text in choices])
        )
    return groups
