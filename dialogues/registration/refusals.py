"""What registration turns down."""

from dialogues.support.refusals import N_, Refusal


class RegistrationIsNotOpen(Refusal):
    """The session is not open yet, closed, cancelled or over."""

    sentence = N_("Registration for this session is not open.")


class RegistrationIsByInvitation(Refusal):
    """Only who is on the session's list may come."""

    sentence = N_(
        "This session is by invitation. Please use the personal link in the mail that invited you."
    )


class RegistrationNeedsApproval(Refusal):
    """A seat would be given up for a registration that organisers have yet to approve."""

    sentence = N_(
        "Registrations for that session are approved one by one, so you cannot move to it. Your "
        "present registration stays as it is."
    )


class CategoryIsNotAdmitted(Refusal):
    """The session is for people in other capacities."""

    sentence = N_("This session is not for people who take part in this capacity.")
    status = 422


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


class EndedByOrganisers(Refusal):
    """Organisers removed or did not approve the registration: only they take that back."""

    sentence = N_("The organisers ended this registration. Please write to them.")


class AnotherSeatIsHeld(Refusal):
    """The person has a seat in the Dialogue by another registration."""

    sentence = N_(
        "You already have a seat in this Dialogue. Its links are in the mail that confirmed it."
    )


class AddressIsRegistered(Refusal):
    """For organisers only: the address is registered in the Dialogue already.

    With the ``public_id`` of that registration among its values.
    """

    sentence = N_("%(email)s is already registered in this Dialogue, under the name %(name)s.")


class HasNoSeat(Refusal):
    """Somebody without a seat would be checked in."""

    sentence = N_("Only who has a seat can be checked in.")


class NotPending(Refusal):
    """The registration does not await approval."""

    sentence = N_("This registration does not await approval any more.")


class NotApproved(Refusal):
    """There is no approval to take back."""

    sentence = N_("This registration has no approval that could be taken back.")


class LinkIsUnknown(Refusal):
    """A link that was not made here, or was altered on its way."""

    sentence = N_("This link is not complete, or it was altered on its way to you.")
    status = 404


class AlreadyFinished(Refusal):
    """The link that finishes a registration was pressed before."""

    sentence = N_(
        "This link was used before, and works once. The mail that followed says the rest."
    )
    status = 410


class FinishingIsTooLate(Refusal):
    """The link that finishes a registration is older than an hour, or nothing is kept of it."""

    sentence = N_("This link worked for an hour, which is over. Please fill in the form again.")
    status = 410


class LinkHasExpired(Refusal):
    """A link that worked once."""

    sentence = N_("This link has expired.")
    status = 410
