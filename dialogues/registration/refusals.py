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
    """For organisers only: the address is registered in the Dialogue already."""

    sentence = N_("%(email)s is already registered in this Dialogue, under the name %(name)s.")


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


class LinkHasExpired(Refusal):
    """A link that worked once."""

    sentence = N_("This link has expired.")
    status = 410
