"""Ending an order before it is on its way: at once, or by asking the shop while it packs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buyers.access import BuyerRequest, actor, buyer, own_order
from buyers.forms import AskToCancelForm, CancellationForm
from buyers.views.order_acts import act_by
from core import clock
from core.actor import Role
from core.posting import act_once, sent
from escrow.states import HoldState
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.trade.actions_table import available_actions


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: BuyerRequest, reference: str) -> HttpResponse:
    """Cancel the order; between packing and the promised time the shop is asked to."""
    found = own_order(request, reference)
    offered = {offer.action for offer in available_actions(found, Role.BUYER, clock.now())}
    being_packed = found.packed_at is not None and not hasattr(found, "shipment")
    return _ask(request, found) if being_packed and "cancel" not in offered else _cancel(request, found)


def _cancel(request: BuyerRequest, found: Order) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        now = clock.now()

        def cancel() -> dict[str, int]:
            return {"order": cancel_order(found.pk, now=now, actor=actor(request), reason=given["reason"]).pk}

        act_once(request, cancel, now=now)

    paid = found.hold.state == HoldState.HELD
    done = _("Cancelled. Your money is on its way back.") if paid else _("Cancelled. Nothing was charged.")
    return act_by(request, found, "cancel", form=CancellationForm(sent(request)), act=act, done=done)


def _ask(request: BuyerRequest, found: Order) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        now = clock.now()

        def ask() -> dict[str, int]:
            return {"claim": ask_to_cancel(found.pk, words=given["words"], now=now, actor=actor(request)).pk}

        act_once(request, ask, now=now)

    done = _("The shop is asked. You are told as soon as it answers.")
    return act_by(request, found, "ask_to_cancel", form=AskToCancelForm(sent(request)), act=act, done=done)
