"""The note of a Dialogue for its editors: its sections, its languages, and what is done with it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from dialogues.languages.rules import LANGUAGES
from dialogues.people.queries import all_staff
from dialogues.programme.forms import ThemesForm
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme, in_order
from dialogues.summaries import office_editing, office_merging, queries, refusals, service
from dialogues.summaries.forms import TEMPLATE, AddForm, StartForm
from dialogues.summaries.labels import KINDS, STATE_TAGS, STATES
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.rules import State, Words
from dialogues.summaries.service import NewSection
from dialogues.support.roles import Role
from dialogues.web.forms import PressForm, ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("summaries_office", __name__, Role.EDITOR)
_GET_AND_POST = ["GET", "POST"]
for _path, _view, _methods in (
    ("", office_editing.section, _GET_AND_POST),
    ("/<target>/autosave", office_editing.autosave, ["POST"]),
    ("/<target>/versions", office_editing.versions, ["GET"]),
    (
        "/<target>/versions/<int(max=2147483647):number>/restore",
        office_editing.bring_back,
        ["POST"],
    ),
    ("/<target>/merge", office_merging.merge, _GET_AND_POST),
    ("/<target>/merge/drop", office_merging.drop, _GET_AND_POST),
):
    pages.add_url_rule(f"/summary-sections/<public_id>{_path}", view_func=_view, methods=_methods)
pages.add_url_rule("/summary-preview", view_func=office_editing.preview, methods=["POST"])
pages.add_url_rule("/summary-pasted", view_func=office_editing.pasted, methods=["POST"])


@pages.app_template_global("has_note")
def has_note(dialogue: Dialogue) -> bool:
    """Whether a Dialogue's note is begun."""
    return queries.has_note(dialogue.id)


@pages.app_template_global("theme_names")
def theme_names(codes: tuple[str, ...]) -> list[str]:
    """What themes are called, in their order."""
    return [str(THEMES[Theme(code)]) for code in in_order(codes)]


@pages.get("/dialogues/<public_id>/summary")
def note(public_id: str) -> str:
    """The note of a Dialogue: its sections and languages; where there is none, how to begin it."""
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    found = queries.note_of_dialogue(dialogue.id)
    if found is None:
        source = request.args.get("source", dialogue.source_language)
        if source not in LANGUAGES:
            abort(404)
        return _start_page(dialogue, source, StartForm(data=_template(dialogue, source)))
    return _note_page(found, AddForm())


@pages.post("/dialogues/<public_id>/summary/start/<target>")
def start(public_id: str, target: str) -> ViewAnswer:
    """Begin the note of a Dialogue in a language, which becomes its source."""
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    if target not in LANGUAGES:
        abort(404)
    form = StartForm()
    if not form.is_fine():
        return _start_page(dialogue, target, form), 422
    sections = [
        NewSection(kind, Words(field.data, ""))
        for kind, field in form.headings().items()
        if field.data
    ]
    title = NewSection(SectionKind.TITLE, Words(form.title.data or "", ""))
    try:
        begun = service.start(dialogue, target, [title, *sections], current_user.id)
    except refusals.NoteExists as refused:
        form.form_errors.append(say(refused))
        return _start_page(dialogue, target, form), refused.status
    flash(
        ngettext(
            "The note is begun, with its title and %(num)s section. Nobody but the staff sees it "
            "before it is published.",
            "The note is begun, with its title and %(num)s sections. Nobody but the staff sees it "
            "before it is published.",
            len(sections),
        ),
        "success",
    )
    return _to_note(begun)


@pages.post("/dialogues/<public_id>/summary/themes")
def themes(public_id: str) -> ViewAnswer:
    """Say what the note as a whole is about."""
    found = _note(public_id)
    form = ThemesForm()
    if form.validate():
        service.change_themes(found, in_order(form.themes.data or ()))
        flash(_("The themes of the note are saved."), "success")
    return _to_note(found)


@pages.post("/dialogues/<public_id>/summary/sections")
def add(public_id: str) -> ViewAnswer:
    """Add a section after the others, and go on to write it."""
    found = _note(public_id)
    form = AddForm()
    if not form.is_fine():
        return _note_page(found, form), 422
    new = NewSection(SectionKind(form.kind.data), Words(form.heading.data or "", ""))
    added = service.add_section(found, new, found.source_language, current_user.id)
    flash(_("The section is added, as the last of the note."), "success")
    return redirect(url_for(".section", public_id=added.public_id), 303)


@pages.post("/summary-sections/<public_id>/move")
def move(public_id: str) -> ViewAnswer:
    """Move a section one place up or down."""
    section = _section(public_id)
    if PressForm().is_fresh() and section.removed_at is None:
        service.move_section(section, -1 if request.form.get("where") == "up" else 1)
        flash(_("The sections are in their new order."), "success")
    return _to_note(section.note, f"section-{public_id}")


@pages.post("/summary-sections/<public_id>/remove")
def remove(public_id: str) -> ViewAnswer:
    """Take a section out of its note; its texts stay."""
    section = _section(public_id)
    if PressForm().is_fresh():
        service.remove_section(section)
        flash(
            ngettext(
                "The section is taken out, with its text in %(num)s language. You can put it back "
                "from the end of this page.",
                "The section is taken out, with its texts in %(num)s languages. You can put it "
                "back from the end of this page.",
                len(section.texts),
            ),
            "success",
        )
    return _to_note(section.note)


@pages.post("/summary-sections/<public_id>/restore")
def restore(public_id: str) -> ViewAnswer:
    """Put a section back that was taken out."""
    section = _section(public_id)
    if PressForm().is_fresh():
        service.restore_section(section)
        flash(_("The section is back in its place."), "success")
    return _to_note(section.note, f"section-{public_id}")


def _note(public_id: str) -> SummaryNote:
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    return queries.note_of_dialogue(dialogue.id) or abort(404)


def _section(public_id: str) -> SummarySection:
    return queries.section_by_public_id(public_id) or abort(404)


def _to_note(found: SummaryNote, anchor: str | None = None) -> ViewAnswer:
    here = url_for(".note", public_id=found.dialogue.public_id, _anchor=anchor)
    return redirect(here, 303)


def _template(dialogue: Dialogue, source: str) -> dict[str, str]:
    """The title and headings that a new note has in a language, until its editor changes them."""
    title = dialogue.texts.get(source)
    with force_locale(source):
        headings = {f"heading_{kind.value}": str(KINDS[kind]) for kind in TEMPLATE}
    return {"title": title.title if title else "", **headings}


def _start_page(dialogue: Dialogue, source: str, form: StartForm) -> str:
    return render_template(
        "summaries/office_start.html", dialogue=dialogue, source=source, form=form
    )


def _note_page(found: SummaryNote, form: AddForm) -> str:
    standing = queries.standing(found)
    states = queries.states(found)
    return render_template(
        "summaries/office_note.html",
        dialogue=found.dialogue,
        note=found,
        source=found.source_language,
        sections=standing,
        taken_out=[section for section in found.sections if section.removed_at],
        waiting=queries.parked_in(found, current_user.id),
        languages=[
            (code, _counts([*states[code].values()])) for code in LANGUAGES if code in states
        ],
        published=queries.last_publications([found.id])[found.id],
        people={person.id: person.name for person in all_staff()},
        form=form,
        press=PressForm(),
        themes_form=ThemesForm(data={"themes": list(found.themes)}, formdata=None),
        kinds=KINDS,
        states=STATES,
        state_tags=STATE_TAGS,
    )


def _counts(states: list[State]) -> list[tuple[State, int]]:
    return [(state, states.count(state)) for state in State if state in states]
