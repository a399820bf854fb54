"""What a shop leaves with the host: what there is, the payment on its way in, and the way back."""

from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from escrow.payments.models import Payment
from marketplace.api.serializers.amounts import Amount, Minor
from marketplace.api.serializers.available import AvailableAction, offered
from marketplace.api.serializers.money import PayoutRow, payout_row
from marketplace.api.serializers.paying import Paying, WayToPay, gateway_field, paying, ways
from marketplace.catalog.models import Shop
from marketplace.trade.deposit import Deposit
from marketplace.trade.offers import Offer
from marketplace.trade.paying import cashier_of_deposit


class DepositPayment(Paying):
    """A payment into the deposit. `cashier` is where a person pays; null when there is nothing to pay.

    `stands`: waiting, coming (paid, it is written into the deposit next), paid, void. `transfer_to` says what to write
    when the site is paid by bank transfer, else it is null.
    """


class OwnDeposit(serializers.Serializer[Any]):
    """What is here, what the site asks for, what of that is `missing`, and what the shop owes.

    `waiting` is the payment that has not come yet. Of a closed shop, `goes_back_at` is when it goes to the bank account
    by itself, and `sent` the payout by which it left last.
    """

    deposited = Amount()
    asked = Amount()
    missing = Amount()
    owed = Amount()
    ways_to_pay = WayToPay(many=True)
    waiting = DepositPayment(allow_null=True)
    goes_back_at = serializers.DateTimeField(allow_null=True)
    sent = PayoutRow(allow_null=True)
    available_actions = AvailableAction(many=True)


class DepositAsked(serializers.Serializer[Any]):
    amount = Minor(at_least=1)
    gateway = gateway_field()


def deposit_payment(payment: Payment, now: datetime) -> dict[str, Any]:
    return paying(payment, partial(cashier_of_deposit, payment), now)


def own_deposit(shop: Shop, found: Deposit, now: datetime) -> dict[str, Any]:
    return {
        "deposited": found.there,
        "asked": found.asked,
        "missing": found.missing,
        "owed": found.debt,
        "ways_to_pay": ways(),
        "waiting": found.waiting and deposit_payment(found.waiting, now),
        "goes_back_at": found.due_at,
        "sent": found.last and payout_row(found.last),
        "available_actions": [_paying_in(found)] if shop.closed_at is None else _sending_again(found),
    }


def _paying_in(found: Deposit) -> dict[str, Any]:
    blocked = ""
    if found.waiting is not None:
        blocked = _("Another payment of the deposit is still waited for.")
    elif not ways():
        blocked = _("This site cannot take payments yet.")
    return _offer("pay_deposit", _("Pay in"), "api:deposit_payments", blocked)


def _sending_again(found: Deposit) -> list[dict[str, Any]]:
    label = _("Send it to my bank account")
    return [_offer("ask_for_deposit", label, "api:deposit_return", "")] if found.to_send_again else []


def _offer(action: str, label: str, place: str, blocked: str) -> dict[str, Any]:
    return offered(Offer(action, label, "", "", blocked_reason=blocked), reverse(place))
