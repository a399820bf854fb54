"""Whoever waits for a payment asks its provider; however many ask, it is asked every two seconds at most."""

from datetime import datetime

from django.core.cache import cache

from escrow.payments.models import Payment
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.trade.paying import stands

#: Seconds between two questions about one payment, for how long an answer is shown, and a question lasts at most.
ASK_EVERY, SHOWN_FOR, LASTS = 2, 60, 30


def ask(payment: Payment, now: datetime) -> None:
    """Ask now, if it is still waited for and was not asked a moment ago. Not inside a transaction.

    Raises `DomainError` when what the provider says cannot be taken now.
    """
    if stands(payment) != "waiting" or not cache.add(f"asked:{payment.pk}", 1, timeout=ASK_EVERY):
        return
    cache.set(_asking(payment), "asking", timeout=LASTS)
    answered = True
    try:
        answered = ask_about_payment(payment, now=now)
        if answered:
            cache.set(_answered(payment), now, timeout=SHOWN_FOR)
    finally:
        if answered:
            cache.delete(_asking(payment))
        else:
            cache.set(_asking(payment), "silent", timeout=SHOWN_FOR)


def answered_at(payment: Payment) -> datetime | None:
    """When the provider has answered in the last minute."""
    found: datetime | None = cache.get(_answered(payment))
    return found


def unanswered(payment: Payment) -> str:
    """`asking` while a question is under way, `silent` when the provider did not answer the last one; else empty."""
    return str(cache.get(_asking(payment), ""))


def forget_answer(payment: Payment) -> None:
    """What the provider said was before what happens now."""
    cache.delete_many([_answered(payment), _asking(payment)])


def _answered(payment: Payment) -> str:
    return f"answered:{payment.pk}"


def _asking(payment: Payment) -> str:
    return f"asking:{payment.pk}"
