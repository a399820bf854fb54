"""Reviews at the shop's desk: of a buyer, about the shop, and the one answer to each of these."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.entrance import takes_uploads
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.trade.periods import PERIODS, chosen
from marketplace.trade.record import record_of
from marketplace.trade.review_forms import AnswerForm
from marketplace.trade.review_page import in_public
from marketplace.trade.review_posting import MOST_UPLOADED, Face, review_page
from reviews.actions.answer_review import answer_review
from reviews.queries import about_shop
from sellers.access import SellerRequest, seller
from sellers.bettering import advice
from sellers.views.orders import find

PER_PAGE = 20
#: How far the record looks back unless one chooses.
YEAR = "365"


@takes_uploads(MOST_UPLOADED)
@seller
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SellerRequest, reference: str) -> HttpResponse:
    """Review the buyer of an order, once; afterwards read it, and the buyer's when both are open."""
    who = Actor(Role.SELLER, request.user.pk)
    return review_page(request, Face(who, lambda: find(request, reference), "sellers/review.html", "sellers:review"))


@seller
@require_safe
def reviews(request: SellerRequest) -> HttpResponse:
    """What buyers wrote about the shop and everybody can read, latest first; the record, and how to better it."""
    now, period = clock.now(), chosen(request.GET.get("days", YEAR))
    page = Paginator(about_shop(request.shop), PER_PAGE).get_page(request.GET.get("page"))
    record = record_of(request.shop, period.days, now)
    context = {
        "now": now,
        "page": page,
        "reviews": in_public(page.object_list),
        "record": record,
        "period": period,
        "periods": PERIODS,
        "advice": advice(record),
    }
    return render(request, "sellers/reviews.html", context)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SellerRequest, review_id: int) -> HttpResponse:
    """Answer a review, once."""
    found = get_object_or_404(about_shop(request.shop), pk=review_id)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, who = clock.now(), Actor(Role.SELLER, request.user.pk)
        words = form.cleaned_data["answer"]
        try:
            act_once(request, lambda: {"review": answer_review(found.pk, answer=words, now=now, actor=who).pk}, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your answer stands below the review."))
            return redirect("sellers:reviews")
        found = get_object_or_404(about_shop(request.shop), pk=review_id)
    (shown,) = in_public([found])
    context = {
        "now": clock.now(),
        "one": shown,
        "form": form,
        "open": shown.review.answered_at is None and not shown.review.is_deleted,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/review_answer.html", context, status=422 if form.is_bound else 200)
