"""Taking a review away: its words go, the reason stays in public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import DeletionForm
from marketplace.trade.review_page import in_public
from reviews.actions.delete_review import delete_review
from reviews.queries import opened


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def deletion(request: HttpRequest, review_id: int) -> HttpResponse:
    """An open review, of either side, and the reason why it is deleted."""
    found = get_object_or_404(opened(), pk=review_id)
    form = DeletionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, who = clock.now(), Actor(Role.OPERATOR, acting(request))
        reason = form.cleaned_data["reason"]
        try:
            act_once(
                request, lambda: {"review": delete_review(found.pk, reason=reason, now=now, actor=who).pk}, now=now
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Deleted. The reason stands in its place."))
            return redirect("staff:review_deletion", found.pk)
        found = get_object_or_404(opened(), pk=review_id)
    (shown,) = in_public([found])
    context = {
        "now": clock.now(),
        "one": shown,
        "form": form,
        "open": not shown.review.is_deleted,
        "room": "desk",
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "staff/review_deletion.html", context, status=422 if form.is_bound else 200)
