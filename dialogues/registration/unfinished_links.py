"""The signed link that finishes a registration."""

from flask import url_for

from dialogues.config import settings
from dialogues.registration.models import UnfinishedRegistration
from dialogues.registration.refusals import FinishingIsTooLate, LinkIsUnknown
from dialogues.registration.unfinished_queries import unfinished_by_public_id
from dialogues.support.codes import read_signed, sign

_FINISH = "finish"


def finish_link(unfinished: UnfinishedRegistration) -> str:
    """The address of the page with the button, in the language of the form."""
    token = sign(settings().secret_key, _FINISH, unfinished.public_id, 1)
    path = url_for("registration.finish_registration", language=unfinished.language, token=token)
    # By configuration: what a request says of its host must not carry a token elsewhere.
    return settings().base_url + path


def unfinished_of(token: str) -> UnfinishedRegistration:
    """What ``token`` finishes.

    Raises :class:`LinkIsUnknown` for a token that was not made here for this power, and
    :class:`FinishingIsTooLate` for one of which nothing is kept any more.
    """
    signed = read_signed(settings().secret_key, _FINISH, token)
    if signed is None:
        raise LinkIsUnknown
    unfinished = unfinished_by_public_id(signed[0])
    if unfinished is None:
        raise FinishingIsTooLate
    return unfinished
