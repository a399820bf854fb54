"""How we protect you: every promise with the number the site really works with."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.site_name import site_name
from escrow.payments.gateways import available, pay_window
from marketplace.storefront.story import story
from marketplace.trade.spans import days, span


@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """The timers of an order, read from the settings."""
    now = clock.now()
    share, of = settings.NOTICE_SHARE
    windows = [pay_window(name) for name in available()] or [settings.PAY_WINDOW]
    context = {
        "now": now,
        "story": story(now),
        "site_name": site_name(),
        "pay": span(min(windows)),
        "pay_at_most": span(max(windows)) if len(set(windows)) > 1 else "",
        "unpaid": settings.MAX_UNPAID_CHECKOUTS,
        "promise": span(settings.SHIP_PROMISE),
        "grace": span(settings.SHIP_GRACE),
        "tracked": days(settings.INSPECTION_TRACKED),
        "untracked": days(settings.INSPECTION_UNTRACKED),
        "extension": days(settings.BUYER_EXTENSION),
        "again": days(settings.PARCEL_HANDED_OVER_AGAIN),
        "notice_most": span(settings.NOTICE_AT_MOST),
        "notice_share": f"{100 * share // of}",
        "after_sale": days(settings.AFTER_SALE_WINDOW),
        "review": days(settings.REVIEW_WINDOW),
        "reminders": [days(seconds) for seconds in settings.REMINDERS_INSPECTION],
        "fee": f"{settings.FEE_RATE / 100:g}",
    }
    return render(request, "storefront/protection.html", context)
