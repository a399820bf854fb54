"""A shop's webhooks: the addresses, one of them with its log, one delivery whole."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.webhooks.actions.change_endpoint import change_endpoint
from marketplace.webhooks.models import Endpoint
from marketplace.webhooks.queries import endpoints_of, log_of, with_last_try
from sellers.access import SellerRequest, seller
from sellers.forms.webhook import WantsForm

PER_PAGE = 20


@seller
@require_safe
def webhooks(request: SellerRequest) -> HttpResponse:
    """Where the shop's programs listen."""
    endpoints = with_last_try(endpoints_of(request.shop))
    return render(request, "sellers/webhooks.html", {"now": clock.now(), "endpoints": endpoints})


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: SellerRequest, endpoint: int) -> HttpResponse:
    """One endpoint: how it does, what was sent to it; and what it wants, which can be changed here."""
    found = find(request, endpoint)
    form = WantsForm(sent(request), initial={"description": found.description, "kinds": found.kinds})
    if request.method == "POST" and form.is_valid():
        now, who = clock.now(), seller_of(request)

        def act() -> dict[str, object]:
            return {"endpoint": change_endpoint(found.pk, **form.cleaned_data, now=now, actor=who).pk}

        try:
            act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. It counts for what happens from now on."))
            return redirect("sellers:webhook", found.pk)
    context = {
        "now": clock.now(),
        "endpoint": found,
        "form": form,
        "page": Paginator(log_of(found), PER_PAGE).get_page(request.GET.get("page")),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/webhook.html", context, status=422 if form.is_bound else 200)


@seller
@require_safe
def delivery(request: SellerRequest, endpoint: int, delivery: int) -> HttpResponse:
    """One delivery: what is sent, letter by letter, and what came of it."""
    found = find(request, endpoint)
    one = get_object_or_404(log_of(found), pk=delivery)
    return render(request, "sellers/webhook_delivery.html", {"now": clock.now(), "endpoint": found, "delivery": one})


def find(request: SellerRequest, endpoint: int) -> Endpoint:
    """The shop's own endpoint; anybody else's is not found."""
    return get_object_or_404(endpoints_of(request.shop), pk=endpoint)


def seller_of(request: SellerRequest) -> Actor:
    """Who acts."""
    return Actor(Role.SELLER, request.user.pk)
