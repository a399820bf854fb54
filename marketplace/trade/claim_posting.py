"""One verb of a claim in a browser: the page that says what follows, and the post that does it, once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock
from core.actor import Actor
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.catalog.pictures import MOST_BYTES
from marketplace.claims.actions.add_photo import look_at
from marketplace.claims.models import Claim
from marketplace.claims.statements import MOST_PHOTOS
from marketplace.orders.carriers import CARRIERS
from marketplace.orders.models import Order
from marketplace.trade.actions_table import offers
from marketplace.trade.claim_acts import ACTS, Sent, kept_photos
from marketplace.trade.claim_forms import ReadForm
from marketplace.trade.claim_page import find
from marketplace.trade.facts import gather
from marketplace.trade.line import custody_line

#: A form with as many photos as can be shown at once, in bytes.
MOST_UPLOADED = MOST_PHOTOS * MOST_BYTES + settings.MOST_BODY


@dataclass(frozen=True, slots=True)
class Face:
    """Whose page it is: who acts, how their order is read anew, its template, and where the claim is seen."""

    actor: Actor
    order: Callable[[], Order]
    template: str
    place: str


def act_page(request: HttpRequest, claim_id: int, verb: str, face: Face) -> HttpResponse:
    """Show the form of a verb or carry it out. One that is not offered now says why, instead of a form.

    Raises `Http404` when the order has no such claim.
    """
    (facts,) = gather([face.order()])
    found = find(facts, claim_id)
    if found is None:
        raise Http404
    act = ACTS[verb]
    posted = request.method == "POST"
    form = act.form(request.POST, request.FILES, claim=found.claim) if posted else act.form(claim=found.claim)
    if posted and form.is_valid():
        if _done(request, found.claim, verb, form, face.actor):
            messages.success(request, str(act.done))
            return redirect(face.place, found.claim.order.reference, found.claim.pk)
        (facts,) = gather([face.order()])  # refused, for it is not what it was
    now = clock.now()
    offered = offers(facts, face.actor.role, now) if facts.claim and facts.claim.claim.pk == claim_id else ()
    context = {
        "now": now,
        "order": facts.order,
        "claim": found.claim,
        "line": custody_line(facts, face.actor.role, now),
        "offer": next((one for one in offered if one.action == verb), None),
        "verb": verb,
        "form": form,
        "carriers": CARRIERS,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, face.template, context, status=422 if posted else 200)


def _done(request: HttpRequest, claim: Claim, verb: str, form: ReadForm, actor: Actor) -> bool:
    """Carry a verb out; a refusal goes onto the form."""
    now = clock.now()
    try:
        taken = look_at(form.cleaned_data.get("photos") or [])

        def act() -> dict[str, int]:
            with kept_photos(claim.order_id, taken, now=now, actor=actor) as photos:
                ACTS[verb].call(Sent(claim, now, actor, photos=photos, **form.read()))
            return {"claim": claim.pk}

        act_once(request, act, now=now)
    except DomainError as error:
        refuse(form, error)
        return False
    return True
