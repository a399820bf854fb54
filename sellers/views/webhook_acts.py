"""What a shop does about its webhooks: add one, take a new secret, pause, try, send again, remove."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.webhooks.actions.add_endpoint import add_endpoint
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint, resume_endpoint
from marketplace.webhooks.actions.remove_endpoint import remove_endpoint
from marketplace.webhooks.actions.roll_secret import roll_secret
from marketplace.webhooks.actions.send_again import send_again, send_test
from marketplace.webhooks.models import Endpoint
from marketplace.webhooks.queries import log_of
from marketplace.webhooks.signing import secret_of
from sellers.access import SellerRequest, seller
from sellers.forms.webhook import EndpointForm
from sellers.views.webhooks import find, seller_of

Act = Callable[..., object]
STATES: dict[str, Act] = {"on": resume_endpoint, "paused": pause_endpoint}


@seller
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def new(request: SellerRequest) -> HttpResponse:
    """Add an endpoint, with a fresh password; the answer shows its secret. The same form again shows the same."""
    form = EndpointForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, given = clock.now(), form.cleaned_data

        def act() -> dict[str, object]:
            wants = {"description": given["description"], "kinds": given["kinds"]}
            made = add_endpoint(request.shop, given["url"], **wants, now=now, actor=seller_of(request))
            return {"endpoint": made.pk}

        try:
            answer = act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            return _show_secret(request, find(request, answer["endpoint"]))
    context = {"form": form, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, "sellers/webhook_new.html", context, status=422 if form.is_bound else 200)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def secret(request: SellerRequest, endpoint: int) -> HttpResponse:
    """Take a new secret, with a fresh password; the answer shows it."""
    found = find(request, endpoint)
    if request.method == "POST":
        _act(request, found.pk, roll_secret)
        return _show_secret(request, find(request, endpoint))
    return render(request, "sellers/webhook_roll.html", {"endpoint": found})


def _show_secret(request: SellerRequest, endpoint: Endpoint) -> HttpResponse:
    context = {"now": clock.now(), "endpoint": endpoint, "secret": secret_of(endpoint.nonce)}
    return render(request, "sellers/webhook_secret.html", context)


@seller
@require_POST
def state(request: SellerRequest, endpoint: int) -> HttpResponse:
    """Pause it, or send again: `to` is "paused" or "on"."""
    found = find(request, endpoint)
    change = STATES.get(request.POST.get("to", ""))
    if change is None:
        raise Http404
    _act(request, found.pk, change)
    return redirect("sellers:webhook", found.pk)


@seller
@require_POST
def test(request: SellerRequest, endpoint: int) -> HttpResponse:
    """Send an event that says nothing."""
    found = find(request, endpoint)
    _act(request, found.pk, send_test, _("A test is on its way. It stands in the log in a few seconds."))
    return redirect("sellers:webhook", found.pk)


@seller
@require_POST
def again(request: SellerRequest, endpoint: int, delivery: int) -> HttpResponse:
    """Send once more what came to its end."""
    one = get_object_or_404(log_of(find(request, endpoint)), pk=delivery)
    _act(request, one.pk, send_again, _("It is sent again within a few seconds."))
    return redirect("sellers:webhook_delivery", endpoint, one.pk)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: SellerRequest, endpoint: int) -> HttpResponse:
    """Remove it and its log, after asking."""
    found = find(request, endpoint)
    if request.method == "POST":
        _act(request, found.pk, remove_endpoint, _("Removed. Nothing more is sent there."))
        return redirect("sellers:webhooks")
    return render(request, "sellers/webhook_removal.html", {"endpoint": found})


def _act(request: SellerRequest, number: int, act: Act, done: str = "") -> None:
    """Carry out `act` once and say what came of it."""
    now = clock.now()

    def run() -> dict[str, Any]:
        act(number, now=now, actor=seller_of(request))
        return {}

    try:
        act_once(request, run, now=now)
    except DomainError as error:
        messages.error(request, error.words)
    else:
        if done:
            messages.success(request, done)
