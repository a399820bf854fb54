"""The bank's page: the newest charges, with the buttons of a buyer's bank that disputes one, and says who was right."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from escrow.sandbox import chargebacks, money, pages
from escrow.sandbox.models import Charge, Chargeback
from escrow.sandbox.refused import Refused
from escrow.sandbox.words import Words

SHOWN: Final = 30


def _dispute_half(charge: Charge) -> None:
    chargebacks.open_chargeback(charge, charge.amount_minor // 2)


def _decide(state: str) -> Callable[[Charge], None]:
    def decide(charge: Charge) -> None:
        chargeback = Chargeback.objects.filter(charge=charge, state="open").select_related("charge").first()
        if chargeback is None:
            raise Refused(HTTPStatus.CONFLICT, "disputed")
        chargebacks.decide(chargeback, state)

    return decide


ACTS: Final[dict[str, Callable[[Charge], object]]] = {
    "dispute": lambda charge: chargebacks.open_chargeback(charge, charge.amount_minor),
    "dispute-half": _dispute_half,
    "win": _decide("won"),
    "lose": _decide("lost"),
}


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The newest charges, or those whose reference holds what is looked for."""
    reference = request.GET.get("reference", "").replace("\0", "").strip()
    found = Charge.objects.order_by("-id")
    if reference:
        found = found.filter(reference__icontains=reference)
    charges = list(found[: SHOWN + 1])
    say = pages.words(request)
    of_charges = Chargeback.objects.filter(charge__in=charges[:SHOWN]).select_related("charge")
    newest = {chargeback.charge.pk: chargeback for chargeback in of_charges}  # the last one of each counts
    query = urlencode({"reference": reference} if reference else {})
    context = {
        "reference": reference,
        "charges": [
            _row(charge, newest.get(charge.pk), say, query, pages.language(request)) for charge in charges[:SHOWN]
        ],
        "newest": say["newest_charges"].format(count=SHOWN) if len(charges) > SHOWN else "",
    }
    return pages.render(request, "bank", context)


@require_POST
@pages.person
def press(request: HttpRequest, charge: str, act: str) -> HttpResponse:
    """A button: it happens, the merchant is told, the page comes back with 303."""
    with transaction.atomic():
        found = Charge.objects.filter(code=charge).first()
        if found is None or act not in ACTS:
            raise Refused(HTTPStatus.NOT_FOUND, "unknown")
        ACTS[act](found)
    kept = {name: request.GET[name] for name in ("reference", "lang") if name in request.GET}
    query = f"?{urlencode(kept)}" if kept else ""
    location = f"{reverse('bank')}{query}#charge-{found.pk}"
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": location})


def _row(charge: Charge, chargeback: Chargeback | None, say: Words, query: str, lang: str) -> dict[str, object]:
    """A charge as the page shows it."""
    state = chargeback.state if chargeback else "taken"
    acts = {"open": ("win", "lose"), "lost": ()}.get(state, ("dispute", "dispute-half"))
    amount = chargeback.amount_minor if chargeback else charge.amount_minor
    return {
        "charge": charge,
        "amount": money.shown(charge.amount_minor, charge.currency),
        "state": say[f"charge_{state}"].format(amount=money.shown(amount, charge.currency)),
        "shows": bool(chargeback and chargeback.evidence),
        "buttons": [
            {
                "act": act,
                "label": say[f"bank_{act}"],
                "href": f"{reverse('bank-act', args=(charge.code, act))}?{query}{'&' if query else ''}lang={lang}",
            }
            for act in acts
            if act != "dispute-half" or charge.amount_minor > 1
        ],
    }
