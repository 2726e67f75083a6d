"""What members of staff may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do; each role may do what those below it may."""

    ADMINISTRATOR = "administrator"
    """Everything, the staff included."""
    ORGANISER = "organiser"
    """All of the series but the staff."""
    EDITOR = "editor"
    """The texts of the record; nothing of the people who register."""

    def covers(self, least: "Role") -> bool:
        """Whether this role may do what ``least`` is enough for."""
        ranks = list(Role)
        return ranks.index(self) <= ranks.index(least)
