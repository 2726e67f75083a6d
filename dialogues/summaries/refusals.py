"""What the rules turn down."""

from dialogues.support.refusals import N_, Refusal


class NoteExists(Refusal):
    """A Dialogue has one note."""

    sentence = N_("This Dialogue has a summary note already.")


class NothingToPublish(Refusal):
    """A language without a title, or without any text."""

    sentence = N_("The note has no title and text in this language yet, so it cannot be published.")


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
