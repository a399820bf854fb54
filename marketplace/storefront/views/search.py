"""Finding goods: by words, by shelf, by where they are sent from, by price."""

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.cards import cards
from marketplace.catalog.models import Category, Shop
from marketplace.catalog.queries import regions, shelves, shops_named, shops_of
from marketplace.catalog.queries import search as find
from marketplace.catalog.wordings import other_language
from marketplace.storefront import questions
from marketplace.storefront.questions import Question

PAGE_SIZE = 24
SORT_WORDS = {
    "newest": _("Newest first"),
    "price": _("Lowest price first"),
    "price_down": _("Highest price first"),
    "bought": _("Most bought first"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What answers the question in the address."""
    all_shelves = list(shelves())
    return _results(request, questions.read(request.GET, all_shelves), all_shelves, None)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One shelf and the shops that fill it; its question may be narrowed by region and price."""
    all_shelves = list(shelves())
    shelf = next((shelf for shelf in all_shelves if shelf.slug == slug), None)
    if shelf is None:
        raise Http404
    query = request.GET.copy()
    query["category"] = slug
    return _results(request, questions.read(query, all_shelves), all_shelves, shelf)


def _results(
    request: HttpRequest, question: Question, all_shelves: list[Category], shelf: Category | None
) -> HttpResponse:
    page = Paginator(find(question.wish), PAGE_SIZE).get_page(request.GET.get("page"))
    text = question.wish.text
    sent_from = regions(question.wish)
    context = {
        "now": clock.now(),
        "shelf": shelf,
        "trail": [(_("All goods"), reverse("storefront:search"))],
        "shelves": all_shelves,
        "others": [other for other in all_shelves if other != shelf and other.goods],  # type: ignore[attr-defined]
        "regions": sent_from,
        "narrowed": any(question.typed[name] for name in ("region", "from", "to")),
        "question": question,
        "search_text": text,
        "page": page,
        "cards": cards(page.object_list),
        "shops": _shops(text, shelf) if page.number == 1 else [],
        "sorts": [(name, words, name == question.wish.sort) for name, words in SORT_WORDS.items()],
        "currency": settings.CURRENCY,
        "other_language": other_language(),
    }
    return render(request, "storefront/search.html", context)


def _shops(text: str, shelf: Category | None) -> Iterable[Shop]:
    """Those that fill a shelf, or whose name is asked for."""
    if shelf is not None:
        return shops_of(shelf)
    return shops_named(text) if text else ()
