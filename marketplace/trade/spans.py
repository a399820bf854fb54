"""Promised durations in words: "7 days", "72 hours"."""

from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(seconds: int) -> str:
    """Whole days from four days on, else whole hours, else minutes; a promise is said in the unit it was made in."""
    if seconds >= 4 * DAY and seconds % DAY == 0:
        return _said("day", seconds // DAY)
    if seconds >= HOUR and seconds % HOUR == 0:
        return _said("hour", seconds // HOUR)
    return _said("minute", seconds // MINUTE)


def days(seconds: int) -> str:
    """Whole days when it is some, however few."""
    return _said("day", seconds // DAY) if seconds >= DAY and seconds % DAY == 0 else span(seconds)


def _said(unit: str, n: int) -> str:
    return {
        "minute": ngettext("%(n)s minute", "%(n)s minutes", n),
        "hour": ngettext("%(n)s hour", "%(n)s hours", n),
        "day": ngettext("%(n)s day", "%(n)s days", n),
    }[unit] % {"n": n}
