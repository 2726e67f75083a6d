"""What invites say of a session's time."""

from collections.abc import Sequence

from flask_babel import gettext as _

from dialogues.invites.causes import Cause, Reason, Span
from dialogues.invites.untold import News, Untold
from dialogues.languages.times import one_line, zone_name
from dialogues.support import zones


def time_news(untold: Untold) -> Sequence[News]:
    """What the session's time was when the reader was last told, against what it is."""
    if not untold.moves:
        return ()
    session, row, title = untold.entry.session, untold.row, untold.title
    before, known = untold.moves[0]
    if before == (session.starts_at, session.ends_at):
        return (_of_no_move(untold, known),)
    if all(cause.reason is Reason.ZONE_RULES for _before, cause in untold.moves):
        return (_of_clocks(untold, before),)
    return (
        (
            _("New time: %(title)s", title=title),
            _(
                "The session you registered for has a new time: %(when)s. It was: %(previous)s.",
                when=one_line(session.starts_at, session.ends_at, row.zone, row.language),
                previous=one_line(*before, row.zone, row.language),
            ),
        ),
    )


def _of_no_move(untold: Untold, known: Cause) -> News:
    """The instants are what they were: the zone alone is another, or a move was taken back."""
    zone, title = untold.entry.session.zone, untold.title
    if known.zone not in (None, zone):
        return (
            _("Same time, other clocks: %(title)s", title=title),
            _(
                "The session now follows the clocks in %(zone)s. For you its time stays the same.",
                zone=zone_name(zone, untold.row.language),
            ),
        )
    return (
        _("Same time as announced: %(title)s", title=title),
        _(
            "A new time was set and taken back; the session takes place when it was announced "
            "first."
        ),
    )


def _of_clocks(untold: Untold, before: Span) -> News:
    session, row = untold.entry.session, untold.row
    here = zones.local(session.starts_at, row.zone).replace(tzinfo=None)
    # On the clocks of the zone itself nothing has moved, and its earlier rules are gone.
    zone = "UTC" if here == session.local_start else row.zone
    return (
        _("Clocks change: %(title)s", title=untold.title),
        _(
            "The rules for the clocks in %(zone)s have changed. The session keeps its time "
            "there, and moves in other zones. By the earlier rules it was: %(previous)s.",
            zone=zone_name(session.zone, row.language),
            previous=one_line(*before, zone, row.language),
        ),
    )
