"""Who is on the staff, and in which role."""

from collections.abc import Sequence

from dialogues.database import db, insert_once
from dialogues.history.service import record
from dialogues.people import queries
from dialogues.people.models import Staff
from dialogues.people.rules import LONGEST_NAME
from dialogues.people.service import end_sign_ins, mail_invitation
from dialogues.support import clock
from dialogues.support.addresses import email_address
from dialogues.support.refusals import N_, Refusal
from dialogues.support.roles import Role
from dialogues.support.texts import hidden_characters, one_line


class NameIsNotValid(Refusal):
    """What was given cannot be a name."""

    sentence = N_("A name has 1 to %(most)s characters, all of which can be seen.")
    status = 422


class AddressIsNotValid(Refusal):
    """What was given cannot be an e-mail address."""

    sentence = N_("%(email)s is not an e-mail address.")
    status = 422


class AddressIsOnTheStaff(Refusal):
    """Somebody with this address is, or was, on the staff."""

    sentence = N_("%(name)s has this address, and is in the list of the staff already.")


class LastAdministrator(Refusal):
    """Without this person nobody could change the staff."""

    sentence = N_(
        "%(name)s is the only administrator. First make somebody else an administrator, too."
    )


class NotOneself(Refusal):
    """What would lock out whoever does it."""

    sentence = N_("You cannot remove yourself or change your own role. Another administrator can.")


def add_staff(email: str, name: str, role: Role) -> tuple[Staff, bool]:
    """Add a member of staff, and say whether they are new; one who is known stays as they are."""
    return _add(email, name, role, "add")


def invite(email: str, name: str, role: Role, language: str) -> Staff:
    """Add a member of staff, who gets a mail in ``language`` with a link to sign in.

    Raises :class:`AddressIsOnTheStaff`, also for somebody who was removed.
    """
    staff, is_new = _add(email, name, role, "invite")
    if not is_new:
        raise AddressIsOnTheStaff(name=staff.name)
    mail_invitation(staff, language)
    return staff


def change(staff: Staff, name: str, role: Role, by: Staff) -> bool:
    """Call somebody by another name, or give them another role; say whether that is a change.

    The role counts at once, also where they are signed in. Raises :class:`NotOneself` for one's
    own role and :class:`LastAdministrator`.
    """
    others = queries.lock_with_administrators(staff)
    before = _facts(staff)
    if role is not staff.role:
        _require_another(staff, others, by)
    staff.name, staff.role = _name(name), role
    return _note(staff, "change", before)


def remove(staff: Staff, by: Staff) -> bool:
    """End somebody's work here, and every session of theirs; say whether they were on the staff.

    Their history stays, under their name. Raises :class:`NotOneself`, :class:`LastAdministrator`.
    """
    others = queries.lock_with_administrators(staff)
    before = _facts(staff)
    if not staff.is_active:
        return False
    _require_another(staff, others, by)
    end_sign_ins(staff)
    staff.is_active = False
    return _note(staff, "remove", before)


def take_back(staff: Staff) -> bool:
    """Let somebody who was removed work here again, in the role that they had."""
    queries.lock_with_administrators(staff)
    before = _facts(staff)
    staff.is_active = True
    return _note(staff, "take_back", before)


def _add(email: str, name: str, role: Role, verb: str) -> tuple[Staff, bool]:
    address = email_address(email)
    if address is None:
        raise AddressIsNotValid(email=email)
    name = _name(name)
    values = {"role": role, "is_active": True, "created_at": clock.now(), "sign_in_version": 1}
    staff = insert_once(Staff, email=address, name=name, **values)
    if staff is None:
        known = queries.staff_by_email(address)
        assert known is not None  # they stood in the way
        return known, False
    record("staff", staff.id, verb, {}, _facts(staff))
    return staff, True


def _name(typed: str) -> str:
    name = one_line(typed)
    if not 0 < len(name) <= LONGEST_NAME or hidden_characters(name):
        raise NameIsNotValid(most=LONGEST_NAME)
    return name


def _require_another(staff: Staff, others: Sequence[Staff], by: Staff) -> None:
    if staff.id == by.id:
        raise NotOneself
    if staff.is_active and staff.role is Role.ADMINISTRATOR and not others:
        raise LastAdministrator(name=staff.name)


def _facts(staff: Staff) -> dict[str, object]:
    return {"name": staff.name, "role": staff.role.value, "is_active": staff.is_active}


def _note(staff: Staff, verb: str, before: dict[str, object]) -> bool:
    """Store and record a change, and say whether it was one."""
    if _facts(staff) == before:
        return False
    db.session.flush()
    record("staff", staff.id, verb, before, _facts(staff))
    return True
