"""How long sign-in links last, and how many there are."""

import datetime as dt

LINK_LASTS = dt.timedelta(minutes=30)
MAILS_AN_HOUR = 5
"""How many sign-in mails an address gets in an hour, whoever asks for them."""
LINKS_KEPT = dt.timedelta(days=1)
"""How long a link that has expired still says so, and traces of sign-in mails stay."""

LONGEST_NAME = 200
"""Characters in the name of a member of staff."""
