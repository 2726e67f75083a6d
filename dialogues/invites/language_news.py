"""What invites say of a session's languages, and to whom it no longer offers theirs."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.interpretation.rules import is_offered, listening_languages, twin_with
from dialogues.invites.untold import News, Untold
from dialogues.languages.names import language_list, language_name
from dialogues.languages.times import one_line
from dialogues.programme.facts import Change
from dialogues.programme.models import DialogueSession
from dialogues.registration.mail import swap_offer
from dialogues.registration.twins import twins_for


def language_news(untold: Untold) -> Sequence[News]:
    """What the session's languages were when the reader was last told, against what they are."""
    session = untold.entry.session
    known = next(cause for cause in untold.causes if Change.LANGUAGES in cause.changes)
    subject = _("New languages: %(title)s", title=untold.title)
    if known.floor_language is None:  # a mail of the first version, which did not keep it
        sentence = _("The languages of the session you registered for have changed.")
        return ((subject, sentence), *lost_language_news(untold))
    had, have = (known.floor_language, *known.interpretation), listening_languages(session)
    own, language = untold.entry.registration.listening_language, untold.row.language
    sentences = (
        *_of_floor(known.floor_language, session.floor_language, language),
        *_of_gone([each for each in had if each not in (*have, own)], language),
        *_of_come([each for each in have if each not in (*had, session.floor_language)], language),
    )
    lost = lost_language_news(untold) if own in had else ()
    return (*lost, *((subject, sentence) for sentence in sentences))


def _of_floor(before: str, floor: str, language: str) -> Sequence[str]:
    if before == floor:
        return ()
    return (
        _(
            "The session is now held in %(floor)s (it was %(previous)s).",
            floor=language_name(floor, language),
            previous=language_name(before, language),
        ),
    )


def _of_gone(gone: Sequence[str], language: str) -> Sequence[str]:
    if not gone:
        return ()
    return (
        ngettext(
            "%(languages)s is no longer offered in this session.",
            "%(languages)s are no longer offered in this session.",
            len(gone),
            languages=language_list(gone, language),
        ),
    )


def _of_come(come: Sequence[str], language: str) -> Sequence[str]:
    if not come:
        return ()
    return (
        ngettext(
            "%(languages)s is new in this session.",
            "%(languages)s are new in this session.",
            len(come),
            languages=language_list(come, language),
        ),
    )


def lost_language_news(untold: Untold) -> Sequence[News]:
    """What somebody can do whose listening language is not offered any more."""
    if not untold.has_no_language:
        return ()
    row, wanted = untold.row, untold.entry.registration.listening_language
    sentences = [
        _(
            "Your listening language, %(language)s, is no longer offered in this session.",
            language=language_name(wanted, row.language),
        ),
        *(
            _(
                "The other session of this Dialogue offers it: %(when)s. You can move there "
                "by the link below, or choose another language here.",
                when=one_line(twin.starts_at, twin.ends_at, row.zone, row.language),
            )
            for twin in _ways_out(untold)
        ),
    ]
    if len(sentences) == 1:
        sentences.append(_("You can choose another language with the button below."))
    subject = _("New languages: %(title)s", title=untold.title)
    return [(subject, sentence) for sentence in sentences]


def missed_language_news(untold: Untold) -> Sequence[News]:
    """What somebody is told with the invite whose own language only another session offers."""
    row = untold.row
    found = _twin_in_own_language(untold)
    if untold.has_no_language or found is None:
        return ()
    language, twin = found
    subject = _("Another session offers your language: %(title)s", title=untold.title)
    sentence = _(
        "This session is not interpreted into %(language)s. The other session of this Dialogue "
        "is: %(when)s. You can move there by the link below.",
        language=language_name(language, row.language),
        when=one_line(twin.starts_at, twin.ends_at, row.zone, row.language),
    )
    return ((subject, sentence),)


def offers(untold: Untold) -> tuple[tuple[str, str], ...]:
    """Where somebody can go whose language is not offered: labels and links."""
    registration, row = untold.entry.registration, untold.row
    if untold.has_no_language:
        twins = _ways_out(untold)
    else:
        found = _twin_in_own_language(untold) if untold.memberships else None
        twins = [found[1]] if found else []
    return tuple(swap_offer(registration, twin, row) for twin in twins)


def _twin_in_own_language(untold: Untold) -> tuple[str, DialogueSession] | None:
    """One of the reader's own languages that only a twin offers, and that; seldom reads."""
    registration, session = untold.entry.registration, untold.entry.session
    if all(is_offered(one, session) for one in registration.own_languages):
        return None
    return twin_with(registration.own_languages, session, twins_for(registration))


def _ways_out(untold: Untold) -> list[DialogueSession]:
    """The twins that offer the reader's listening language."""
    registration = untold.entry.registration
    return [
        twin
        for twin in twins_for(registration)
        if is_offered(registration.listening_language, twin)
    ]
