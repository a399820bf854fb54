"""What the desk shows an operator of what is their own: that somebody else sees to it, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from marketplace.orders.models import Order
from marketplace.staff.access import acting


def own(request: HttpRequest, order: Order | None, room: str) -> HttpResponse:
    """Instead of any page about `order`, which this operator is a side of; None: about their shop, their money, what
    they reported, or themselves.
    """
    context = {"room": room, "order": order, "place": _place(order, acting(request)) if order else ""}
    return render(request, "staff/own.html", context, status=403)


def _place(order: Order, me: int) -> str:
    """Where they see of it what a buyer or a seller sees."""
    return reverse("buyers:order" if order.buyer_id == me else "sellers:order", args=[order.reference])
