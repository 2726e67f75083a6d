"""A person's own data, from a signed link: see it, take it, have it erased."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dialogues.privacy import queries, service
from dialogues.privacy.export import Record, as_json, exported
from dialogues.privacy.labels import LABELS, SECTIONS, words_of
from dialogues.privacy.telling import what_goes, what_was_erased
from dialogues.registration.links import person_of_data
from dialogues.registration.manage import link_does_not_work
from dialogues.registration.refusals import LinkHasExpired, LinkIsUnknown
from dialogues.web.addresses import current_language, registrants_pages
from dialogues.web.forms import PressForm
from dialogues.web.headers import as_file, personal

pages = registrants_pages("privacy", __name__)
pages.after_request(personal)
pages.register_error_handler(LinkIsUnknown, link_does_not_work)
pages.register_error_handler(LinkHasExpired, link_does_not_work)


@pages.get("/my-data/<token>")
def own_data(token: str) -> str:
    """All that is held about a person, in words."""
    person = person_of_data(token)
    held = None if person.erased_at else exported(queries.held_about(person), current_language())
    return render_template(
        "privacy/own_data.html",
        token=token,
        sections=held and _in_words(held),
        titles=SECTIONS,
    )


@pages.get("/my-data/<token>/my-data.json")
def own_file(token: str) -> AnyResponse:
    """The same as one JSON file."""
    person = person_of_data(token)
    if person.erased_at:
        return redirect(url_for(".own_data", token=token))
    response = Response(
        as_json(queries.held_about(person), current_language()), mimetype="application/json"
    )
    return as_file(response, "my-data.json")


@pages.route("/my-data/<token>/erase", methods=["GET", "POST"])
def erase(token: str) -> AnyResponse:
    """Erase it all, after one confirmation that says what goes and what follows."""
    person, form = person_of_data(token), PressForm()
    if person.erased_at:
        return redirect(url_for(".own_data", token=token), 303)
    if form.validate_on_submit():
        if erased := service.erase(person):
            flash(what_was_erased(erased), "success")
        return redirect(url_for(".own_data", token=token), 303)
    body = render_template("privacy/erase.html", token=token, form=form, **what_goes(person))
    return make_response(body, 422 if request.method == "POST" else 200)


def _in_words(held: dict[str, list[Record]]) -> dict[str, list[list[tuple[Any, str]]]]:
    """The labels and values of each record of each section; what is empty is left out."""
    return {
        section: [
            [
                (LABELS[name], words)
                for name, value in record.items()
                if (words := words_of(section, name, value))
            ]
            for record in records
        ]
        for section, records in held.items()
    }
