"""The basket, by shop."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from buyers import baskets
from buyers.forms import QuantityForm
from core import clock
from core.errors import DomainError
from core.posting import act_once
from marketplace.orders.actions.basket import MOST_PIECES, add_line, set_quantity
from marketplace.orders.quote import quote_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest) -> HttpResponse:
    """GET: what is in the basket, at today's prices. POST (`sku`, `quantity`): put more in; with `count`, back to the
    page of the goods, which works the sum out.
    """
    if request.method == "POST":
        return _add(request)
    found = baskets.found(request)
    return render(request, "buyers/basket.html", {"quote": quote_of(found) if found else None, "now": clock.now()})


def _add(request: HttpRequest) -> HttpResponse:
    form = QuantityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Take a whole number from 1 to %(most)s.") % {"most": MOST_PIECES})
        return _back(request)
    given = form.cleaned_data
    if "count" in request.POST:
        return _back(request, given)
    now = clock.now()
    mine = baskets.made(request, now)

    def act() -> dict[str, int]:
        return {"line": add_line(mine, given["sku"], given["quantity"], now=now).pk}

    try:
        act_once(request, act, now=now, owner=baskets.owner(request))
    except DomainError as error:
        messages.error(request, error.words)
        return _back(request)
    if "buy" in request.POST:
        return redirect("buyers:checkout")
    messages.success(request, _("It is in your basket."))
    return redirect("buyers:basket")


@never_cache
@require_POST
def line(request: HttpRequest, sku: int) -> HttpResponse:
    """Have `quantity` of a SKU; 0, or the button `remove`, takes it out."""
    text = "0" if "remove" in request.POST else request.POST.get("quantity", "")
    found = baskets.found(request)
    if found is not None:
        try:
            quantity = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PIECES)) else -1
            set_quantity(found, sku, quantity, now=clock.now())
        except DomainError as error:
            messages.error(request, error.words)
    return redirect("buyers:basket")


def _back(request: HttpRequest, chosen: Mapping[str, int] | None = None) -> HttpResponse:
    """To the page the form stood on, when it says so and is ours; there with what was `chosen`."""
    back = request.POST.get("next", "")
    if back and chosen:
        back = f"{back}?{urlencode(chosen)}"
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # Not `redirect`, which takes a word without a slash for the name of a page.
    return HttpResponseRedirect(back if safe else reverse("buyers:basket"))
