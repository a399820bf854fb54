"""People: finding them, and what is known about one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from core.errors import DomainError
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import SuspensionForm
from marketplace.staff.views.own import own
from marketplace.trade import dossier
from marketplace.trade.desk_people import LISTS, asked, counted, found
from marketplace.users.models import User

PAGE = 25


@require_safe
@operator
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, latest first; `?q=` looks for a name, an address or a shop, `?show=` narrows to a list."""
    text, chosen = asked(request.GET.get("q", "")), request.GET.get("show", "")
    here = chosen if chosen in LISTS else "all"
    matching = found(text)
    page = Paginator(matching.filter(LISTS[here][1]), PAGE).get_page(request.GET.get("page"))
    context = {
        "now": clock.now(),
        "text": text,
        "here": here,
        "tabs": _tabs(counted(matching), text, here),
        "page": page,
        "room": "people",
    }
    return render(request, "staff/people.html", context)


def _tabs(counts: dict[str, int], text: str, here: str) -> list[dict[str, object]]:
    return [
        {
            "url": f"?{urlencode({'q': text, 'show': name} if text else {'show': name})}",
            "count": counts[name],
            "name": words,
            "here": name == here,
        }
        for name, (words, _which) in LISTS.items()
    ]


@require_safe
@operator
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what they buy, how their claims went, their shop, what was suspended and why."""
    return show(request, person_id)


def show(
    request: HttpRequest, person_id: int, *, refused: SuspensionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the form that came back."""
    try:
        known = dossier.of_person(person_id, acting(request))
    except User.DoesNotExist:
        raise Http404 from None
    except DomainError:
        return own(request, None, "people")
    context = {
        "now": clock.now(),
        **known._asdict(),
        "form": refused or SuspensionForm(),
        "idempotency_key": request.POST.get("idempotency_key", ""),
        "room": "people",
    }
    return render(request, "staff/person.html", context, status=status)
