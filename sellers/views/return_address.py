"""Where the shop has goods sent back to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.claims.actions.set_return_address import set_return_address
from sellers.access import SellerRequest, seller
from sellers.forms.return_address import ReturnAddressForm


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def return_address(request: SellerRequest) -> HttpResponse:
    """Say it or change it. What was agreed before keeps the address it named."""
    form = ReturnAddressForm(request.POST or None, initial=ReturnAddressForm.of(request.shop))
    if request.method == "POST" and form.is_valid():
        now, shop = clock.now(), request.shop
        who = Actor(Role.SELLER, request.user.pk)
        try:
            act_once(
                request,
                lambda: {"address": set_return_address(shop.pk, form.destination(), now=now, actor=who).pk},
                now=now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. Goods come back to this address from now on."))
            return redirect("sellers:claims")
    context = {"form": form, "shop": request.shop, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, "sellers/return_address.html", context, status=422 if form.is_bound else 200)
