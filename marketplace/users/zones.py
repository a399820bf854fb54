"""Times are shown in the reader's zone; to a visitor in the site's."""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


@cache
def places() -> frozenset[str]:
    """What a person may choose: UTC, and every zone that is a place, as "Asia/Shanghai"."""
    zones = {zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))}
    return frozenset({"UTC", *zones})


def middleware(get_response: Answer) -> Answer:
    """Activate the zone for the time of the request. A zone nobody knows is the site's."""

    def answer(request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone(request)):
            return get_response(request)

    return answer


def _zone(request: HttpRequest) -> ZoneInfo:
    # Who is not signed in costs no query: the session of a visitor holds no user.
    name = request.user.timezone if request.user.is_authenticated else settings.SITE_TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.SITE_TIME_ZONE)
