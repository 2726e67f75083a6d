"""The questions that registrants asked, grouped for the moderator."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField
from wtforms.validators import Length

from dialogues.people.categories import CATEGORIES
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import admission_service, room_queries
from dialogues.registration.models import Registration
from dialogues.registration.questions import BY, grouped
from dialogues.web.forms import BaseForm, ViewAnswer, Visible, on_one_line
from dialogues.web.guards import office_pages

pages = office_pages("registration_questions", __name__)


class TopicForm(BaseForm):
    """The topic under which some questions are put; none takes them out of theirs."""

    topic = StringField(
        _l("Topic"),
        filters=[on_one_line],
        validators=[Visible(), Length(max=100, message=_l("Use 100 characters or fewer."))],
    )


@pages.route("/sessions/<public_id>/questions", methods=["GET", "POST"])
def questions(public_id: str) -> ViewAnswer:
    """The questions in groups; putting those that are ticked under a topic."""
    session = session_by_public_id(public_id) or abort(404)
    asked = room_queries.questions(session.id)
    form = TopicForm()
    if request.method == "POST":
        chosen = [one for one in asked if one.public_id in request.form.getlist("chosen")]
        is_valid = form.validate()
        if not chosen:
            form.topic.errors = [_("Tick the questions that belong to the topic first.")]
        elif is_valid:
            return _group(session, chosen, form.topic.data or None)
    by = request.args.get("by", "")
    by = by if by in BY else "topic"
    page = render_template(
        "registration/questions.html",
        session=session,
        groups=grouped(asked, by),
        count=len(asked),
        by=by,
        BY=BY,
        topics=sorted({one.question_topic for one in asked if one.question_topic}),
        chosen=request.form.getlist("chosen"),
        categories=CATEGORIES,
        form=form,
    )
    return page, 422 if request.method == "POST" else 200


def _group(session: DialogueSession, chosen: list[Registration], topic: str | None) -> ViewAnswer:
    for registration in chosen:
        admission_service.group_question(registration, topic)
    if topic:
        sentence = ngettext(
            "%(num)s question is under “%(topic)s” now.",
            "%(num)s questions are under “%(topic)s” now.",
            len(chosen),
            topic=topic,
        )
    else:
        sentence = ngettext(
            "%(num)s question is under no topic now.",
            "%(num)s questions are under no topic now.",
            len(chosen),
        )
    flash(sentence, "success")
    return redirect(url_for("registration_questions.questions", public_id=session.public_id), 303)
