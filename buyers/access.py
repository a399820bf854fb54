"""Who may see a buyer's pages: whoever is signed in, and of orders and payments only their own. Others get a 404."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from core.actor import Actor, Role
from core.kept import Kept
from marketplace.orders.models import Checkout, Order
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.trade.facts import with_facts
from marketplace.users.requests import SignedInRequest

View = Callable[..., HttpResponseBase]

_OWN = Kept(
    "order_of_buyer",
    lambda buyer, reference: with_facts(Order.objects.filter(buyer=buyer, reference=reference)).annotate(
        shop_suspended=suspended(Kind.SHOP, "shop")
    ),
    int,
    str,
)


class BuyerRequest(SignedInRequest):
    """A request behind `buyer`."""


def buyer(view: View) -> View:
    """Let a page be seen by who has signed in, and kept by nobody on the way."""
    return never_cache(login_required(view))


def actor(request: BuyerRequest) -> Actor:
    """The reader, acting as a buyer."""
    return Actor(Role.BUYER, request.user.pk)


def own_order(request: BuyerRequest, reference: str) -> Order:
    """The reader's order, with all its facts and `shop_suspended`."""
    found = _OWN.first(request.user.pk, reference)
    if found is None:
        raise Http404
    return found


def own_checkout(request: BuyerRequest, reference: str) -> Checkout:
    """The reader's checkout, by the reference of its payment."""
    mine = Checkout.objects.filter(buyer=request.user).select_related("payment")
    return get_object_or_404(mine, payment__reference=reference)
