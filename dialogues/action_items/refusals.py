"""What the rules of action items turn down."""

from dialogues.support.refusals import N_, Refusal


class OwnerNeedsAddress(Refusal):
    """An owner of the register is to do something, and no mail could reach them."""

    sentence = N_(
        "%(name)s has no e-mail address, so nobody could be asked to do this. Open “Owners”, "
        "choose %(name)s and add the address, or choose another owner."
    )
    status = 422


class PersonNeedsAddress(Refusal):
    """A person is to do something, and no mail could reach them."""

    sentence = N_(
        "Enter the e-mail address of %(name)s, like name@example.org: the link to accept the "
        "action item and to report on it is sent there."
    )
    status = 422


class AddressIsInRegister(Refusal):
    """What is typed as the address of a person is that of an owner who can be chosen."""

    sentence = N_(
        "This is the e-mail address of %(name)s, who is in the list of owners. Please choose "
        "%(name)s there, or give another address."
    )
    status = 422


class DueIsNoDate(Refusal):
    """What was typed is not a day."""

    sentence = N_("“%(text)s” is not a date. Give one such as 2027-07-27.")
    status = 422


class DueIsPast(Refusal):
    """Nobody can do anything by then."""

    sentence = N_("%(date)s is past. Give a date that is still to come.")
    status = 422


class DueIsTooFar(Refusal):
    """Perhaps a mistake of typing."""

    sentence = N_("%(date)s is more than ten years ahead. Please check the year.")
    status = 422


class TextIsMissing(Refusal):
    """Nobody would know what is to be done."""

    sentence = N_("Write what is to be done, in the language of the text.")
    status = 422


class ReasonIsMissing(Refusal):
    """Everybody may ask why."""

    sentence = N_("Write in a sentence why it is dropped. Everybody can read it.")
    status = 422


class ItemIsClosed(Refusal):
    """What is done or dropped stays so, until it is reopened."""

    sentence = N_("This action item is closed. Reopen it first.")


class ItemIsOpen(Refusal):
    """There is nothing to reopen."""

    sentence = N_("This action item is not closed.")


class NothingIsProposed(Refusal):
    """The proposal of another date was taken back, or somebody has answered it."""

    sentence = N_("No other date is proposed any more.")


class ItemChangedMeanwhile(Refusal):
    """Somebody else was quicker."""

    sentence = N_(
        "Somebody else has changed this action item since you opened the page. What you typed is "
        "kept below, and is not saved. Look at what changed, then press again to save yours."
    )


class OwnerChangedMeanwhile(Refusal):
    """Somebody else was quicker, with an entry of the register."""

    sentence = N_(
        "Somebody else has changed this entry since you opened the page. What you typed is kept "
        "below, and is not saved. Look at what changed, then press again to save yours."
    )


class OwnerIsUnknown(Refusal):
    """The form names an owner that the register does not offer."""

    sentence = N_("Choose an owner from the list, or enter a person.")
    status = 422


class OwnerStillOwes(Refusal):
    """Without an address, nobody would be reminded."""

    sentence = N_(
        "%(name)s has action items that are not closed, and their links go to this address. "
        "Enter another address, or give those items to others first."
    )
    status = 422


class OwnerFieldIsWrong(Refusal):
    """Something of an entry of the register cannot be kept."""

    status = 422


class NameIsMissing(OwnerFieldIsWrong):
    """Nobody would know who it is."""

    sentence = N_("Enter the name in at least one language.")


class TextIsTooLong(OwnerFieldIsWrong):
    """More than its column holds."""

    sentence = N_("This text must have %(most)s characters or fewer.")


class TextHasHidden(OwnerFieldIsWrong):
    """Characters that nobody sees."""

    sentence = N_("This text has characters that cannot be shown. Please type it anew.")


class KindIsUnknown(OwnerFieldIsWrong):
    """The register holds other kinds."""

    sentence = N_("“%(text)s” is no kind of owner. Write one of: %(known)s.")


class AddressIsWrong(OwnerFieldIsWrong):
    """No mail could get there."""

    sentence = N_("Enter an e-mail address in the correct form, like name@example.org.")


class WebsiteIsWrong(OwnerFieldIsWrong):
    """The public could not open it, or should not."""

    sentence = N_("Enter a web address that begins with http:// or https://.")


class KeyIsMissing(OwnerFieldIsWrong):
    """Rows of a spreadsheet are matched by it."""

    sentence = N_("Give this row a key of its own, such as “school-meals”.")


class KeyIsTaken(OwnerFieldIsWrong):
    """Another entry has it."""

    sentence = N_("Another entry has the key “%(text)s”.")


class KeyIsRepeated(OwnerFieldIsWrong):
    """Two rows of one sheet are about one entry."""

    sentence = N_("Line %(line)s has the same key.")


class SheetIsTooLargeForPage(OwnerFieldIsWrong):
    """The rows do not fit into a form field."""

    sentence = N_("This spreadsheet is too large for this page. Split it into several.")
