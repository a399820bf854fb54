"""Asking for money back: one page with what is asked, why, and what it comes to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buyers.access import BuyerRequest, actor, buyer, own_order
from core import clock
from core.actor import Role
from core.entrance import takes_uploads
from core.errors import DomainError
from core.posting import act_once, refuse
from escrow.states import HoldState
from marketplace.claims.actions.add_photo import look_at
from marketplace.claims.actions.open_claim import open_claim
from marketplace.orders.models import Order
from marketplace.trade.actions_table import offers
from marketplace.trade.claim_acts import kept_photos
from marketplace.trade.claim_forms import AskForm
from marketplace.trade.claim_posting import MOST_UPLOADED
from marketplace.trade.claim_sums import Sum, sum_of
from marketplace.trade.facts import gather
from marketplace.trade.line import custody_line


@buyer
@takes_uploads(MOST_UPLOADED)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_open(request: BuyerRequest, reference: str) -> HttpResponse:
    """Say what is wrong and what one wants back. `preview` only works the sum out."""
    found = own_order(request, reference)
    shipped = hasattr(found, "shipment")
    posted = request.method == "POST"
    sent = (request.POST, request.FILES) if posted else ()
    form = AskForm(*sent, order=found, shipped=shipped, again=False)
    previews = "preview" in request.POST
    total: Sum | None = None
    if posted and previews:
        form.fields["reason"].required = False
    valid = posted and form.is_valid()
    form.fields["reason"].required = True  # the sum needs no reason, the request does: so it says beside it
    if valid:
        if previews:
            total = _previewed(form, found, shipped=shipped)
        elif claim := _opened(request, form, found):
            messages.success(request, _asked(found))
            return redirect("buyers:claim", found.reference, claim)
    return _page(request, own_order(request, reference), form, total)


def _asked(found: Order) -> str:
    if found.hold.state == HoldState.RELEASED:
        return _("The shop is asked. What you ask for is kept back from it until it is decided.")
    return _("The shop is asked. The money is frozen until it is decided.")


def _page(request: BuyerRequest, found: Order, form: AskForm, total: Sum | None) -> HttpResponse:
    now = clock.now()
    (facts,) = gather([found])
    context = {
        "now": now,
        "order": found,
        "facts": facts,
        "form": form,
        "total": total,
        "line": custody_line(facts, Role.BUYER, now),
        "offer": next((one for one in offers(facts, Role.BUYER, now) if one.action == "claim"), None),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    status = 422 if form.is_bound and total is None else 200
    return render(request, "buyers/claim_open.html", context, status=status)


def _previewed(form: AskForm, found: Order, *, shipped: bool) -> Sum | None:
    try:
        return sum_of(found, form.asked(), reason=form.cleaned_data.get("reason", ""), shipped=shipped)
    except DomainError as error:
        refuse(form, error)
        return None


def _opened(request: BuyerRequest, form: AskForm, found: Order) -> int | None:
    """The number of the claim; None when it was refused, in words on the form."""
    now, who = clock.now(), actor(request)
    given = form.cleaned_data
    said = {"reason": given["reason"], "words": given["words"]}
    try:
        taken = look_at(given["photos"] or [])

        def act() -> dict[str, int]:
            with kept_photos(found.pk, taken, now=now, actor=who) as photos:
                return {"claim": open_claim(found.pk, form.asked(), **said, photos=photos, now=now, actor=who).pk}

        return int(act_once(request, act, now=now)["claim"])
    except DomainError as error:
        refuse(form, error)
        return None
