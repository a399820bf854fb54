"""People: finding them, and what is known about one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from marketplace.claims.queries import record_of_buyer
from marketplace.orders.models import Order
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import SuspensionForm
from marketplace.staff.panels import panel
from marketplace.staff.people import LISTS, asked, counted, found, latest_orders
from marketplace.staff.views.own import own
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.trade.status import tab_counts
from marketplace.users.confirmation import is_confirmed
from marketplace.users.models import User

PAGE = 25


@require_safe
@operator
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, latest first; `?q=` looks for a name, an address or a shop, `?show=` narrows to a list."""
    text, chosen = asked(request.GET.get("q", "")), request.GET.get("show", "")
    here = chosen if chosen in LISTS else "all"
    matching = found(text)
    page = Paginator(matching.filter(LISTS[here][1]), PAGE).get_page(request.GET.get("page"))
    context = {
        "now": clock.now(),
        "text": text,
        "here": here,
        "tabs": _tabs(counted(matching), text, here),
        "page": page,
        "room": "people",
    }
    return render(request, "staff/people.html", context)


def _tabs(counts: dict[str, int], text: str, here: str) -> list[dict[str, object]]:
    return [
        {
            "url": f"?{urlencode({'q': text, 'show': name} if text else {'show': name})}",
            "count": counts[name],
            "name": words,
            "here": name == here,
        }
        for name, (words, _which) in LISTS.items()
    ]


@require_safe
@operator
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what they buy, how their claims went, their shop, what was suspended and why."""
    return show(request, person_id)


def show(
    request: HttpRequest, person_id: int, *, refused: SuspensionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the form that came back."""
    people = User.objects.select_related("shop").annotate(shop_suspended=suspended(Kind.SHOP, "shop"))
    one = get_object_or_404(people, pk=person_id)
    if one.pk == acting(request):
        return own(request, None, "people")
    context = {
        "now": clock.now(),
        "person": one,
        "confirmed": is_confirmed(one),
        "counts": tab_counts(one),
        "record": record_of_buyer(one),
        "orders": latest_orders(Order.objects.filter(buyer=one)),
        "panel": panel(Kind.PERSON, one.pk, one, acting(request), refused=refused),
        "idempotency_key": request.POST.get("idempotency_key", ""),
        "room": "people",
    }
    return render(request, "staff/person.html", context, status=status)
