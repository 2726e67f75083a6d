"""What registration turns down."""

from dialogues.support.refusals import N_, Refusal


class RegistrationIsNotOpen(Refusal):
    """The session is closed, cancelled or over."""

    sentence = N_("Registration for this session is not open.")


class SessionIsFull(Refusal):
    """Every seat of the session is taken."""

    sentence = N_("Every seat in this session is taken.")


class LanguageIsNotOffered(Refusal):
    """The session has no such channel."""

    sentence = N_("This language is not offered in this session.")
    status = 422


class AlreadyCancelled(Refusal):
    """The registration holds no seat any more."""

    sentence = N_("This registration has been cancelled.")


class AnotherSeatIsHeld(Refusal):
    """The person has a seat in the Dialogue by another registration."""

    sentence = N_(
        "You already have a seat in this Dialogue. Its links are in the mail that confirmed it."
    )


class LinkIsUnknown(Refusal):
    """A link that was not made here, or was altered on its way."""

    sentence = N_("This link is not complete, or it was altered on its way to you.")
    status = 404


class LinkHasExpired(Refusal):
    """A link that worked once."""

    sentence = N_("This link has expired.")
    status = 410
