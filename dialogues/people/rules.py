"""In what capacity people take part; how long sign-in links last, and how many there are."""

import datetime as dt
from enum import StrEnum

LINK_LASTS = dt.timedelta(minutes=30)
MAILS_AN_HOUR = 5
"""How many sign-in mails an address gets in an hour, whoever asks for them."""
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
