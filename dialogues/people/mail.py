"""The mail with which staff sign in."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.people import links, queries
from dialogues.support import clock


def compose_sign_in(row: OutboxMail) -> Mail | None:
    """The mail with a one-time link; None where there is nobody to sign in, or no time left."""
    link = queries.link_by_id(row.subject_id)
    if link is None or not link.is_live(clock.now()):
        return None
    address = url_for(
        "sign_in.redeem",
        language=row.language,
        token=links.sign_in_token(link),
        next=row.payload.get("next"),
        _external=True,
    )
    return Letter(
        subject=_("Sign in to the Dialogues"),
        opening=(_("Press the button to sign in. The link works once, within 30 minutes."),),
        button=(_("Sign in"), address),
        closing=(_("If you did not ask for this link, you need do nothing."),),
    ).to_mail()
