"""Which registrations are finished from a mailed link, and how many are taken at most."""

from flask import redirect, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from dialogues.registration.application import Application
from dialogues.registration.forms import RegistrationForm
from dialogues.registration.unfinished_service import keep
from dialogues.web.limiting import Allowance, require, take

REGISTRATIONS = Allowance("registrations", 300)
"""Beyond these, people of the same network finish from their mailboxes (DESIGN 10)."""
FINISHING_MAILS = Allowance("finishing mails", 600)
FINISHED = Allowance("finished", 1200)
LINKS_ASKED = Allowance("links asked", 600)


def wants_proof(filled: RegistrationForm) -> bool:
    """Whether the registration is to be finished from the mailbox: a step, and no refusal.

    That is where a program seems to have sent the form, or very many came from the network.
    """
    return filled.seems_automatic or take(REGISTRATIONS) is not None


def lead_to_mailbox(public_id: str, application: Application) -> Response:
    """Mail the link that finishes the registration, and say so, the same for every address.

    Raises what ``register`` would, and :class:`~dialogues.web.limiting.Excess`.
    """
    require(FINISHING_MAILS)
    keep(public_id, application)
    cookie["unfinished"] = {
        "session": public_id,
        "email": application.email,
        "zone": application.zone,
    }
    return redirect(url_for("registration.mailed", public_id=public_id), 303)
