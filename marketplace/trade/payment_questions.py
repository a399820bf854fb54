"""Whoever waits for a payment asks its provider; however many ask, it is asked every two seconds at most."""

from datetime import datetime

from django.core.cache import cache

from escrow.payments.models import Payment
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.trade.paying import stands

#: Seconds between two questions about one payment, and for how long the answer that none has come is shown.
ASK_EVERY, SHOWN_FOR = 2, 60


def ask(payment: Payment, now: datetime) -> None:
    """Ask now, if it is still waited for and was not asked a moment ago. Not inside a transaction.

    Raises `DomainError` when what the provider says cannot be taken now.
    """
    if stands(payment) != "waiting" or not cache.add(f"asked:{payment.pk}", 1, timeout=ASK_EVERY):
        return
    if ask_about_payment(payment, now=now):
        cache.set(f"answered:{payment.pk}", 1, timeout=SHOWN_FOR)


def was_answered(payment: Payment) -> bool:
    """Whether the provider has answered in the last minute."""
    return cache.get(f"answered:{payment.pk}") is not None


def forget_answer(payment: Payment) -> None:
    """What the provider said was before what happens now."""
    cache.delete(f"answered:{payment.pk}")
