"""The books: trial balance, cover, invariants, and the journal of one order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.staff.access import acting, operator
from marketplace.staff.views.own import own
from marketplace.trade import desk_books, desk_order


@require_safe
@operator
def books(request: HttpRequest) -> HttpResponse:
    """The trial balance of the site's currency, cover, and every invariant by name."""
    now = clock.now()
    return render(request, "staff/books.html", {"now": now, "books": desk_books.books(now), "room": "books"})


@require_safe
@operator
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One order as the desk sees it: where the money is, its journal, its deadlines, who did what."""
    if "\0" in reference:
        raise Http404
    one = desk_order.found(reference)
    if one is None:
        raise Http404
    if one.concerns(acting(request)):
        return own(request, one, "books")
    now = clock.now()
    context = {"now": now, "seen": desk_order.look_at_order(one, now), "order": one, "room": "books"}
    return render(request, "staff/order.html", context)
