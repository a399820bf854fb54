"""The desk's first page, and finding an order."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.money import Money
from escrow import queries
from marketplace.orders.models import Order
from marketplace.staff import queues
from marketplace.staff.access import operator


@require_GET
@operator
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, how much is held, and what of the money is the host's own."""
    now = clock.now()
    rows = [*queues.claim_queues(now), *queues.all_queues(now)]
    kept = queries.keeping(settings.CURRENCY)
    context = {
        "now": now,
        "queues": rows,
        "waiting": sum(queue.count for queue in rows),
        "held": Money(kept.held, settings.CURRENCY),
        "cover": Money(kept.cover, settings.CURRENCY),
        "room": "desk",
    }
    return render(request, "staff/desk.html", context)


@require_GET
@operator
def find(request: HttpRequest) -> HttpResponse:
    """Go to the order with that number."""
    reference = request.GET.get("reference", "").strip()
    if "\0" not in reference and Order.objects.filter(reference=reference).exists():
        return redirect("staff:order", reference)
    messages.warning(request, _("There is no order with that number."))
    return redirect("staff:desk")
