"""The demo's letters, so that a newcomer sees what people were told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.notifications.mailbox import letters
from marketplace.staff.access import demo_only, operator

SHOWN = 50


@require_safe
@operator
@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """The last letters, latest first."""
    context = {"letters": letters(SHOWN), "now": clock.now(), "room": "mail"}
    return render(request, "staff/mail.html", context)
