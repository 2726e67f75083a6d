"""What organisers call the states of an invitation."""

from flask_babel import lazy_gettext as _l

from dialogues.guest_list.rules import State

STATES = {
    State.INVITED: _l("Invited"),
    State.RETURNED: _l("Mail comes back"),
    State.REGISTERED: _l("Registered"),
    State.WAITING: _l("Waiting"),
    State.CANCELLED: _l("Cancelled by the guest"),
    State.PASSED: _l("Passed to a stand-in"),
    State.REVOKED: _l("Revoked"),
}
