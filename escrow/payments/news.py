"""What a provider says, however it was learnt (its event, an answer, its report), becomes one act."""

from datetime import datetime

from escrow.payments.actions.payouts import hear_of_payout
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.refunds import hear_of_refund
from escrow.payments.providers.protocol import Charge, News, RefundNews


def take_in(news: News, *, gateway: str, now: datetime) -> None:
    """Act on `news`. Told again, or in another order, it has the same effect. Raises DomainError."""
    if isinstance(news, Charge):
        record_capture(
            gateway=gateway,
            reference=news.reference,
            claimed_reference=news.claimed,
            amount=news.amount,
            currency=news.currency,
            captured_at=news.captured_at,
            now=now,
        )
    elif isinstance(news, RefundNews):
        hear_of_refund(news, gateway=gateway, now=now)
    else:
        hear_of_payout(news, gateway=gateway, now=now)
