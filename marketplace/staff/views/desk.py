"""The desk's first page, and finding an order or somebody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from core.money import Money
from escrow import queries
from marketplace.orders.models import Order
from marketplace.staff import queues
from marketplace.staff.access import acting, operator
from marketplace.trade.desk_people import asked, found


@require_safe
@operator
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, how much is held, and what of the money is the host's own."""
    now, me = clock.now(), acting(request)
    rows = [*queues.claim_queues(now, me), *queues.all_queues(now, me)]
    kept = queries.keeping(settings.CURRENCY)
    context = {
        "now": now,
        "queues": rows,
        "empty": [queue for queue in rows if not queue.count],
        "waiting": sum(queue.count for queue in rows),
        "held": Money(kept.held, settings.CURRENCY),
        "cover": Money(kept.cover, settings.CURRENCY),
        "room": "desk",
    }
    return render(request, "staff/desk.html", context)


@require_safe
@operator
def find(request: HttpRequest) -> HttpResponse:
    """Go to the order with that number, to the one person it can mean, or to all it may mean."""
    text = asked(request.GET.get("q", ""))
    if Order.objects.filter(reference=text).exists():
        return redirect("staff:order", text)
    people = list(found(text).values_list("pk", flat=True)[:2]) if text else []
    if len(people) == 1:
        return redirect("staff:person", people[0])
    query = f"?{urlencode({'q': text})}" if text else ""
    return redirect(f"{reverse('staff:people')}{query}")
