"""Messages that could not be delivered, and provider events that could not be worked off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, outbox
from core.actor import Actor, Role
from escrow.payments import events
from marketplace.staff.access import acting, operator
from marketplace.trade.tried_again import tried_again_lately

SHOWN = 100


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Dead letters and dead events, latest first; and what operators had tried again lately."""
    context = {
        "now": clock.now(),
        "room": "letters",
        "letters": outbox.dead()[:SHOWN],
        "events": events.dead()[:SHOWN],
        "again": tried_again_lately(),
    }
    return render(request, "staff/letters.html", context)


@require_POST
@operator
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try a dead letter again."""
    letter = get_object_or_404(outbox.dead(), pk=message_id)
    outbox.send_again(letter, now=clock.now(), actor=Actor(Role.OPERATOR, acting(request)))
    messages.success(request, _("It is sent again within a few seconds."))
    return redirect("staff:letters")


@require_POST
@operator
def work_again(request: HttpRequest, event_id: int) -> HttpResponse:
    """Try to work off a dead provider event again."""
    event = get_object_or_404(events.dead(), pk=event_id)
    events.send_again(event, now=clock.now(), actor=Actor(Role.OPERATOR, acting(request)))
    messages.success(request, _("It is worked off again within a few seconds."))
    return redirect("staff:letters")
