"""The queue of claims that wait for a ruling."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from marketplace.staff.access import acting, operator
from marketplace.trade import dockets
from marketplace.trade.dockets import Waiting

PAGE = 50


@require_safe
@operator
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, by deadline and amount; `?kind=` narrows."""
    now = clock.now()
    waiting = dockets.waiting(now, acting(request))
    kind = request.GET.get("kind", "")
    shown = [one for one in waiting if kind in {"", one.kind} or kind not in dockets.KINDS]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "waiting": waiting,
        "page": page,
        "tabs": _tabs(waiting, kind),
        "room": "claims",
    }
    return render(request, "staff/claims.html", context)


def _tabs(waiting: list[Waiting], here: str) -> list[dict[str, object]]:
    every = {"url": "?", "count": len(waiting), "name": _("All"), "here": here not in dockets.KINDS}
    return [every] + [
        {
            "url": f"?kind={kind}",
            "count": sum(one.kind == kind for one in waiting),
            "name": name,
            "here": kind == here,
        }
        for kind, name in dockets.KINDS.items()
    ]
