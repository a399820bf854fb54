"""A shop as the desk sees it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.errors import DomainError
from marketplace.catalog.models import Shop
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import SuspensionForm
from marketplace.staff.views.own import own
from marketplace.trade import dossier


@require_safe
@operator
def shop(request: HttpRequest, shop_id: int) -> HttpResponse:
    """One shop: its owner, its orders and money, how its claims went, what was suspended and why."""
    return show(request, shop_id)


def show(
    request: HttpRequest, shop_id: int, *, refused: SuspensionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the form that came back."""
    now = clock.now()
    try:
        known = dossier.of_shop(shop_id, acting(request), now)
    except Shop.DoesNotExist:
        raise Http404 from None
    except DomainError:
        return own(request, None, "people")
    context = {
        "now": now,
        **known._asdict(),
        "form": refused or SuspensionForm(),
        "idempotency_key": request.POST.get("idempotency_key", ""),
        "room": "people",
    }
    return render(request, "staff/shop.html", context, status=status)
