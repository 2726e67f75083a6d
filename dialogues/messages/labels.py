"""What organisers call the states of messages and of their mails."""

from flask_babel import lazy_gettext as _l

from dialogues.messages.models import MessageState
from dialogues.outbox.models import MailState

STATES = {
    MessageState.DRAFT: _l("Draft"),
    MessageState.GOING: _l("On its way"),
    MessageState.PAUSED: _l("Paused"),
    MessageState.STOPPED: _l("Stopped"),
}
SENT = _l("Sent")
"""What is on its way until nothing is left to go."""

MAIL_STATES = {
    MailState.SENT: _l("Sent"),
    MailState.OWED: _l("Waiting to be sent"),
    MailState.HELD: _l("Kept back"),
    MailState.FAILED: _l("Failed"),
    MailState.SUPERSEDED: _l("Not sent: no longer meant for the person"),
}
