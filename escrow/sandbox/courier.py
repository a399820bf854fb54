"""The courier's page: every parcel, with a button for whatever can happen to it next."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from escrow.sandbox import pages, parcels, words
from escrow.sandbox.models import Parcel
from escrow.sandbox.refused import Refused
from escrow.sandbox.words import Words

SHOWN: Final = 30


@require_GET
def home(_request: HttpRequest) -> HttpResponse:
    """The cashier needs a signed address, so the front door is the courier's."""
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": reverse("courier")})


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The newest parcels, or those whose number holds what is looked for."""
    number = request.GET.get("number", "").replace("\0", "").strip()
    found = Parcel.objects.order_by("-id")
    if number:
        found = found.filter(number__icontains=number)
    rows = list(found[: SHOWN + 1])
    say = pages.words(request)
    context = {
        "number": number,
        "parcels": [_row(parcel, say, number, pages.language(request)) for parcel in rows[:SHOWN]],
        "newest": say["newest"].format(count=SHOWN) if len(rows) > SHOWN else "",
    }
    return pages.render(request, "courier", context)


@require_POST
@pages.person
def press(request: HttpRequest, carrier: str, number: str, event: str) -> HttpResponse:
    """A button: the event happens, the merchant is told, the page comes back with 303."""
    with transaction.atomic():
        parcel = Parcel.objects.filter(carrier=carrier, number=number).first()
        if parcel is None or event not in parcels.NEXT:
            raise Refused(HTTPStatus.NOT_FOUND, "unknown")
        parcels.move(parcel, event)
    kept = {name: request.GET[name] for name in ("number", "lang") if name in request.GET}
    query = f"?{urlencode(kept)}" if kept else ""
    location = f"{reverse('courier')}{query}#parcel-{parcel.pk}"
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": location})


def _row(parcel: Parcel, say: Words, number: str, lang: str) -> dict[str, object]:
    """A parcel as the page shows it."""
    query = urlencode({"number": number, "lang": lang} if number else {"lang": lang})
    return {
        "parcel": parcel,
        "carrier": words.carrier(parcel.carrier, lang),
        "state": say[parcel.state],
        "history": say["history"].format(number=parcel.number),
        "report": say["report"].format(number=parcel.number),
        "events": [{"at": event.at, "label": say[event.type]} for event in parcel.history()],
        "buttons": [
            {
                "event": event,
                "label": say[event],
                "href": f"{reverse('courier-event', args=(parcel.carrier, parcel.number, event))}?{query}",
            }
            for event in parcels.NEXT[parcel.state]
        ],
    }
