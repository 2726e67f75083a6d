"""Addresses that copy a session to a calendar on the web."""

import datetime as dt
from urllib.parse import urlencode


def google_link(title: str, details: str, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Google Calendar's form, filled in; what it makes never follows a change of the session."""
    span = "/".join(f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for at in (starts_at, ends_at))
    filled = {"action": "TEMPLATE", "text": title, "dates": span, "details": details}
    return f"https://calendar.google.com/calendar/render?{urlencode(filled)}"


def outlook_link(title: str, details: str, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Outlook's form on the web, filled in; what it makes never follows a change of the session."""
    start, end = (f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for at in (starts_at, ends_at))
    filled = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": start,
        "enddt": end,
        "body": details,
    }
    return f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(filled)}"
