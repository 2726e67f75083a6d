"""What WTForms and Flask-WTF say of bad input, in plain sentences that the catalogues hold."""

from dialogues.support.refusals import N_

_CHOOSE = N_("Choose one of the options in the list.")
_EXPIRED = N_(
    "This page was open for a long time. What you typed is still here: please press the button "
    "again."
)

RETOLD: dict[str, str] = {
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "Not a valid datetime value.": N_("Enter a date and a time, such as 2027-07-27 08:00."),
    "Not a valid date value.": N_("Enter a date, such as 2027-07-27."),
    "Not a valid time value.": N_("Enter a time, such as 08:00."),
    "Not a valid week value.": N_("Enter a week, such as 2027-W30."),
    "Not a valid integer value.": N_("Enter a whole number."),
    "Not a valid decimal value.": N_("Enter a number."),
    "Not a valid float value.": N_("Enter a number."),
    "The CSRF token is missing.": _EXPIRED,
    "The CSRF session token is missing.": _EXPIRED,
    "The CSRF token has expired.": _EXPIRED,
    "The CSRF token is invalid.": _EXPIRED,
    "The CSRF tokens do not match.": _EXPIRED,
}
"""A sentence of theirs, and ours that is shown instead."""
