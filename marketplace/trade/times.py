"""Times as people read them: absolute in the reader's zone, and relative beside it. `now` is always handed in."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86400
#: From here on the larger unit is said: "in 90 minutes", "in 2 hours"; "in 47 hours", "in 2 days".
HOURS_FROM, DAYS_FROM = 2 * HOUR, 2 * DAY


def absolute(moment: datetime, now: datetime) -> str:
    """As "3 December, 14:20", in the active zone; with the year when it is not this one."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    if here.year == today.year:
        return date_format(here, pgettext("a date and time of this year, Django format", "j F, H:i"))
    return date_format(here, pgettext("a date and time of another year, Django format", "j F Y, H:i"))


def short(moment: datetime, now: datetime) -> str:
    """As "3 Dec, 14:20", in the active zone, for tables and timelines."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    if here.year == today.year:
        return date_format(here, pgettext("a short date and time of this year, Django format", "j M, H:i"))
    return date_format(here, pgettext("a short date and time of another year, Django format", "j M Y, H:i"))


def day(moment: datetime, now: datetime) -> str:
    """As "3 Dec", in the active zone, for the small words below the custody line."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    if here.year == today.year:
        return date_format(here, pgettext("a short date of this year, Django format", "j M"))
    return date_format(here, pgettext("a short date of another year, Django format", "j M Y"))


def weekday(start: date) -> str:
    """As "23 Nov": the day a week begins, before a row."""
    return date_format(start, pgettext("a short date of this year, Django format", "j M"))


def below(start: date) -> str:
    """The same as short as can be, below a column of a chart."""
    return date_format(start, pgettext("a date below a chart, Django format", "j M"))


def relative(moment: datetime, now: datetime) -> str:
    """As "in 6 days" or "15 hours ago", rounded down, so that nobody is promised time that is not there."""
    seconds = (moment - now).total_seconds()
    number, unit = _largest(abs(seconds))
    if not number:
        return gettext("now")
    if seconds > 0:
        return {
            "minute": ngettext("in %(n)s minute", "in %(n)s minutes", number),
            "hour": ngettext("in %(n)s hour", "in %(n)s hours", number),
            "day": ngettext("in %(n)s day", "in %(n)s days", number),
        }[unit] % {"n": number}
    return {
        "minute": ngettext("%(n)s minute ago", "%(n)s minutes ago", number),
        "hour": ngettext("%(n)s hour ago", "%(n)s hours ago", number),
        "day": ngettext("%(n)s day ago", "%(n)s days ago", number),
    }[unit] % {"n": number}


def beside(moment: SafeString, relative_text: str) -> SafeString:
    """A moment's element with how far it is beside it, as the language puts it: "3 December, 14:20 (in 6 days)"."""
    told = format_html('<span class="num">{}</span>', relative_text)
    return format_html(gettext("{moment} ({relative})"), moment=moment, relative=told)


def left(span: timedelta) -> str:
    """As "6 days left": what still runs of a window, rounded down; "no time left" when nothing does."""
    number, unit = _largest(max(span.total_seconds(), 0.0))
    if not number:
        return gettext("no time left")
    return {
        "minute": ngettext("%(n)s minute left", "%(n)s minutes left", number),
        "hour": ngettext("%(n)s hour left", "%(n)s hours left", number),
        "day": ngettext("%(n)s day left", "%(n)s days left", number),
    }[unit] % {"n": number}


def late(span: timedelta) -> str:
    """As "15 hours late": how long ago a promise passed."""
    number, unit = _largest(max(span.total_seconds(), 0.0))
    return {
        "minute": ngettext("%(n)s minute late", "%(n)s minutes late", number),
        "hour": ngettext("%(n)s hour late", "%(n)s hours late", number),
        "day": ngettext("%(n)s day late", "%(n)s days late", number),
    }[unit] % {"n": number}


def _largest(seconds: float) -> tuple[int, str]:
    if seconds >= DAYS_FROM:
        return int(seconds // DAY), "day"
    if seconds >= HOURS_FROM:
        return int(seconds // HOUR), "hour"
    return int(seconds // MINUTE), "minute"
