"""Our rulings in public: how many, how fast, how often changed, how often too late."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.site_name import site_name
from marketplace.trade import ruling_numbers
from marketplace.trade.spans import days


@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """Counted anew at every reading, from the claims themselves."""
    now = clock.now()
    windows = ruling_numbers.windows(now)
    context = {
        "now": now,
        "windows": windows,
        "any": any(one.decided or one.appeals or one.stood for one in windows),
        "waiting": ruling_numbers.waiting(now),
        "site_name": site_name(),
        "evidence": days(settings.EVIDENCE_WINDOW),
        "promise": days(settings.RULING_PROMISE),
        "at_most": days(settings.RULING_AT_MOST),
        "appeal": days(settings.APPEAL_WINDOW),
        "appeal_promise": days(settings.APPEAL_RULING_PROMISE),
        "appeal_at_most": days(settings.APPEAL_RULING_AT_MOST),
    }
    return render(request, "storefront/rulings.html", context)
