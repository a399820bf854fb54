"""Where providers ring: check the signature on the raw body, keep the event, answer at once."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from escrow.payments import events, gateways
from escrow.payments.providers.protocol import BadSignature


@csrf_exempt
@require_POST
def receive(request: HttpRequest, gateway: str) -> HttpResponse:
    """200 for every genuine event, also one about money nobody knows; 400 for anything else.

    What it means is worked off later: the provider need not wait for our books.
    """
    if not gateways.is_known(gateway):
        raise Http404
    try:
        event = gateways.get(gateway).verify(request.headers, request.body)
    except (BadSignature, RequestDataTooBig):
        return HttpResponse(status=400)
    events.keep(gateway, event, now=clock.now())
    return HttpResponse(status=200)
