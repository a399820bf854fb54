"""How often one client may ask: a count in the cache for each minute of real time.

The cache outlives its server (`marketplace.cache`), so a limit holds, process by process, while Redis is gone.
"""

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.request import Request

WINDOW = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of `quota` requests, and in how many seconds it is whole again. Below 0: too many."""

    quota: int
    left: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them."""
        return {
            "RateLimit-Policy": f'"default";q={self.quota};w={WINDOW}',
            "RateLimit": f'"default";r={max(self.left, 0)};t={self.resets_in}',
        }


def of_address(request: HttpRequest) -> tuple[str, int]:
    """Whose count, and how much: a visitor's, by address."""
    return f"address:{get_adapter().get_client_ip(request)}", settings.API_LIMIT_ADDRESS


def of_client(request: Request) -> tuple[str, int]:
    """Whose count, and how much: that of the token or the user, else of the address."""
    if request.auth is not None:
        return f"token:{request.auth.pk}", settings.API_LIMIT_SIGNED_IN
    if request.user.is_authenticated:
        return f"user:{request.user.pk}", settings.API_LIMIT_SIGNED_IN
    return of_address(request._request)  # noqa: SLF001 - DRF wraps Django's request and has no other name for it


def spend(who: str, quota: int) -> Allowance:
    """Count one request."""
    now = int(time.time())
    key = f"api:{now // WINDOW}:{who}"
    cache.add(key, 0, timeout=2 * WINDOW)
    return Allowance(quota, quota - int(cache.incr(key)), WINDOW - now % WINDOW)
