"""What publishing turns down."""

from dialogues.support.refusals import N_, Refusal


class NoSuchCalendar(Refusal):
    """A calendar of sessions in a language that is none of the six."""

    sentence = N_(
        "There is no calendar for this language. Sessions are interpreted into Arabic, Chinese, "
        "English, French, Russian and Spanish."
    )
    status = 404
