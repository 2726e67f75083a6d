"""Publishing a note in one language: what readers will see, what the checks found, withdrawing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from dialogues.action_items.queries import items_by_public_ids
from dialogues.languages.names import language_name
from dialogues.languages.rules import LANGUAGES
from dialogues.people.queries import all_staff
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.summaries import checks_service, publishing_service, queries
from dialogues.summaries.checks import Finding, findings_of
from dialogues.summaries.content import Content, content_of
from dialogues.summaries.documents import document_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publishing import (
    obstacle_to,
    open_findings,
    print_of,
    publish_for_readers,
)
from dialogues.summaries.publishing_forms import FineForm, PublishForm, WithdrawForm
from dialogues.summaries.readers_queries import addresses_reached
from dialogues.summaries.rules import State
from dialogues.summaries.telling import to_be_told
from dialogues.support.refusals import Refusal
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("summaries_publishing", __name__, Role.EDITOR)
_HERE = "/dialogues/<public_id>/summary/publish/<target>"


@pages.get(_HERE)
def publish(public_id: str, target: str) -> str:
    """What readers of a language will see, and all that an editor should know before."""
    return _page(_note(public_id, target), target, PublishForm(formdata=None))


@pages.post(_HERE)
def freeze(public_id: str, target: str) -> ViewAnswer:
    """Publish what the page showed; where it reads otherwise by now, the page is shown anew."""
    note, form = _note(public_id, target), PublishForm()
    if not form.validate():
        return _page(note, target, form), 422
    seen = form.seen.data or ""
    try:
        done = publish_for_readers(note, target, current_user.id, current_language(), seen)
    except Refusal as refusal:
        form.form_errors.append(say(refusal))
        return _page(note, target, form), refusal.status
    flash(done, "success")
    return redirect(url_for(".publish", public_id=public_id, target=target), 303)


@pages.post(f"{_HERE}/fine")
def mark_as_fine(public_id: str, target: str) -> ViewAnswer:
    """Mark a finding as fine, with the reason."""
    note, form = _note(public_id, target), FineForm()
    if not form.validate():
        return _page(note, target, PublishForm(formdata=None), refused=form), 422
    mark = form.fingerprint.data or ""
    if mark not in {one.fingerprint for one in findings_of(note, target)}:
        flash(_("The note has changed since: this finding is there no more."), "warning")
    else:
        checks_service.mark_fine(note, mark, form.because.data or "", current_user.id)
        flash(_("The finding is marked as fine. You can look at it again below."), "success")
    return redirect(
        url_for(".publish", public_id=public_id, target=target, _anchor="findings"), 303
    )


@pages.post(f"{_HERE}/look-again/<fingerprint>")
def look_again(public_id: str, target: str, fingerprint: str) -> ViewAnswer:
    """Take back that a finding is fine."""
    note = _note(public_id, target)
    if PressForm().is_fresh():
        checks_service.unmark(note, fingerprint)
        flash(_("The finding is open again."), "success")
    return redirect(
        url_for(".publish", public_id=public_id, target=target, _anchor="findings"), 303
    )


@pages.route("/dialogues/<public_id>/summary/withdraw/<target>", methods=["GET", "POST"])
def withdraw(public_id: str, target: str) -> ViewAnswer:
    """Withdraw a note in a language, with a reason for its readers."""
    note, form = _note(public_id, target), WithdrawForm()
    onward = redirect(url_for(".publish", public_id=public_id, target=target), 303)
    if not form.is_submitted():
        last = _last(note, target)
        return onward if last.withdrawn_at else _withdraw_page(last, form)
    if not form.validate():
        return _withdraw_page(_last(note, target), form), 422
    try:
        publishing_service.withdraw(note, target, form.because.data or "", current_user.id)
    except Refusal as refusal:
        form.form_errors.append(say(refusal))
        return _withdraw_page(_last(note, target), form), refusal.status
    flash(_withdrawn(target), "success")
    return onward


@pages.app_template_global()
def in_words_of(language: str, caller: Callable[[], Markup]) -> Markup:
    """What a template says between the tags of a call, in the words of another language."""
    with force_locale(language):
        return caller()


def _page(
    note: SummaryNote, target: str, form: PublishForm, refused: FineForm | None = None
) -> str:
    content = content_of(note, target)
    findings, obstacle = findings_of(note, target), obstacle_to(note, target, content)
    form.seen.data = print_of(content)
    return render_template(
        "summaries/office_publish.html",
        note=note,
        dialogue=note.dialogue,
        target=target,
        form=form,
        refused=refused,
        obstacle=obstacle and say(obstacle),
        warnings=_warnings(note, target, content),
        findings=findings,
        still_open=len(open_findings(findings)),
        fine_forms=_fine_forms(findings, refused),
        revisions=queries.publications(note.id, target),
        names={person.id: person.name for person in all_staff()},
        telling=to_be_told(note.id, note.dialogue_id, target),
        **_preview(content, target),
    )


def _preview(content: Content, target: str) -> dict[str, Any]:
    shown = {one["id"] for one in (*content["items"], *content["carried"])}
    return {"document": document_of(content, target), "live": items_by_public_ids(shown)}


def _warnings(note: SummaryNote, target: str, content: Content) -> list[str]:
    """What readers will miss, in numbers."""
    found = Counter(queries.states(note).get(target, {}).values())
    strange = sum(one["language"] != target for one in content["carried"])
    bare = sum(
        bool(one["heading"]) and not (one["body"] or one["programme"] or one["items"])
        for one in content["sections"]
    )
    sentences = (
        (
            found[State.MISSING],
            ngettext(
                "%(num)s section is missing: readers will not see it.",
                "%(num)s sections are missing: readers will not see them.",
                found[State.MISSING],
            ),
        ),
        (
            found[State.DRAFT],
            ngettext(
                "%(num)s section is a draft that nobody has marked as done.",
                "%(num)s sections are drafts that nobody has marked as done.",
                found[State.DRAFT],
            ),
        ),
        (
            found[State.STALE],
            ngettext(
                "%(num)s section is stale: its source has changed since.",
                "%(num)s sections are stale: their sources have changed since.",
                found[State.STALE],
            ),
        ),
        (
            bare,
            ngettext(
                "%(num)s section has no text: readers will see its heading alone.",
                "%(num)s sections have no text: readers will see their headings alone.",
                bare,
            ),
        ),
        (
            strange,
            ngettext(
                "%(num)s action item of earlier Dialogues stands in another language.",
                "%(num)s action items of earlier Dialogues stand in another language.",
                strange,
            ),
        ),
    )
    return [sentence for number, sentence in sentences if number]


def _fine_forms(findings: list[Finding], refused: FineForm | None) -> dict[str, FineForm]:
    """A form for each open finding; the one that was refused keeps what was typed."""
    forms = {}
    for one in open_findings(findings):
        is_refused = refused is not None and refused.fingerprint.data == one.fingerprint
        form = refused if refused and is_refused else FineForm(formdata=None)
        form.because.id = f"because-{one.fingerprint}"
        forms[one.fingerprint] = form
    return forms


def _last(note: SummaryNote, target: str) -> Publication:
    return queries.last_publications([note.id])[note.id].get(target) or abort(404)


def _withdraw_page(last: Publication, form: WithdrawForm) -> str:
    return render_template(
        "summaries/office_withdraw.html",
        dialogue=last.note.dialogue,
        target=last.language,
        form=form,
        told=len(addresses_reached(last.note_id, last.language)),
        last=last,
    )


def _withdrawn(target: str) -> str:
    return str(
        _(
            "The note is withdrawn in %(language)s. To take that back, publish it again.",
            language=language_name(target, current_language()),
        )
    )


def _note(public_id: str, target: str) -> SummaryNote:
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    if target not in LANGUAGES:
        abort(404)
    return queries.note_of_dialogue(dialogue.id) or abort(404)
