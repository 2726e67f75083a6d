"""Publishing a note in one language: what readers will see, what the checks found, withdrawing."""

from collections import Counter
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from dialogues.action_items.queries import items_by_public_ids
from dialogues.languages.names import language_name
from dialogues.languages.rules import LANGUAGES, one_after_another
from dialogues.people.queries import all_staff
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.summaries import checks_service, files, publishing_service, queries
from dialogues.summaries.checks import Finding, findings_of
from dialogues.summaries.content import Content, content_of
from dialogues.summaries.documents import document_of
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.publishing import open_findings, print_of, publish_in
from dialogues.summaries.publishing_forms import FineForm, PublishForm, WithdrawForm
from dialogues.summaries.readers_queries import READY, addresses_told
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
    content = content_of(note, target)
    if not form.validate():
        return _page(note, target, form), 422
    if form.seen.data != print_of(content):
        form.form_errors.append(
            _("The note has changed since you opened this page. Please look at it again.")
        )
        return _page(note, target, form), 409
    telling = to_be_told(note.id, note.dialogue_id, target)
    try:
        # What no PDF can show is to be found by its editor, not by its readers.
        files.file_of(document_of(content, target), "pdf")
        publication = publish_in(note, target, current_user.id)
    except Refusal as refusal:
        form.form_errors.append(say(refusal))
        return _page(note, target, form), refusal.status
    flash(_published(publication.number, target, telling), "success")
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
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                reason = form.because.data or ""
                publishing_service.withdraw(note, target, reason, current_user.id)
                flash(_withdrawn(target), "success")
                return redirect(url_for(".publish", public_id=public_id, target=target), 303)
        except Refusal as refusal:
            form.form_errors.append(say(refusal))
            status = refusal.status
    told = len(addresses_told(note.id, [READY], target))
    last = queries.last_publications([note.id])[note.id].get(target)
    page = render_template(
        "summaries/office_withdraw.html",
        dialogue=note.dialogue,
        target=target,
        form=form,
        told=told,
        last=last,
    )
    return page, status


def _page(
    note: SummaryNote, target: str, form: PublishForm, refused: FineForm | None = None
) -> str:
    content = content_of(note, target)
    findings = findings_of(note, target)
    form.seen.data = print_of(content)
    return render_template(
        "summaries/office_publish.html",
        note=note,
        dialogue=note.dialogue,
        target=target,
        form=form,
        refused=refused,
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


def _published(number: int, target: str, telling: int) -> str:
    done = _(
        "Revision %(number)s is published in %(language)s.",
        number=number,
        language=language_name(target, current_language()),
    )
    told = ngettext("%(num)s reader gets a mail.", "%(num)s readers get a mail.", telling)
    back = _("To take it back, withdraw it.")
    return one_after_another((done, told, back), current_language())


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
