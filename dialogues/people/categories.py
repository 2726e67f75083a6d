"""What the capacities in which people take part are called."""

from flask_babel import lazy_gettext as _l

from dialogues.people.rules import Category

CATEGORIES = {
    Category.NATIONAL_CONVENOR: _l("National convenor"),
    Category.CONVENOR_TEAM: _l("Member of a national convenor's team"),
    Category.COALITION: _l("Coalition of action"),
    Category.UN_AGENCY: _l("United Nations agency"),
    Category.RESIDENT_COORDINATOR: _l("Office of a resident coordinator"),
    Category.PERMANENT_REPRESENTATION: _l("Permanent representation"),
    Category.OTHER: _l("Other"),
}
