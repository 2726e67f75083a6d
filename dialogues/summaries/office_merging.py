"""Two editors at once: the second reads who changed what, and puts the two texts together."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from dialogues.summaries import queries, refusals, service
from dialogues.summaries.differences import differences
from dialogues.summaries.forms import TextForm
from dialogues.summaries.merging import Proposal, proposal
from dialogues.summaries.models import SectionVersion, SummarySection
from dialogues.summaries.office_editing import section_to_write, staff_names, to_merge
from dialogues.support.markup import html_of
from dialogues.web.forms import PressForm, ViewAnswer


def merge(public_id: str, target: str) -> ViewAnswer:
    """Put what somebody kept aside together with what was saved meanwhile."""
    section = section_to_write(public_id, target)
    mine = _mine(section, target)
    found = _proposal(section, target, mine)
    text = section.texts.get(target)
    base = text.version if text else 0
    form = TextForm(data={**asdict(found.words), "base": base, "kept": mine.id})
    if request.method == "GET" or request.form.get("action") == "preview":
        return _page(section, target, mine, found, form)
    if not form.is_fine():
        return _page(section, target, mine, found, form), 422
    saved = service.save(section, target, form.words, form.number("base"), current_user.id, mine.id)
    if saved.is_parked:
        return to_merge(section, target)
    flash(
        _("The two texts are one now. What stood here before stays among the earlier versions."),
        "success",
    )
    return _onward(section, target)


def drop(public_id: str, target: str) -> ViewAnswer:
    """Do without what was kept aside: say what that deletes, then do it."""
    section = section_to_write(public_id, target)
    mine = _mine(section, target)
    form = PressForm()
    if request.method == "GET" or not form.is_fresh():
        return render_template(
            "summaries/office_drop.html", section=section, target=target, mine=mine, form=form
        )
    service.forget(mine)
    flash(_("Your text is deleted. The section stays as the others have saved it."), "success")
    return _onward(section, target)


def _mine(section: SummarySection, language: str) -> SectionVersion:
    waiting = queries.parked(section.id, language, current_user.id)
    if not waiting:
        raise refusals.TextIsGone
    return waiting[0]


def _proposal(section: SummarySection, language: str, mine: SectionVersion) -> Proposal:
    return proposal(
        queries.words_of(queries.version_on_which(mine)),
        queries.words_of(section.texts.get(language)),
        queries.words_of(mine),
        language,
    )


def _page(
    section: SummarySection,
    language: str,
    mine: SectionVersion,
    found: Proposal,
    form: TextForm,
) -> str:
    text = section.texts.get(language)
    base = queries.words_of(queries.version_on_which(mine))
    return render_template(
        "summaries/office_merge.html",
        section=section,
        dialogue=section.note.dialogue,
        target=language,
        me=current_user.id,
        form=form,
        text=text,
        mine=mine,
        clashes=found.clashes,
        changes=[
            (
                differences(base.heading, one.heading, language),
                differences(base.body, one.body, language),
            )
            for one in (queries.words_of(text), queries.words_of(mine))
        ],
        people=staff_names(),
        html=html_of(form.words.body),
    )


def _onward(section: SummarySection, language: str) -> ViewAnswer:
    """To where the section is written in that language."""
    if queries.parked(section.id, language, current_user.id):
        return redirect(url_for(".merge", public_id=section.public_id, target=language), 303)
    note = section.note
    if language == note.source_language:
        return redirect(url_for(".section", public_id=section.public_id), 303)
    there = url_for(
        "summaries_translation.translate",
        public_id=note.dialogue.public_id,
        target=language,
        _anchor=f"section-{section.public_id}",
    )
    return redirect(there, 303)
