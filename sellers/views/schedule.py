"""When a shop's money is paid out by itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from escrow.payments.actions.payout_schedule import set_payout_schedule
from escrow.payments.models import PayoutSchedule
from escrow.payments.states import Rhythm
from marketplace.trade.fields import written
from sellers.access import SellerRequest, seller
from sellers.forms.money import ScheduleForm

#: What stands in the field at first, in minor units.
USUAL_MINIMUM = 10_000


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SellerRequest) -> HttpResponse:
    """Choose it, or change it. The times are those of the owner's time zone."""
    form = ScheduleForm(sent(request), initial=_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("sellers:money")
    context = {"form": form, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, "sellers/schedule.html", context, status=422 if form.is_bound else 200)


def _of(request: SellerRequest) -> dict[str, str]:
    kept = PayoutSchedule.objects.filter(book_id=request.shop.book_id).first()
    minimum = kept.minimum if kept else USUAL_MINIMUM
    return {
        "rhythm": kept.rhythm if kept else Rhythm.ASKED.value,
        "minimum": written(minimum, request.shop.currency),
    }


def _keep(request: SellerRequest, form: ScheduleForm) -> None:
    now, shop = clock.now(), request.shop

    def act() -> dict[str, object]:
        kept = set_payout_schedule(
            book_id=shop.book_id,
            currency=shop.currency,
            rhythm=Rhythm(form.cleaned_data["rhythm"]),
            minimum=form.cleaned_data["minimum"],
            zone=request.user.timezone,
            now=now,
            actor=Actor(Role.SELLER, request.user.pk),
        )
        return {"book": kept.pk}

    act_once(request, act, now=now)
