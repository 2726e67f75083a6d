"""Personal links: each answers one invitation."""

from flask import url_for

from dialogues.config import settings
from dialogues.guest_list import queries
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.refusals import InvitationIsUnknown
from dialogues.support.codes import read_signed, sign

ANSWER = "invitation"
_VERSION = 1  # what is revoked or used, its row says


def invitation_token(invitation: Invitation) -> str:
    """What lets its holder answer ``invitation``."""
    return sign(settings().secret_key, ANSWER, invitation.public_id, _VERSION)


def invitation_link(invitation: Invitation) -> str:
    """The address of the page on which one answers, in the invitation's language."""
    path = url_for(
        "invitation.answer", language=invitation.language, token=invitation_token(invitation)
    )
    return settings().base_url + path


def invitation_of(token: str) -> Invitation:
    """The invitation that ``token`` answers; raises :class:`InvitationIsUnknown`."""
    signed = read_signed(settings().secret_key, ANSWER, token)
    found = queries.by_public_id(signed[0]) if signed else None
    if found is None:
        raise InvitationIsUnknown
    return found
