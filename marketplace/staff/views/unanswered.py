"""Refunds and payouts that were sent and that no provider has answered for in all the time they were asked about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.staff.access import acting, operator
from marketplace.trade import desk_money


@require_safe
@operator
def unanswered(request: HttpRequest) -> HttpResponse:
    """What of others has been under way for more than three days without a word, longest first."""
    now = clock.now()
    context = {"waiting": desk_money.unanswered(now, acting(request)), "now": now, "room": "desk"}
    return render(request, "staff/unanswered.html", context)
