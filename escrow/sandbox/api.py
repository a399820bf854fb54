"""The machine side: charges, refunds, payouts, the report, parcels, the switches, and healthz."""

import datetime as dt
from http import HTTPStatus
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from escrow.sandbox import chargebacks, charges, control, parcels, payouts, refunds
from escrow.sandbox.doors import machine, once, read
from escrow.sandbox.models import Charge, Chargeback, Outgoing, Parcel, Payout, Refund
from escrow.sandbox.refused import Refused

Row = TypeVar("Row", bound=Outgoing)


@require_GET
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the process serves and its file can be read."""
    return JsonResponse({"ok": True, "charges": Charge.objects.count()})


@require_http_methods(["GET", "POST"])
@machine
def charge_list(request: HttpRequest) -> HttpResponse:
    """GET: the charges of a reference. POST: a charge at once, as if a buyer had paid."""
    if request.method == "POST":
        return once(request, lambda body: charges.shown(charges.take(charges.Ask.read(body))))
    found = Charge.objects.filter(reference=request.GET.get("reference", ""))
    return JsonResponse({"charges": [charges.shown(charge) for charge in found]})


@require_POST
@machine
def refund_list(request: HttpRequest) -> HttpResponse:
    """POST: a refund, pending."""
    return once(request, lambda body: refunds.shown(refunds.open_refund(body)))


@require_GET
@machine
def refund(_request: HttpRequest, reference: str) -> HttpResponse:
    """GET: one refund by the merchant's reference."""
    return JsonResponse(refunds.shown(_found(Refund.objects.select_related("charge"), reference)))


@require_POST
@machine
def payout_list(request: HttpRequest) -> HttpResponse:
    """POST: a payout, pending."""
    return once(request, lambda body: payouts.shown(payouts.open_payout(body)))


@require_GET
@machine
def payout(_request: HttpRequest, reference: str) -> HttpResponse:
    """GET: one payout by the merchant's reference."""
    return JsonResponse(payouts.shown(_found(Payout.objects.all(), reference)))


@require_GET
@machine
def chargeback(_request: HttpRequest, code: str) -> HttpResponse:
    """GET: one chargeback by its id."""
    return JsonResponse(chargebacks.shown(_disputed(code)))


@require_POST
@machine
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """POST: what the merchant shows about a chargeback, any JSON object; what came before it counts no more."""
    return once(request, lambda body: chargebacks.shown(chargebacks.take_evidence(_disputed(code), body)))


@require_GET
@machine
def report(request: HttpRequest) -> HttpResponse:
    """GET: every charge captured, and every refund, payout and chargeback that changed, at or after `since` (sandbox
    clock).
    """
    since = _moment(request.GET.get("since", "1970-01-01T00:00:00+00:00"))
    out = Refund.objects.filter(changed_at__gte=since).select_related("charge")
    return JsonResponse(
        {
            "charges": [charges.shown(row) for row in Charge.objects.filter(captured_at__gte=since)],
            "refunds": [refunds.shown(row) for row in out],
            "chargebacks": [
                chargebacks.shown(row)
                for row in Chargeback.objects.filter(changed_at__gte=since).select_related("charge")
            ],
            "payouts": [payouts.shown(row) for row in Payout.objects.filter(changed_at__gte=since)],
        },
    )


@require_POST
@machine
def parcel_list(request: HttpRequest) -> HttpResponse:
    """POST: hand a parcel to the courier; the same number again is the same parcel."""
    body = read(request)
    with transaction.atomic():
        parcel = parcels.register(body)
    return JsonResponse(parcels.shown(parcel), status=HTTPStatus.CREATED)


@require_GET
@machine
def parcel(_request: HttpRequest, carrier: str, number: str) -> HttpResponse:
    """GET: where a parcel is."""
    found = Parcel.objects.filter(carrier=carrier, number=number).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "The courier does not know this parcel.")
    return JsonResponse(parcels.shown(found))


@require_http_methods(["GET", "POST"])
@machine
def switches(request: HttpRequest) -> HttpResponse:
    """GET: the switches. POST: turn some, or make something happen now."""
    if request.method == "POST":
        body = read(request)
        with transaction.atomic():
            control.turn(body)
    return JsonResponse(control.shown())


@require_POST
@machine
def reset(_request: HttpRequest) -> HttpResponse:
    """POST: forget everything."""
    with transaction.atomic():
        control.reset()
    return JsonResponse(control.shown())


def _found(rows: QuerySet[Row], reference: str) -> Row:
    """The row with this reference, or 404."""
    row = rows.filter(reference=reference).first()
    if row is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing with this reference.")
    return row


def _disputed(code: str) -> Chargeback:
    """The chargeback with this id, or 404."""
    found = Chargeback.objects.filter(code=code).select_related("charge").first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such chargeback.")
    return found


def _moment(text: str) -> dt.datetime:
    """An aware moment from ISO 8601; a plus sign that a query string turned into a space is put back."""
    try:
        moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "since must be a moment in ISO 8601.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
