"""One section in one language: written, saved while it is written, and as it was before."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.people.queries import all_staff
from dialogues.programme.themes import in_order
from dialogues.summaries import queries, service
from dialogues.summaries.differences import differences
from dialogues.summaries.forms import SectionForm, TextForm
from dialogues.summaries.labels import KINDS
from dialogues.summaries.models import SectionKind, SummarySection
from dialogues.summaries.next_dialogue import next_dialogue_of
from dialogues.summaries.pasted import markdown_of
from dialogues.support import clock, zones
from dialogues.support.markup import html_of
from dialogues.support.refusals import Refusal
from dialogues.web.forms import BaseForm, PressForm, ViewAnswer, say


def section(public_id: str) -> ViewAnswer:
    """Write a section in the note's source language, and say what it is about."""
    found = section_to_write(public_id)
    source = found.note.source_language
    form = SectionForm(data=_fields(found, source))
    if request.method == "GET" or request.form.get("action") == "preview":
        return _editor(found, form)
    if not form.is_fine():
        return _editor(found, form), 422
    service.change_section(
        found,
        in_order(form.themes.data or ()),
        found.writes_itself if found.kind is not SectionKind.NEXT else form.writes_itself.data,
    )
    if request.form.get("action") == "restore" and found.removed_at:
        service.restore_section(found)
        flash(_("The section is back in its place."), "success")
    saved = _save(found, source, form)
    if saved.is_parked:
        return to_merge(found, source)
    flash(_("The section is saved. Its earlier versions stay, and can be brought back."), "success")
    return redirect(url_for(".section", public_id=public_id), 303)


def autosave(public_id: str, target: str) -> Response | tuple[Response, int]:
    """Save what somebody is typing, for a script: where it stands now, and what to say of it."""
    found = section_to_write(public_id, target)
    form = TextForm()
    if not form.is_fine():
        says = _("Not saved yet: please see what is wrong.")
        sentences = [sentence for field in form.errors.values() for sentence in field]
        if form.has_expired:
            says, sentences = _("Not saved yet."), []
        return jsonify(says=says, sentences=sentences, token=generate_csrf()), 422
    saved = _save(found, target, form)
    if saved.is_parked:
        says = _("Somebody else has changed this section meanwhile. Your text is kept aside.")
    else:
        now = zones.local(clock.now(), settings().timezone)
        says = _("Saved at %(time)s.", time=f"{now:%H:%M:%S}")
    out = _("Somebody has taken this section out of the note. It can be put back at the end of the "
            "page of the note.")  # fmt: skip
    return jsonify(
        says=says,
        sentences=[out] if found.removed_at else [],
        base=0 if saved.is_parked else saved.version,
        kept=saved.kept or 0,
    )


def preview() -> str:
    """What a text looks like to its readers, for a script."""
    _require_token()
    return html_of(request.form.get("body", ""))


def pasted() -> Response | tuple[Response, int]:
    """What was pasted as HTML, as Markdown, for a script."""
    _require_token()
    # As a file: what Word writes around a few pages is more than a form's field may hold.
    html = request.files["html"].read().decode(errors="replace")
    try:
        return jsonify(markdown=markdown_of(html))
    except Refusal as refusal:
        return jsonify(says=say(refusal)), refusal.status


def _require_token() -> None:
    """End with 400 where no page of ours asks, or one that was open for too long."""
    if not BaseForm().validate():
        abort(400)


def versions(public_id: str, target: str) -> str:
    """The versions of a section in a language, and what one of them changed."""
    found = section_to_write(public_id, target)
    all_of_them = queries.versions_of(found.id, target)
    wanted = request.args.get("number", type=int)
    shown = next((one for one in all_of_them if one.number == wanted), None)
    before = [one for one in all_of_them if shown and (one.number or 0) < (shown.number or 0)]
    old, new = queries.words_of(before[0] if before else None), queries.words_of(shown)
    return render_template(
        "summaries/office_versions.html",
        **_about(found, target),
        versions=all_of_them,
        shown=shown,
        changed_heading=differences(old.heading, new.heading, target),
        changed_body=differences(old.body, new.body, target),
        people=staff_names(),
        form=PressForm(),
    )


def bring_back(public_id: str, target: str, number: int) -> ViewAnswer:
    """Save a version from before once more, as the last."""
    found = section_to_write(public_id, target)
    version = queries.version(found.id, target, number) or abort(404)
    if PressForm().is_fresh():
        last = found.texts[target].version
        service.save(found, target, queries.words_of(version), last, current_user.id)
        flash(
            _("Version %(number)s is back. To take this back, bring back the one before.",
              number=number),
            "success",
        )  # fmt: skip
    return redirect(url_for(".versions", public_id=public_id, target=target), 303)


def section_to_write(public_id: str, target: str | None = None) -> SummarySection:
    """A section of a note; ends with 404 where there is none, or no such language.

    One that was taken out among them: whoever is writing it meanwhile loses nothing.
    """
    found = queries.section_by_public_id(public_id)
    if found is None or target not in (None, *LANGUAGES):
        abort(404)
    return found


def to_merge(found: SummarySection, language: str) -> ViewAnswer:
    """Say that a text was kept aside, and lead to where it is merged."""
    flash(
        _("Somebody else has changed this section meanwhile. Nothing of yours is lost: here are "
          "both texts."),
        "warning",
    )  # fmt: skip
    return redirect(url_for(".merge", public_id=found.public_id, target=language), 303)


def staff_names() -> dict[int | None, str]:
    """Who wrote what, by id; commands have none."""
    return {None: _("The system"), **{person.id: person.name for person in all_staff()}}


def _save(found: SummarySection, language: str, form: TextForm) -> service.Saved:
    base, kept = form.number("base"), form.number("kept") or None
    return service.save(found, language, form.words, base, current_user.id, kept)


def _fields(found: SummarySection, language: str) -> dict[str, Any]:
    text = found.texts.get(language)
    words = queries.words_of(text)
    return {
        "heading": words.heading,
        "body": words.body,
        "base": text.version if text else 0,
        "kept": 0,
        "themes": list(found.themes),
        "writes_itself": found.writes_itself,
    }


def _about(found: SummarySection, language: str) -> dict[str, Any]:
    return {
        "section": found,
        "note": found.note,
        "dialogue": found.note.dialogue,
        "target": language,
        "kind": KINDS[found.kind],
    }


def _editor(found: SummarySection, form: SectionForm) -> str:
    source = found.note.source_language
    if found.kind is SectionKind.TITLE:
        form.heading.label.text = _("Title of the note")
        form.body.label.text = _("Opening words")
    follows = next_dialogue_of(found.note.dialogue, source)
    return render_template(
        "summaries/office_section.html",
        **_about(found, source),
        me=current_user.id,
        form=form,
        text=found.texts.get(source),
        people=staff_names(),
        waiting=queries.parked(found.id, source, current_user.id),
        html=html_of(form.words.body),
        follows=html_of(follows) if found.kind is SectionKind.NEXT else "",
        next_section=_next(found),
        kinds=KINDS,
    )


def _next(found: SummarySection) -> SummarySection | None:
    """The section that stands after one, if one does."""
    later = [one for one in queries.standing(found.note) if one.position > found.position]
    return min(later, key=lambda one: one.position, default=None)
