"""Plans for tests: each argument has a plain default."""

import datetime as dt

from dialogues.programme.plans import SessionPlan


def a_plan(**changes: object) -> SessionPlan:
    """The morning session of a July day in Rome."""
    values: dict[str, object] = {
        "local_start": dt.datetime(2027, 7, 27, 8),
        "fold": None,
        "zone": "Europe/Rome",
        "minutes": 90,
        "floor_language": "en",
        "interpretation": ("zh", "ru", "ar"),
        "capacity": None,
        "join_url": None,
        "short_link": None,
        **changes,
    }
    return SessionPlan(**values)  # type: ignore[arg-type]
