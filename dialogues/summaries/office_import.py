"""Importing a note as a page: choose a file, look at what was recognised, take it over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from dialogues.languages.names import language_name
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import dialogue_by_public_id, dialogues_on
from dialogues.summaries import queries
from dialogues.summaries.import_forms import FileForm, PlacingForm
from dialogues.summaries.importing import document as documents
from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.dialogues import in_a_line
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.files import MOST_BYTES, read_file, read_text
from dialogues.summaries.importing.layout import Reading
from dialogues.summaries.importing.plans import BEFORE, Plan, choices_of, plan, reading_of
from dialogues.summaries.importing.reading_languages import language_of
from dialogues.summaries.importing.report import altered, consequences, doubts, recognised
from dialogues.summaries.importing.taking_over import Taken, take_over
from dialogues.summaries.labels import KINDS
from dialogues.summaries.models import SectionKind, SummarySection
from dialogues.support import parcels
from dialogues.support.refusals import Refusal
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("summaries_import", __name__, Role.EDITOR)
_LOOKS_AGAIN = "look"
_NUMBER = re.compile("[0-9]{1,6}")


@dataclass(frozen=True)
class Asked:
    """One part of a file, and where it may belong."""

    name: str
    heading: str
    words: str
    chosen: str
    options: list[tuple[str, str]]


@pages.route("/dialogues/<public_id>/summary/import", methods=["GET", "POST"])
def upload(public_id: str) -> ViewAnswer:
    """Show what a chosen file holds, or take the file over that the page carried."""
    if request.method == "GET":
        return _page(public_id, FileForm())
    try:
        return _carried(public_id) if "document" in request.form else _chosen(public_id)
    except refusals.FileIsRefused as refused:
        return _page(public_id, FileForm(), refused), refused.status


@pages.errorhandler(RequestEntityTooLarge)
def refuse_too_large(_error: RequestEntityTooLarge) -> ViewAnswer:
    """Say so where the file is larger than anything that the server reads to its end."""
    refused = refusals.FileIsTooLarge(megabytes=MOST_BYTES // 10**6)
    public_id = (request.view_args or {})["public_id"]
    return _page(public_id, FileForm(formdata=None), refused), refused.status


def _chosen(public_id: str) -> ViewAnswer:
    form = FileForm()
    if not form.validate():
        return _page(public_id, form), 422
    # All that needs no database comes first: from its first statement on others wait for us.
    file, pasted = form.file.data, form.text.data
    document = read_text(pasted) if pasted else read_file(file.read(MOST_BYTES + 1), file.filename)
    language = form.language.data or language_of(document.markdown) or current_language()
    reading = reading_of(document, language)
    try:
        parcel = documents.pack(document)
    except parcels.ParcelIsTooLarge:
        raise refusals.FileIsTooLargeForPage from None
    dialogue = _dialogue(public_id)
    placing = PlacingForm(
        _meant(dialogue, reading),
        formdata=None,
        data={"document": parcel, "dialogue": dialogue.public_id, "language": language},
    )
    return _preview(public_id, placing, document, plan(reading, dialogue))


def _carried(public_id: str) -> ViewAnswer:
    try:
        document = documents.unpack(request.form["document"])
    except parcels.ParcelIsLost:
        raise refusals.FileIsLost from None
    code = request.form.get("language", "")
    reading = reading_of(document, code if code in LANGUAGES else current_language())
    form = PlacingForm(_meant(_dialogue(public_id), reading))
    is_valid = form.validate()
    target = _dialogue(public_id if form.dialogue.errors else form.dialogue.data)
    is_as_asked = form.seen_as.data == form.asked_for
    planned = plan(reading, target, _placed() if is_as_asked else None)
    if not is_valid:
        return _preview(public_id, form, document, planned), 422
    if not is_as_asked or request.form.get("act") == _LOOKS_AGAIN:
        return _preview(public_id, form, document, planned)
    try:
        taken = take_over(planned, current_user.id, _seen())
    except Refusal as refused:
        return _preview(public_id, form, document, planned, refused), 422
    _say_done(planned, taken)
    return redirect(url_for("summaries_office.note", public_id=target.public_id), 303)


def _dialogue(public_id: str) -> Dialogue:
    return dialogue_by_public_id(public_id) or abort(404)


def _meant(dialogue: Dialogue, reading: Reading) -> list[tuple[str, str]]:
    """The Dialogue whose page it is, and those that were held on the days of the title."""
    others = [each for each in dialogues_on(reading.days) if each.id != dialogue.id]
    page = current_language()
    return [(each.public_id, in_a_line(each, page)) for each in (dialogue, *others)]


def _placed() -> dict[int, str]:
    return {
        int(number): value
        for name, value in request.form.items()
        for prefix, _mark, number in [name.partition("-")]
        if prefix == "place" and _NUMBER.fullmatch(number)
    }


def _seen() -> dict[str, int]:
    """The versions that the preview was made of, by public id of the section."""
    pairs = (each.partition(":") for each in request.form.getlist("seen"))
    return {name: int(number) for name, _mark, number in pairs if _NUMBER.fullmatch(number)}


def _preview(
    public_id: str,
    form: PlacingForm,
    document: Document,
    planned: Plan,
    refused: Refusal | None = None,
) -> str:
    page = current_language()
    form.seen_as.data = form.asked_for
    return render_template(
        "summaries/import_preview.html",
        public_id=public_id,
        form=form,
        plan=planned,
        refused=say(refused) if refused else "",
        recognised=list(recognised(planned, page)),
        altered=list(altered(document, planned, page)),
        doubts=list(doubts(document, planned, page)),
        consequences=list(consequences(planned, page)),
        asked=list(_asked(planned)),
        seen=[
            f"{place.section.public_id}:{place.base(planned.language)}"
            for place in planned.places
            if place.section
        ],
        look_again=_LOOKS_AGAIN,
    )


def _asked(planned: Plan) -> Iterator[Asked]:
    sections = queries.standing(planned.note) if planned.note else []
    names = {each.public_id: _name(each, planned) for each in sections}
    options = [(choice, names.get(choice) or _new(choice)) for choice in choices_of(sections)]
    parts = zip(planned.reading.parts, planned.choices, strict=True)
    for number, (part, chosen) in enumerate(parts):
        yield Asked(f"place-{number}", part.heading, part.body, chosen, options)


def _name(section: SummarySection, planned: Plan) -> str:
    source = planned.note.source_language if planned.note else planned.language
    text = section.texts.get(planned.language) or section.texts.get(source)
    kind = str(KINDS[section.kind])
    if text is None or section.kind is SectionKind.TITLE or text.heading in ("", kind):
        return kind
    return f"{text.heading} ({kind})"


def _new(choice: str) -> str:
    if choice == BEFORE:
        return str(_("No section of its own: a heading within the one before"))
    return str(_("A new section: %(kind)s", kind=KINDS[SectionKind(choice)]))


def _say_done(planned: Plan, taken: Taken) -> None:
    language = language_name(planned.language, current_language())
    flash(
        _(
            "The file is in the note now, in this language: %(language)s. Nothing is published "
            "yet, and the versions from before are kept.",
            language=language,
        ),
        "success",
    )
    if taken.parked:
        flash(
            ngettext(
                "Somebody changed %(num)s section meanwhile. The words of your file wait there "
                "to be merged.",
                "Somebody changed %(num)s sections meanwhile. The words of your file wait there "
                "to be merged.",
                len(taken.parked),
            ),
            "warning",
        )


def _page(public_id: str, form: FileForm, refused: Refusal | None = None) -> str:
    return render_template(
        "summaries/import.html",
        dialogue=_dialogue(public_id),
        form=form,
        refused=say(refused) if refused else "",
        megabytes=MOST_BYTES // 10**6,
    )
