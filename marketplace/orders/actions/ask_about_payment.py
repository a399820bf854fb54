"""Somebody waits for a payment: ask its provider now, instead of at the next time the worker would."""

from datetime import datetime

from escrow.payments import gateways
from escrow.payments.models import Payment
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import GatewayError
from escrow.payments.states import Verdict
from marketplace.orders.actions.accept_payment import accept_payment, kept_at_once


def ask_about_payment(payment: Payment, *, now: datetime) -> bool:
    """Take in every charge the provider knows of, and accept the payment when it is good. False when nobody answers.

    Only the provider's own word counts, however the buyer came back from its cashier. Not inside a transaction.
    """
    try:
        charges = gateways.get(payment.gateway).charges(payment.reference)
    except GatewayError:
        return False
    for charge in charges:
        take_in(charge, gateway=payment.gateway, now=now, pays=kept_at_once)
    for capture in payment.captures.filter(verdict=Verdict.GOOD):
        accept_payment(capture.pk, now=now)
    return True
