"""What the roles of the staff are called, and what each may do, in words."""

from flask_babel import lazy_gettext as _l

from dialogues.support.roles import Role

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.ORGANISER: _l("Organiser"),
    Role.EDITOR: _l("Editor"),
}
ROLES_EXPLAINED = {
    Role.ADMINISTRATOR: _l("Administrator: may do everything, and decides who is on the staff"),
    Role.ORGANISER: _l(
        "Organiser: runs the series, with registrations, mail and the log; all but the staff"
    ),
    Role.EDITOR: _l("Editor: writes the texts; sees nothing about the people who register"),
}
