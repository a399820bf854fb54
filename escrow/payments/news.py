"""What a provider says, however it was learnt (its event, an answer, its report), becomes one act."""

from datetime import datetime

from escrow.payments import declines
from escrow.payments.actions.chargebacks import lose_chargeback, record_chargeback, win_chargeback
from escrow.payments.actions.payouts import hear_of_payout
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.refunds import hear_of_refund
from escrow.payments.paying import Pays
from escrow.payments.providers.protocol import Charge, ChargebackNews, Declined, News, RefundNews


def take_in(news: News, *, gateway: str, now: datetime, pays: Pays | None = None) -> None:
    """Act on `news`. Told again, or in another order, it has the same effect. Raises DomainError.

    A good charge pays at once for what `pays` names.
    """
    if isinstance(news, Charge):
        record_capture(
            gateway=gateway,
            reference=news.reference,
            claimed_reference=news.claimed,
            amount=news.amount,
            currency=news.currency,
            captured_at=news.captured_at,
            now=now,
            pays=pays,
        )
    elif isinstance(news, Declined):
        declines.note(news, gateway)
    elif isinstance(news, ChargebackNews):
        _take_in_chargeback(news, gateway, now)
    elif isinstance(news, RefundNews):
        hear_of_refund(news, gateway=gateway, now=now)
    else:
        hear_of_payout(news, gateway=gateway, now=now)


def _take_in_chargeback(news: ChargebackNews, gateway: str, now: datetime) -> None:
    """It is recorded whatever is heard first: that it was opened, or how it ended."""
    chargeback = record_chargeback(
        gateway=gateway,
        reference=news.reference,
        charge=news.charge,
        amount=news.amount,
        currency=news.currency,
        fee=news.fee,
        reason=news.reason,
        evidence_due_at=news.evidence_due_at,
        now=now,
    )
    if news.outcome == "won":
        win_chargeback(chargeback.pk, now=now)
    elif news.outcome == "lost":
        lose_chargeback(chargeback.pk, now=now)
