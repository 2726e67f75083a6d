"""Wall time and instants, by pytz, the only zone database here."""

import datetime as dt
from functools import cache

import pytz

from dialogues.support.refusals import N_, Refusal

DATABASE_VERSION: str = pytz.OLSON_VERSION  # type: ignore[attr-defined]  # its stubs lack it
COMMON_ZONES: tuple[str, ...] = tuple(pytz.common_timezones)
_ALL_ZONES = frozenset(pytz.all_timezones)


class LocalTimeDoesNotExist(Refusal):
    """A wall time that the zone's clocks skip; ``candidates`` are the wall times around the gap."""

    sentence = N_(
        "%(time)s does not exist in %(zone)s on that date, because the clocks go forward. "
        "Choose %(earlier)s or %(later)s."
    )
    status = 422

    def __init__(self, local: dt.datetime, zone: str, candidates: tuple[dt.datetime, dt.datetime]):
        self.candidates = candidates
        # A zone that crosses the date line skips a whole day: then the hours alone say nothing.
        form = "%H:%M" if candidates[0].date() == candidates[1].date() else "%Y-%m-%d %H:%M"
        earlier, later = (candidate.strftime(form) for candidate in candidates)
        super().__init__(time=f"{local:%H:%M}", zone=zone, earlier=earlier, later=later)


class LocalTimeIsAmbiguous(Refusal):
    """A wall time that happens twice; ``candidates`` are its two instants, in UTC."""

    sentence = N_(
        "%(time)s happens twice in %(zone)s on that date, because the clocks go back: "
        "at %(first)s UTC and at %(second)s UTC. Choose the first or the second."
    )
    status = 422

    def __init__(self, local: dt.datetime, zone: str, candidates: tuple[dt.datetime, dt.datetime]):
        self.candidates = candidates
        first, second = candidates
        super().__init__(
            time=f"{local:%H:%M}",
            zone=zone,
            first=f"{first:%H:%M}",
            second=f"{second:%H:%M}",
        )


def is_known(zone: str) -> bool:
    """Whether ``zone`` is an IANA name, aliases included."""
    return zone in _ALL_ZONES


@cache
def of(zone: str) -> pytz.BaseTzInfo:
    """The pytz zone of an IANA name that :func:`is_known` knows."""
    return pytz.timezone(zone)


def instant(local: dt.datetime, zone: str, fold: int | None = None) -> dt.datetime:
    """The UTC instant of a naive wall time in an IANA zone.

    ``fold`` chooses the first (0) or second (1) of two instants, as PEP 495 counts them; without
    it such a time raises :class:`LocalTimeIsAmbiguous`. A skipped one raises
    :class:`LocalTimeDoesNotExist`, whatever ``fold`` is.
    """
    tz = of(zone)
    try:
        return tz.localize(local, is_dst=None).astimezone(dt.UTC)
    except pytz.NonExistentTimeError:
        raise LocalTimeDoesNotExist(local, zone, _around_gap(local, tz)) from None
    except pytz.AmbiguousTimeError:
        first, second = sorted(
            tz.localize(local, is_dst=guess).astimezone(dt.UTC) for guess in (True, False)
        )
        if fold is None:
            raise LocalTimeIsAmbiguous(local, zone, (first, second)) from None
        return second if fold else first


def _around_gap(local: dt.datetime, tz: pytz.BaseTzInfo) -> tuple[dt.datetime, dt.datetime]:
    """The wall times before and after a gap at which clocks would have shown ``local``.

    Read with the offset after the gap, ``local`` lies before it; with the one before, after it.
    """
    day_and_half = dt.timedelta(hours=36)
    offsets = [
        (local + shift).replace(tzinfo=dt.UTC).astimezone(tz).utcoffset() or dt.timedelta()
        for shift in (day_and_half, -day_and_half)
    ]
    earlier, later = (
        (local - offset).replace(tzinfo=dt.UTC).astimezone(tz).replace(tzinfo=None)
        for offset in offsets
    )
    return earlier, later


def local(at: dt.datetime, zone: str) -> dt.datetime:
    """The aware wall time of an instant in an IANA zone."""
    return at.astimezone(of(zone))
