"""That a payer's bank said no. Nothing has happened to money: it is noted for whoever waits for the payment, in the
cache; where that is lost, the page says as before that nothing is known yet.
"""

from datetime import datetime

from django.core.cache import cache

from escrow.payments.models import Payment
from escrow.payments.providers.protocol import Declined
from escrow.payments.states import PaymentState

#: Seconds: nobody waits at the page any longer than that.
_KEPT_FOR = 86_400


def note(news: Declined, gateway: str) -> None:
    """Keep that the payment was declined, while it waits. Told again, it is the same."""
    waiting = Payment.objects.filter(gateway=gateway, reference=news.claimed, state=PaymentState.AWAITING)
    for number in waiting.values_list("pk", flat=True):
        cache.set(_declined(number), news.declined_at, timeout=_KEPT_FOR)


def tried_again(payment: Payment, now: datetime) -> None:
    """The payer goes to the cashier once more: what was declined before is over, also when it is told only then."""
    cache.set(_tried(payment.pk), now, timeout=_KEPT_FOR)


def declined_at(payment: Payment) -> datetime | None:
    """When the payer's last try was declined; None when it was not, or nobody has said so yet."""
    found = cache.get_many([_declined(payment.pk), _tried(payment.pk)])
    declined, tried = found.get(_declined(payment.pk)), found.get(_tried(payment.pk))
    return declined if declined is not None and (tried is None or tried < declined) else None


def _declined(number: int) -> str:
    return f"declined:{number}"


def _tried(number: int) -> str:
    return f"tried:{number}"
