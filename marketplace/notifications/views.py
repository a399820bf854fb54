"""The page of a person's notices."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.looking import is_looked_at
from marketplace.notifications.proof import record_notices_read
from marketplace.notifications.reading import notices_of, read
from marketplace.users.requests import SignedInRequest

PER_PAGE = 20


@require_safe
@login_required
@never_cache
def notices(request: SignedInRequest) -> HttpResponse:
    """What the reader was told, latest first. Those shown count as read from now on; this once they still look new."""
    now = clock.now()
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {"page": page, "notices": read(shown, now), "now": now}
    response = render(request, "notifications/notices.html", context)
    if is_looked_at(request):
        record_notices_read(shown, now)
    return response
