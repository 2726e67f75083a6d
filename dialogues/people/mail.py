"""The mails with which staff sign in."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.people import links, queries
from dialogues.people.models import Staff
from dialogues.people.roles import ROLES_EXPLAINED
from dialogues.people.rules import INVITED
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
    if row.payload.get("reason") == INVITED:
        return _invitation(link.staff, address)
    return Letter(
        subject=_("Sign in to the Dialogues"),
        opening=(_("Press the button to sign in. The link works once, within 30 minutes."),),
        button=(_("Sign in"), address),
        closing=(_("If you did not ask for this link, you need do nothing."),),
    ).to_mail()


def _invitation(person: Staff, address: str) -> Mail:
    sign_in = url_for("sign_in.ask", _external=True)
    return Letter(
        subject=_("You are on the staff of the Dialogues"),
        opening=(
            _("You can now work on the Food Systems Solutions Dialogues."),
            _("Press the button to sign in. The link works once, within 7 days."),
        ),
        facts=(
            (_("Name"), person.name),
            (_("Role"), str(ROLES_EXPLAINED[person.role])),
        ),
        button=(_("Sign in"), address),
        closing=(
            _("After that, sign in with your address at %(address)s.", address=sign_in),
            _("If you do not know what this is about, you need do nothing."),
        ),
    ).to_mail()
