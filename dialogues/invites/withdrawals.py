"""What goes with a CANCEL: who cancelled, or where the person went."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.rules import twins_first_in
from dialogues.invites.causes import Reason, cause_in
from dialogues.invites.models import Entry
from dialogues.invites.preloading import twins_with_room
from dialogues.languages.times import one_line
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.links import manage_link, swap_link
from dialogues.registration.mail import session_facts


def withdrawal_letter(entry: Entry, row: OutboxMail) -> Letter:
    """The letter that says why a session leaves a calendar."""
    title = entry.session.dialogue.text(row.language).title
    match cause_in(row.payload).reason:
        case Reason.SESSION_CANCELLED:
            return _session_cancelled(entry, row, title)
        case Reason.SWAPPED:
            subject = _("You have left this session: %(title)s", title=title)
            why = _(
                "You have moved to the other session of this Dialogue: %(when)s.",
                when=_when(entry.registration.session, row),
            )
            button = _("See your registration")
        case Reason.DECLINED:
            subject = _("You declined: %(title)s", title=title)
            why = _(
                "You declined this session in your calendar, so your seat is free for others. "
                "If that was a mistake, take it back here."
            )
            button = _("Take your seat back, if seats are left")
        case _cancelled:
            subject = _("Your registration is cancelled: %(title)s", title=title)
            why = _("You have cancelled your registration, and your seat is free for others.")
            button = _("Register again, if seats are left")
    return Letter(
        subject=subject,
        opening=(why, _taken_out(entry)),
        facts=session_facts(entry.session, row.zone, row.language),
        button=(button, manage_link(entry.registration)),
    )


def _session_cancelled(entry: Entry, row: OutboxMail, title: str) -> Letter:
    registration = entry.registration
    is_still_here = registration.session_id == entry.session_id
    twins = twins_with_room(entry.session) if is_still_here else []
    twins = twins_first_in(registration.listening_language, twins)
    if len(twins) == 1:
        button = _("Move to the other session"), swap_link(registration, twins[0])
    elif twins:
        button = _("Move to another session"), manage_link(registration)
    else:
        home = url_for("publishing.home", language=row.language, _external=True)
        button = _("See what else is planned"), home
    return Letter(
        subject=_("Cancelled: %(title)s", title=title),
        opening=(
            _("The organisers have cancelled this session."),
            _("Your calendar will show it as cancelled, or ask you to remove it.")
            if entry.part
            else _("Your calendar will show it as cancelled when it next reads your feed."),
            *(
                _(
                    "The other session of this Dialogue takes place: %(when)s. You can move "
                    "there: open the link below, and confirm.",
                    when=_when(twin, row),
                )
                for twin in twins
            ),
        ),
        facts=session_facts(entry.session, row.zone, row.language),
        button=button,
    )


def _when(session: DialogueSession, row: OutboxMail) -> str:
    return one_line(session.starts_at, session.ends_at, row.zone, row.language)


def _taken_out(entry: Entry) -> str:
    if entry.part is None:
        return str(_("Your calendar leaves the session out when it next reads your feed."))
    return str(_("This message takes the session out of your calendar."))
