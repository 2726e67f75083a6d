"""What a session stores is the instant that pytz gives its wall time, in every zone."""

import datetime as dt

import pytz
from hypothesis import given
from hypothesis import strategies as st

from dialogues.programme.plans import timing
from dialogues.support import zones

WALL_TIMES = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2037, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
# Wall times around the switches of zones, where the difficult ones are.
_SWITCHES = [
    (name, at)
    for name in pytz.common_timezones
    for at in getattr(pytz.timezone(name), "_utc_transition_times", [])
    if 2000 < at.year < 2037
]


@given(st.sampled_from(pytz.all_timezones), WALL_TIMES, st.integers(5, 1440))
def test_any_wall_time(zone: str, local: dt.datetime, minutes: int) -> None:
    assert_as_pytz(zone, local, minutes)


@given(st.sampled_from(_SWITCHES), st.integers(-180, 180), st.sampled_from([None, 0, 1]))
def test_wall_times_around_a_switch(
    switch: tuple[str, dt.datetime], minutes: int, fold: int | None
) -> None:
    zone, at = switch
    wall = pytz.utc.localize(at).astimezone(pytz.timezone(zone)).replace(tzinfo=None)
    assert_as_pytz(zone, wall + dt.timedelta(minutes=minutes), 90, fold)


def assert_as_pytz(zone: str, local: dt.datetime, minutes: int, fold: int | None = None) -> None:
    """The instants whose wall time in ``zone`` is ``local``: none, one or two."""
    tz = pytz.timezone(zone)
    guesses = {tz.localize(local, is_dst=guess).astimezone(pytz.utc) for guess in (True, False)}
    instants = sorted(at for at in guesses if at.astimezone(tz).replace(tzinfo=None) == local)
    try:
        found = timing(local, fold, zone, minutes)
    except zones.LocalTimeDoesNotExist:
        assert instants == []
    except zones.LocalTimeIsAmbiguous as repeated:
        offered = list(repeated.candidates)
        assert (fold, offered, len(offered)) == (None, instants, 2)
    else:
        assert found.starts_at == instants[found.fold]
        assert found.fold == (fold if fold and len(instants) == 2 else 0)
        assert found.ends_at - found.starts_at == dt.timedelta(minutes=minutes)
