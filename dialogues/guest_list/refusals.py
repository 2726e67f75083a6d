"""What guest lists turn down: a line of a list, or what an invitation cannot do any more."""

from dialogues.support.refusals import N_, Refusal
from dialogues.support.sheet_refusals import InvalidSheet


class LineHasNoAddress(InvalidSheet):
    """Words, and no address among them or beside them."""

    sentence = N_("There is no e-mail address in “%(text)s”.")


class NotAnAddress(InvalidSheet):
    """Something with an @ that is no address."""

    sentence = N_("“%(text)s” is not an e-mail address.")


class NameHasHidden(InvalidSheet):
    """The name has characters that nobody sees, or that reorder what stands around them."""

    sentence = N_("The name of %(email)s has characters that cannot be shown. Please type it anew.")


class NameIsTooLong(InvalidSheet):
    """The name does not fit."""

    sentence = N_("The name of %(email)s has more than %(most)s characters.")


class LanguageIsUnknown(InvalidSheet):
    """A cell of the column of languages names none of the six."""

    sentence = N_("“%(text)s” is none of the six languages. The language chosen for all is used.")


class AddressIsRepeated(InvalidSheet):
    """The list has the address further up."""

    sentence = N_("%(email)s is in line %(line)s already.")


class ListIsTooLong(InvalidSheet):
    """More people than are invited at once."""

    sentence = N_("This list has more than %(most)s people. Invite them in several steps.")


class NobodyToInvite(InvalidSheet):
    """No line has somebody who is not on the list yet."""

    sentence = N_("There is nobody in this list to invite.")


class InvitationIsUnknown(Refusal):
    """A link that was not made here, or was altered on its way."""

    sentence = N_("This link is not complete, or it was altered on its way to you.")
    status = 404


class InvitationIsRevoked(Refusal):
    """Organisers took the invitation back."""

    sentence = N_("The organisers have taken this invitation back.")
    status = 410


class InvitationIsPassed(Refusal):
    """The addressee has named a stand-in."""

    sentence = N_("This invitation was passed on to a stand-in, who has a link of their own.")
    status = 410


class InvitationIsUsed(Refusal):
    """Somebody registered with it."""

    sentence = N_("This invitation has been used.")
    status = 410


class InvitationIsNotOpen(Refusal):
    """For organisers: the invitation was used, passed on or revoked in the meantime."""

    sentence = N_("This invitation has been used, passed on or revoked, so nothing was changed.")


class StandInCannotPassOn(Refusal):
    """Who stands in for somebody names no further stand-in."""

    sentence = N_("You stand in for somebody else, so you cannot pass this invitation on.")


class OwnStandIn(Refusal):
    """The address is the addressee's own."""

    sentence = N_("This is the address that was invited. Enter the address of your stand-in.")
    status = 422
