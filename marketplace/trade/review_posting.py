"""The page of an order's reviews in a browser: what was written, the form while one may, and the post, once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actor import Actor
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.catalog.pictures import MOST_AT_ONCE, MOST_BYTES, take_all
from marketplace.orders.models import Order
from marketplace.trade.actions_table import offers
from marketplace.trade.facts import gather
from marketplace.trade.line import custody_line
from marketplace.trade.review_forms import ReviewForm
from marketplace.trade.review_page import of_order
from reviews.actions.write_review import write_review

#: All the pictures of a review, and a form around them.
MOST_UPLOADED = MOST_AT_ONCE * MOST_BYTES + settings.MOST_BODY


@dataclass(frozen=True, slots=True)
class Face:
    """Whose page it is: who acts, how their order is read anew, its template, and its own place."""

    actor: Actor
    order: Callable[[], Order]
    template: str
    place: str


def review_page(request: HttpRequest, face: Face) -> HttpResponse:
    """Show what the side may read, and the form if it may write; or keep what it wrote."""
    order, role = face.order(), face.actor.role
    posted = request.method == "POST"
    form = ReviewForm(request.POST, request.FILES, by=role) if posted else ReviewForm(by=role)
    if posted and form.is_valid() and _done(request, order, form, face.actor):
        return redirect(face.place, order.reference)
    now = clock.now()
    (facts,) = gather([face.order()])
    context = {
        "now": now,
        "order": order,
        "facts": facts,
        "line": custody_line(facts, role, now),
        "both": of_order(facts.order, role),
        "offer": next((one for one in offers(facts, role, now) if one.action == "review"), None),
        "form": form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, face.template, context, status=422 if posted else 200)


def _done(request: HttpRequest, order: Order, form: ReviewForm, actor: Actor) -> bool:
    """Write it; a refusal goes onto the form."""
    now, given = clock.now(), form.cleaned_data

    try:
        photos = take_all(given["photos"])

        def act() -> dict[str, bool]:
            kept = write_review(
                order.pk, stars=given["stars"], words=given["words"], photos=photos, now=now, actor=actor
            )
            return {"open": kept.is_open}

        answer = act_once(request, act, now=now)
    except DomainError as error:
        refuse(form, error)
        return False
    opened = _("Thank you. Both of you have written, so both can be read now.")
    messages.success(request, opened if answer["open"] else _("Thank you. Your review is sealed until it opens."))
    return True
