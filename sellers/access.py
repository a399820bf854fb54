"""Who may see a seller's pages: whoever is signed in and has a shop. Of somebody else's shop nothing is known (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from core.kept import Kept
from marketplace.catalog.models import Shop
from marketplace.users.requests import SignedInRequest

_OF_OWNER = Kept("shop_of_owner", lambda owner: Shop.objects.filter(owner=owner), int)


class SellerRequest(SignedInRequest):
    """A request of somebody with a shop."""

    shop: Shop


def seller(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a page be seen by the owner of a shop; `request.shop` is theirs.

    A visitor is asked to sign in. Who has no shop is led to opening one, but finds no single thing of others: 404.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shop = _OF_OWNER.first(request.user.pk)
        if shop is None:
            if kwargs or request.method not in {"GET", "HEAD"}:
                raise Http404
            return redirect("sellers:open")
        request.shop = shop
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))
