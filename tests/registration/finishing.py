"""Finishing a registration from the mailbox: the address that the mail has."""

from dialogues.registration.models import UnfinishedRegistration
from dialogues.registration.unfinished_links import finish_link
from dialogues.web.application import DialoguesApp


def path_of(app: DialoguesApp, unfinished: UnfinishedRegistration) -> str:
    """The path of the link that is mailed."""
    with app.test_request_context():
        return finish_link(unfinished).removeprefix("http://127.0.0.1:8000")
