"""What goes with a CANCEL: who cancelled, or where the person went."""

from flask_babel import gettext as _

from dialogues.interpretation.rules import twins_first_in
from dialogues.invites.causes import Reason, cause_in
from dialogues.invites.models import Entry
from dialogues.languages.times import one_line
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.links import manage_link, swap_link
from dialogues.registration.mail import organisers_wrote, session_facts, what_else_is_planned
from dialogues.registration.twins import twins_for


def withdrawal_letter(entry: Entry, row: OutboxMail) -> Letter:
    """The letter that says why a session leaves a calendar."""
    cause = cause_in(row.payload)
    if cause.reason is Reason.SESSION_CANCELLED:
        return _session_cancelled(entry, row)
    subject, why, button = _words(cause.reason, entry, row)
    return Letter(
        subject=subject,
        opening=(why, *organisers_wrote(cause.because), _taken_out(entry)),
        facts=session_facts(entry.session, row.zone, row.language),
        button=button,
    )


def _words(
    reason: Reason, entry: Entry, row: OutboxMail
) -> tuple[str, str, tuple[str, str] | None]:
    """Subject, what happened, and what there is to press.

    Only what people ended themselves can they take back, and what is erased has no page.
    """
    title = entry.session.dialogue.text(row.language).title
    page = manage_link(entry.registration)
    match reason:
        case Reason.SWAPPED:
            return (
                _("You have left this session: %(title)s", title=title),
                _(
                    "You have moved to the other session of this Dialogue: %(when)s.",
                    when=_when(entry.registration.session, row),
                ),
                (_("See your registration"), page),
            )
        case Reason.MOVED:
            return (
                _("You have another session now: %(title)s", title=title),
                _(
                    "The organisers have moved you to the other session of this Dialogue: "
                    "%(when)s.",
                    when=_when(entry.registration.session, row),
                ),
                (_("See your registration"), page),
            )
        case Reason.DECLINED:
            return (
                _("You declined: %(title)s", title=title),
                _(
                    "You declined this session in your calendar, so your seat is free for others. "
                    "If that was a mistake, take it back here."
                ),
                (_("Take your seat back, if seats are left"), page),
            )
        case Reason.REMOVED:
            return (
                _("Your registration has ended: %(title)s", title=title),
                _("The organisers have removed your registration. You have no seat any more."),
                what_else_is_planned(row.language),
            )
        case Reason.APPROVAL_WITHDRAWN:
            return (
                _("Awaits approval: %(title)s", title=title),
                _(
                    "The organisers have taken back the approval of your registration. You have "
                    "no seat any more, and get a mail as soon as they have decided anew."
                ),
                (_("See or withdraw your registration"), page),
            )
        case Reason.ERASED:
            return (
                _("Your data are erased: %(title)s", title=title),
                _("Your data are erased, and your registration with them."),
                None,
            )
        case _cancelled:
            return (
                _("Your registration is cancelled: %(title)s", title=title),
                _("You have cancelled your registration, and your seat is free for others."),
                (_("Register again, if seats are left"), page),
            )


def _session_cancelled(entry: Entry, row: OutboxMail) -> Letter:
    registration = entry.registration
    is_still_here = registration.session_id == entry.session_id
    twins = twins_for(registration) if is_still_here else ()
    twins = twins_first_in(registration.listening_language, twins)
    if len(twins) == 1:
        button = _("Move to the other session"), swap_link(registration, twins[0])
    elif twins:
        button = _("Move to another session"), manage_link(registration)
    else:
        button = what_else_is_planned(row.language)
    title = entry.session.dialogue.text(row.language).title
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
