"""What cannot be done with messages, and why."""

from dialogues.support.refusals import N_, Refusal


class TextIsTooLong(Refusal):
    """More than a mail should say."""

    sentence = N_("This text must have %(most)s characters or fewer.")
    status = 422


class TextHasHidden(Refusal):
    """Characters that nobody sees."""

    sentence = N_("This text has characters that cannot be shown. Please type it anew.")
    status = 422


class BraceIsAlone(Refusal):
    """A brace that begins or ends no placeholder."""

    sentence = N_(
        "There is a single brace at “%(around)s”. To write a brace, type it twice: {{ or }}."
    )
    status = 422


class PlaceholderIsUnknown(Refusal):
    """Something in braces that is no placeholder of this text."""

    sentence = N_(
        "%(name)s is no placeholder that can stand here. Those that can: %(known)s. To write "
        "a brace, type it twice: {{ or }}."
    )
    status = 422


class JoinLinkWantsSeats(Refusal):
    """People without a seat would get no link to join."""

    sentence = N_(
        "{join_link} is for people with a seat alone. Take it out, or write only to people with "
        "a seat."
    )
    status = 422


class MessageIsIncomplete(Refusal):
    """A subject or a text is still to be written."""

    sentence = N_("This message is not complete: a subject or a text is still to be written.")


class MessageChangedMeanwhile(Refusal):
    """Somebody else saved the message since it was opened."""

    sentence = N_(
        "%(name)s saved this message since you opened it. What you typed is still here. Look at "
        "what is saved, then press the button again to put yours in its place."
    )


class RecipientsChanged(Refusal):
    """The message would go to more or fewer people than was shown."""

    sentence = N_(
        "Meanwhile the number of people has changed, or the message. Nothing was sent. Please "
        "look at it again, and confirm."
    )


class NobodyToWriteTo(Refusal):
    """The filter selects nobody who can be reached."""

    sentence = N_("Nobody would get this message. Please change to whom it goes.")


class MessageHasMovedOn(Refusal):
    """Somebody else has sent, paused, resumed or stopped it meanwhile."""

    sentence = N_("This message is not in that state any more. The page shows how it stands now.")


class NothingToAnnounce(Refusal):
    """A Dialogue that is not public, or has no session to come."""

    sentence = N_(
        "Only a published Dialogue with a session to come can be announced: people are to register."
    )
