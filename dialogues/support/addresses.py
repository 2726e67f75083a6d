"""E-mail addresses."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
"""Characters (RFC 5321, 4.5.3.1.3, as erratum 1690 to RFC 3696 reads it)."""

OF_NOBODY = "@erased.invalid"
"""The end of what stands for an address that was erased: no mail can go there (RFC 2606)."""


def email_address(text: str) -> str | None:
    """An address trimmed and case-folded, as it identifies a person; None if it is not one."""
    if len(text) > LONGEST:
        return None
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False
        ).ascii_email
    except EmailNotValidError:
        return None
    return found.casefold() if found else None
