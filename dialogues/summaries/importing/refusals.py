"""What importing a note turns down. Nothing is changed, and each sentence says so."""

from dialogues.support.refusals import N_, Refusal


class FileIsRefused(Refusal):
    """A file that is not read."""

    status = 422


class FileIsTooLarge(FileIsRefused):
    """More bytes than a note needs, pictures included."""

    sentence = N_(
        "The file is larger than %(megabytes)s MB. Nothing has been changed. Take its pictures "
        "out, or save it as text."
    )
    status = 413


class FileIsTooLargeUnpacked(FileIsRefused):
    """A small file that unpacks to a large one, or to very many."""

    sentence = N_(
        "This Word file unpacks to far more than a note needs, so it was not opened. Nothing has "
        "been changed. Copy its text into a new document."
    )


class FileHasMacros(FileIsRefused):
    """A document with programs in it."""

    sentence = N_(
        "This Word file contains macros, so it was not opened. Nothing has been changed. Save it "
        "as a Word document (.docx) without macros."
    )


class FileIsPdf(FileIsRefused):
    """A PDF, whatever its name says."""

    sentence = N_(
        "This file is a PDF, which cannot be read as a note. Nothing has been changed. Import the "
        "Word document or the text that it was made from."
    )


class FileIsOldWord(FileIsRefused):
    """A document of Word 97, or one with a password; or RTF."""

    sentence = N_(
        "This is an old Word document (.doc or .rtf) or one with a password. Nothing has been "
        "changed. Save it as .docx, without a password."
    )


class FileIsNotWord(FileIsRefused):
    """An archive that is broken, or holds something else."""

    sentence = N_(
        "This file cannot be read as a Word document: it is damaged, or it is something else. "
        "Nothing has been changed. Open it in Word and save it anew as .docx."
    )


class FileIsNotText(FileIsRefused):
    """Bytes in no encoding that could be told."""

    sentence = N_(
        "This file is not text that can be read, or not in a known encoding. Nothing has been "
        "changed. Save it as text in UTF-8."
    )


class FileIsEmpty(FileIsRefused):
    """A file without words."""

    sentence = N_("This file holds no text. Nothing has been changed.")


class FileIsTooLong(FileIsRefused):
    """More words than a note can have."""

    sentence = N_(
        "This file has %(count)s characters, and a note at most %(most)s. Nothing has been "
        "changed. Import it in parts."
    )


class FileIsTooLargeForPage(FileIsRefused):
    """Text that does not fit into a form field, compressed."""

    sentence = N_(
        "This text is too long for this page. Nothing has been changed. Have it imported with the "
        "command “dialogues summaries import”."
    )


class FileIsLost(FileIsRefused):
    """What the page carried is not what it was given."""

    sentence = N_(
        "The text of the file was lost on the way. Nothing has been changed. Choose the file again."
    )


class DateIsMissing(FileIsRefused):
    """No --date, and no full date in the title."""

    sentence = N_(
        "The title of the file holds no date with a year, so the Dialogue is not known. Nothing "
        "has been changed. Say --date, such as --date 2022-06-29. %(others)s"
    )


class NoDialogueOnDate(FileIsRefused):
    """No Dialogue of the programme has a session on the day."""

    sentence = N_("No Dialogue was held on %(date)s. Nothing has been changed. %(others)s")


class SeveralDialoguesOnDate(FileIsRefused):
    """Several Dialogues have a session on the day."""

    sentence = N_(
        "More than one Dialogue was held on %(date)s. Nothing has been changed. Import the file on "
        "the page of the one that is meant. %(dialogues)s"
    )


class LanguageStopsPublishing(FileIsRefused):
    """A text that reads as another language is looked at by somebody before it is published."""

    sentence = N_(
        "The text reads as if it were in another language: %(language)s. It cannot be published at "
        "once, and nothing has been changed. To look at it first, import it without --publish."
    )


class FindingsStopPublishing(FileIsRefused):
    """What the checks find is looked at by somebody before a language is published."""

    sentence = N_(
        "The note does not agree with its other languages, so it cannot be published at once. "
        "Nothing has been changed. Import it without --publish, and look at the findings on its "
        "page. %(findings)s"
    )
