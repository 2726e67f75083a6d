"""What goes with a CANCEL: who cancelled, or where the person went."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.rules import twins_first_in
from dialogues.invites.mail_queries import twins_with_room
from dialogues.invites.models import Entry, Method
from dialogues.languages.times import one_line
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.links import manage_link, swap_link
from dialogues.registration.mail import session_facts


def withdrawal_letter(entry: Entry, row: OutboxMail, part: Method | None) -> Letter:
    """The letter that says why a session leaves a calendar; ``part`` is what it carries."""
    match row.payload["reason"]:
        case "session_cancelled":
            return _session_cancelled(entry, row, part)
        case "swapped":
            return _swapped(entry, row, part)
        case "declined":
            return _declined(entry, row, part)
        case _cancelled:
            return _cancelled_by_person(entry, row, part)


def _cancelled_by_person(entry: Entry, row: OutboxMail, part: Method | None) -> Letter:
    return Letter(
        subject=_("Your registration is cancelled: %(title)s", title=_title(entry, row)),
        opening=(
            _("You have cancelled your registration, and your seat is free for others."),
            _taken_out(part),
        ),
        facts=session_facts(entry.session, row.zone, row.language),
        button=(_("Register again, if seats are left"), manage_link(entry.registration)),
    )


def _declined(entry: Entry, row: OutboxMail, part: Method | None) -> Letter:
    return Letter(
        subject=_("You declined: %(title)s", title=_title(entry, row)),
        opening=(
            _(
                "You declined this session in your calendar, so your seat is free for others. "
                "If that was a mistake, take it back here."
            ),
            _taken_out(part),
        ),
        facts=session_facts(entry.session, row.zone, row.language),
        button=(_("Take your seat back, if seats are left"), manage_link(entry.registration)),
    )


def _swapped(entry: Entry, row: OutboxMail, part: Method | None) -> Letter:
    return Letter(
        subject=_("You have left this session: %(title)s", title=_title(entry, row)),
        opening=(
            _(
                "You have moved to the other session of this Dialogue: %(when)s.",
                when=_when(entry.registration.session, row),
            ),
            _taken_out(part),
        ),
        facts=session_facts(entry.session, row.zone, row.language),
        button=(_("See your registration"), manage_link(entry.registration)),
    )


def _session_cancelled(entry: Entry, row: OutboxMail, part: Method | None) -> Letter:
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
        subject=_("Cancelled: %(title)s", title=_title(entry, row)),
        opening=(
            _("The organisers have cancelled this session."),
            _("Your calendar will show it as cancelled, or ask you to remove it.")
            if part
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


def _title(entry: Entry, row: OutboxMail) -> str:
    return entry.session.dialogue.text(row.language).title


def _when(session: DialogueSession, row: OutboxMail) -> str:
    return one_line(session.starts_at, session.ends_at, row.zone, row.language)


def _taken_out(part: Method | None) -> str:
    if part is None:
        return str(_("Your calendar leaves the session out when it next reads your feed."))
    return str(_("This message takes the session out of your calendar."))
