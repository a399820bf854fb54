"""A shop's coupons: all of them, a new one, pausing one and letting it count again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.models import Coupon
from marketplace.trade import coupon_words
from marketplace.trade.coupon_form import CouponForm
from sellers.access import SellerRequest, seller

STATES = {"on": resume_coupon, "paused": pause_coupon}


@seller
@require_safe
def coupons(request: SellerRequest) -> HttpResponse:
    """Every coupon of the shop, the newest first."""
    now = clock.now()
    found = Coupon.objects.filter(shop=request.shop).order_by("-pk")
    return render(request, "sellers/coupons.html", {"now": now, "rows": coupon_words.rows(found, now)})


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SellerRequest) -> HttpResponse:
    """Make one. Its terms never change afterwards, so the form says so."""
    form = CouponForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, shop = clock.now(), request.shop

        def act() -> dict[str, object]:
            return {"coupon": make_coupon(shop, form.terms(now), now=now, actor=_acting(request)).pk}

        try:
            act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Made. Whoever knows the code can use it."))
            return redirect("sellers:coupons")
    context = {"form": form, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, "sellers/coupon_new.html", context, status=422 if form.is_bound else 200)


@seller
@require_POST
def state(request: SellerRequest, coupon: int) -> HttpResponse:
    """Pause a coupon (`to` "paused"), or let it count again ("on")."""
    act = STATES.get(request.POST.get("to", ""))
    if act is None:
        raise Http404
    found = get_object_or_404(Coupon, pk=coupon, shop=request.shop)
    try:
        act(found.pk, now=clock.now(), actor=_acting(request))
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    return redirect("sellers:coupons")


def _acting(request: SellerRequest) -> Actor:
    return Actor(Role.SELLER, request.user.pk)
