"""Where the courier rings: check the signature on the raw body, keep the event, answer at once."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from escrow.payments import events
from escrow.payments.providers.protocol import BadSignature
from escrow.payments.providers.signature import verified
from marketplace.orders import couriers

SOURCE = "courier"


@csrf_exempt
@require_POST
def courier(request: HttpRequest) -> HttpResponse:
    """200 for every genuine event, 400 for anything else, 404 where no courier reports to us."""
    if not couriers.is_connected():
        raise Http404
    try:
        event = verified(str(settings.SANDBOX_KEY).encode(), request.headers, request.body)
    except (BadSignature, RequestDataTooBig):
        return HttpResponse(status=400)
    events.keep(SOURCE, event, now=clock.now())
    return HttpResponse(status=200)
