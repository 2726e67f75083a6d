"""The mail with the link that finishes a registration."""

from flask_babel import gettext as _

from dialogues.languages.times import moment
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.registration.mail import session_facts
from dialogues.registration.unfinished_links import finish_link
from dialogues.registration.unfinished_queries import unfinished_by_id
from dialogues.support import clock


def compose_finish(row: OutboxMail) -> Mail | None:
    """The mail with the link; None once it was pressed, or is too late.

    Nothing that was typed is in it: whoever typed it may have typed somebody else's address.
    """
    unfinished = unfinished_by_id(row.subject_id)
    if unfinished is None or unfinished.finished_at or unfinished.expires_at <= clock.now():
        return None
    session = unfinished.session
    until = moment(unfinished.expires_at, row.zone, row.language)
    works = _(
        "The link works once, until %(time)s. Until then no seat is held for you.", time=until
    )
    return Letter(
        subject=_(
            "One step is left to register: %(title)s",
            title=session.dialogue.text(row.language).title,
        ),
        opening=(
            _("Please open the link below and press the button there to finish registering."),
            works,
        ),
        facts=session_facts(session, row.zone, row.language),
        button=(_("Finish registering"), finish_link(unfinished)),
        closing=(_("If this was not you, nobody is registered and you need do nothing."),),
    ).to_mail()
