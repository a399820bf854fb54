"""Where a buyer has goods sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buyers.access import BuyerRequest, buyer
from buyers.forms import DestinationForm
from core import clock
from core.errors import DomainError
from core.posting import refuse
from marketplace.orders import destination
from marketplace.orders.models import Address

#: As many as anybody needs.
MOST = 20


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: BuyerRequest) -> HttpResponse:
    """GET: the addresses, latest used first. POST: one more (the same one again is the same)."""
    mine = Address.objects.filter(owner=request.user).order_by("-used_at", "-pk")
    form = DestinationForm(request.POST if request.method == "POST" else None)
    posted = request.method == "POST"
    if posted and form.is_valid():
        try:
            destination.remember(request.user, form.destination().cleaned(), now=clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The address is kept."))
            return redirect("buyers:addresses")
    context = {"form": form, "addresses": mine[:MOST]}
    return render(request, "buyers/addresses.html", context, status=422 if posted else 200)


@buyer
@require_POST
def removal(request: BuyerRequest, address: int) -> HttpResponse:
    """Strike an address out; orders keep theirs."""
    found = get_object_or_404(Address, owner=request.user, pk=address)
    destination.forget(request.user, found.pk)
    messages.success(request, _("The address is struck out."))
    return redirect("buyers:addresses")
