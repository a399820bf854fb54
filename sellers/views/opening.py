"""Opening a shop, and what it says of itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.catalog.actions.edit_shop import edit_shop
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.models import Shop
from marketplace.users.requests import SignedInRequest
from sellers.access import SellerRequest, seller
from sellers.forms.shop import OpenForm, ShopForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: SignedInRequest) -> HttpResponse:
    """Open a shop. A visitor signs up first and comes back here; whoever has a shop goes to the desk."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('sellers:open')})}")
    return _open(request)


def _open(request: SignedInRequest) -> HttpResponse:
    form = OpenForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            act_once(
                request,
                lambda: {"shop": open_shop(request.user, now=now, **form.facts()).pk},
                now=now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("sellers:listing_new")
    elif Shop.objects.filter(owner=request.user).exists():
        return redirect("sellers:desk")
    status = 422 if form.is_bound else 200
    return render(request, "sellers/open.html", {"form": form, "idempotency_key": _key(request)}, status=status)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def shop_page(request: SellerRequest) -> HttpResponse:
    """Change what the shop says of itself. What was ordered before keeps what it was ordered under."""
    form = ShopForm(sent(request), initial=ShopForm.of(request.shop))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            act_once(request, lambda: {"shop": edit_shop(request.shop, now=now, **form.facts()).pk}, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. It counts for orders placed from now on."))
            return redirect("sellers:shop")
    context = {"form": form, "idempotency_key": _key(request), "shop": request.shop}
    return render(request, "sellers/shop.html", context, status=422 if form.is_bound else 200)


def _key(request: HttpRequest) -> str:
    """The form's key, kept when it came back."""
    return request.POST.get("idempotency_key", "")
