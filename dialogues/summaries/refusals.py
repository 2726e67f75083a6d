"""What the rules turn down."""

from dialogues.support.refusals import N_, Refusal


class NoteExists(Refusal):
    """A Dialogue has one note."""

    sentence = N_("This Dialogue has a summary note already.")


class NothingToPublish(Refusal):
    """A language without a title, or without any text."""

    sentence = N_("The note has no title and text in this language yet, so it cannot be published.")


class DialogueIsADraft(Refusal):
    """A note stands beside its Dialogue, which the public must know."""

    sentence = N_(
        "Nobody could read the note yet, since its Dialogue is a draft. Please publish the "
        "Dialogue first."
    )


class PublishedAlready(Refusal):
    """A revision differs from the one before."""

    sentence = N_("Readers see these very words already, as revision %(number)s.")


class NoteHasChanged(Refusal):
    """What would be published is not what its editor has looked at."""

    sentence = N_("The note has changed since you opened this page. Please look at it again.")


class NothingToWithdraw(Refusal):
    """Only what is published can be withdrawn."""

    sentence = N_("The note is not published in this language, so there is nothing to withdraw.")


class TitleStays(Refusal):
    """The first section of a note holds its title."""

    sentence = N_("The title of the note is its first section, and cannot be moved or taken out.")


class TranslationIsEmpty(Refusal):
    """What has no text cannot be done."""

    sentence = N_("This section has no translation yet, so it cannot be marked as done.")


class TextChangedMeanwhile(Refusal):
    """Somebody saved another version in the meantime."""

    sentence = N_("Somebody has changed this section in the meantime. Please look at it again.")


class HeadingIsTooLong(Refusal):
    """More than a heading should say."""

    sentence = N_("A heading must have %(most)s characters or fewer. This one has %(count)s.")
    status = 422


class TextIsTooLong(Refusal):
    """More than one section should say."""

    sentence = N_(
        "The text of a section must have %(most)s characters or fewer. This one has %(count)s. "
        "Please divide it into several sections."
    )
    status = 422


class TextHasHidden(Refusal):
    """Characters that nobody sees, or that reorder what stands around them."""

    sentence = N_(
        "This text has a character that cannot be seen, and that could change how others read "
        "it, in line %(line)s. Please type that line anew."
    )
    status = 422


class NestedTooDeeply(Refusal):
    """Lists in lists in lists, of which a reader would not be shown the last."""

    sentence = N_(
        "Lists or quotations in this text are nested too deeply to be shown. Please nest them at "
        "most %(most)s deep."
    )
    status = 422


class TextIsGone(Refusal):
    """Somebody, or the same person elsewhere, has merged it."""

    sentence = N_("There is no text of yours that waits to be merged into this section.")
    status = 404


class TooMuchPasted(Refusal):
    """More than a browser hands over by pasting."""

    sentence = N_(
        "What you pasted is too large. Please paste it in parts, or import the file instead."
    )
    status = 413


class ItemTranslatedMeanwhile(Refusal):
    """Somebody else put an action item into the same language."""

    sentence = N_(
        "Somebody has put it into these words meanwhile: %(text)s. Press again to put yours in "
        "their place."
    )
    status = 409


class CommentIsMissing(Refusal):
    """What is sent back says why."""

    sentence = N_("Say what is to be changed: the translator sees only your words.")
    status = 422


class ReasonIsMissing(Refusal):
    """A difference is fine for a reason that the next editor can read."""

    sentence = N_("Please write why this difference is fine.")
    status = 422


class FileHasNoMarks(Refusal):
    """A Word file that was not exported for a translator, or lost what says so."""

    sentence = N_(
        "This Word file was not exported from this page, or another program has taken out what "
        "says which section is which. Nothing has been changed. Export the file again, and copy "
        "the translation into it."
    )
    status = 422


class FileIsOfOtherNote(Refusal):
    """A translator's file of another note."""

    sentence = N_(
        "This file holds the translation of another note. Nothing has been changed. Open the page "
        "of that note, and read the file there."
    )
    status = 422


class FileIsInOtherLanguage(Refusal):
    """A translator's file for another language."""

    sentence = N_(
        "This file holds a translation into %(language)s, and this page is for %(wanted)s. "
        "Nothing has been changed."
    )
    status = 422


class ItemCannotBeTaken(Refusal):
    """The words of an action item in a translator's file."""

    sentence = N_(
        "The translation in the file has more than %(most)s characters, or some that nobody sees."
    )


class ItemTranslatedElsewhere(Refusal):
    """Action items have no versions to merge: theirs stays, and the file's is shown."""

    sentence = N_(
        "Somebody has changed this translation since the file was exported, and theirs stays. The "
        "file says: %(text)s"
    )


class FindingsAreOpen(Refusal):
    """Each finding of the checks is fixed, or marked as fine, before a language is published."""

    sentence = N_(
        "The checks found what is neither fixed nor marked as fine, so the note is not published. "
        "Such findings: %(count)s."
    )
