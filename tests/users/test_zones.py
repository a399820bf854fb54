"""Every reader sees times in their own zone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from marketplace.users.models import User
from marketplace.users.zones import middleware


def _zone_of(rf: RequestFactory, user: User | AnonymousUser) -> str:
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = rf.get("/")
    request.user = user
    return middleware(page)(request).content.decode()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("Africa/Lagos", "Africa/Lagos"), ("Nowhere/At_All", "Asia/Shanghai"), ("../etc", "Asia/Shanghai")],
)
def test_whoever_signs_in_has_a_zone_of_their_own(rf: RequestFactory, stored: str, shown: str) -> None:
    assert _zone_of(rf, User(pk=1, timezone=stored)) == shown
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_visitor_reads_the_sites_zone(rf: RequestFactory) -> None:
    assert _zone_of(rf, AnonymousUser()) == "Asia/Shanghai"
