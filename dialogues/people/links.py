"""The signed text of sign-in links."""

from dialogues.config import settings
from dialogues.people.models import SignInLink
from dialogues.support.codes import read_signed, sign

_POWER = "sign-in"


def sign_in_token(link: SignInLink) -> str:
    """What the link's address carries."""
    return sign(settings().secret_key, _POWER, link.public_id, 1)


def public_id_of(token: str) -> str | None:
    """The public id of a link's token, or None if the token was not made here for signing in."""
    signed = read_signed(settings().secret_key, _POWER, token)
    return signed[0] if signed else None
