"""The mail that asks a registrant about a refusal that came from another address."""

from flask_babel import gettext as _

from dialogues.invites import queries
from dialogues.invites.addresses import open_reply_address
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.registration.links import manage_link
from dialogues.registration.mail import session_facts
from dialogues.support import clock
from dialogues.support.addresses import email_address


def compose_declined_elsewhere(row: OutboxMail) -> Mail | None:
    """What somebody declined, and how to cancel; None where the seat is given back already."""
    entry = queries.entry_for_mail(row.subject_id)
    if entry is None or not entry.holds_seat(clock.now()):
        return None
    session = entry.session
    sender = email_address(row.payload["sender"])
    return Letter(
        subject=_("Do you still come? %(title)s", title=session.dialogue.text(row.language).title),
        opening=(
            _("Somebody declined this session for you, from the address %(sender)s.", sender=sender)
            if sender
            else _("Somebody declined this session for you, from another address than yours."),
            _("Your seat is still yours, and nothing has changed. If you come, do nothing."),
            _("If you cannot come, please cancel here, so that somebody else can have the seat."),
        ),
        facts=session_facts(session, row.zone, row.language),
        button=(_("Change language, swap session or cancel"), manage_link(entry.registration)),
    ).to_mail(envelope_sender=open_reply_address(entry.token))
