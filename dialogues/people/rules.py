"""In what capacity people take part; how long sign-in links last, and how many there are."""

import datetime as dt
from enum import StrEnum

LINK_LASTS = dt.timedelta(minutes=30)
INVITATION_LASTS = dt.timedelta(days=7)
"""How long the link lasts with which somebody new on the staff first signs in."""
INVITED = "invited"
"""The reason for a sign-in mail that nobody asked for: its person is new on the staff."""
LINKS_AT_ONCE = 5
"""Who has so many sign-in links that work is mailed no further one, whoever asks for it."""
LINKS_KEPT = dt.timedelta(days=1)
"""How long a link that has expired still says so, and traces of sign-in mails stay."""

LONGEST_NAME = 200
"""Characters in the name of a member of staff."""


class Category(StrEnum):
    """In what capacity a person takes part."""

    NATIONAL_CONVENOR = "national_convenor"
    CONVENOR_TEAM = "convenor_team"
    COALITION = "coalition"
    UN_AGENCY = "un_agency"
    RESIDENT_COORDINATOR = "resident_coordinator"
    PERMANENT_REPRESENTATION = "permanent_representation"
    OTHER = "other"
