"""What the platform gives away: proposed by one operator, above a set budget agreed to by another."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.money import Money
from core.posting import act_once, refuse, sent
from escrow.promotions import free_cover
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, decline_promotion, propose_promotion
from marketplace.coupons.models import Coupon
from marketplace.staff import queues
from marketplace.staff.access import acting, operator
from marketplace.trade import coupon_words
from marketplace.trade.coupon_form import PromotionForm

SHOWN = 100
Act = Callable[..., Coupon]
#: What the address says is done -> the act, and what is said then.
ACTS: dict[str, tuple[Act, Promise]] = {
    "agreement": (agree_to_promotion, gettext_lazy("Agreed. It counts from now on.")),
    "refusal": (decline_promotion, gettext_lazy("Turned down. Nothing is given away.")),
    "pause": (pause_coupon, gettext_lazy("Paused. What was placed with it keeps it.")),
    "resumption": (resume_coupon, gettext_lazy("It counts again.")),
}


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for a second operator, the oldest first; then every other promotion, the newest first."""
    now = clock.now()
    others = Coupon.objects.filter(shop=None).exclude(pk__in=queues.waiting_promotions().values("pk"))
    both = (queues.waiting_promotions().order_by("made_at", "pk"), others.order_by("-pk")[:SHOWN])
    found = [coupon for some in both for coupon in some.select_related("made_by", "agreed_by")]
    context = {
        "now": now,
        "room": "decisions",
        "free": Money(free_cover(settings.CURRENCY), settings.CURRENCY),
        "rows": [
            (row, row.coupon.money(row.coupon.spent), _budget(row.coupon)) for row in coupon_words.rows(found, now)
        ],
    }
    return render(request, "staff/promotions.html", context)


def _budget(coupon: Coupon) -> Money:
    return coupon.money(coupon.budget or 0)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def new(request: HttpRequest) -> HttpResponse:
    """Propose one."""
    form = PromotionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, actor = clock.now(), _acting(request)

        def act() -> dict[str, object]:
            given, reason = form.terms(now), form.cleaned_data["reason"]
            made = propose_promotion(given, reason, currency=settings.CURRENCY, now=now, actor=actor)
            return {"coupon": made.pk, "waits": made.agreed_at is None}

        try:
            waits = act_once(request, act, now=now)["waits"]
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Proposed. Another operator has to agree.") if waits else _("It counts from now on.")
            )
            return redirect("staff:promotions")
    context = {
        "form": form,
        "room": "decisions",
        "alone": Money(settings.PROMOTION_FOUR_EYES_ABOVE, settings.CURRENCY),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "staff/promotion_new.html", context, status=422 if form.is_bound else 200)


@require_POST
@operator
def decide(request: HttpRequest, coupon_id: int, act: str) -> HttpResponse:
    """Agree, turn down, pause, let it count again."""
    if act not in ACTS:
        raise Http404
    get_object_or_404(Coupon, pk=coupon_id, shop=None)
    do, said = ACTS[act]
    try:
        do(coupon_id, now=clock.now(), actor=_acting(request))
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, str(said))
    return redirect("staff:promotions")


def _acting(request: HttpRequest) -> Actor:
    return Actor(Role.OPERATOR, acting(request))
