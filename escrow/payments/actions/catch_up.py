"""Read the provider's own list and act on what no webhook told and nobody asked about: a second charge of a payment
that was paid, a payout that came back days after it was paid.
"""

import logging
from datetime import datetime

from escrow.payments import gateways
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import GatewayError, News
from escrow.payments.reconcile import WINDOW

logger = logging.getLogger(__name__)


def catch_up(now: datetime) -> int:
    """Take in the last seven days of every provider that answers; what is known has no effect. Answers how many rows.

    A row that is refused is written down and does not stop the others: the invariant of reconcile.py shows it.
    """
    rows = 0
    for name in gateways.known():
        try:
            report = gateways.get(name).report(now - WINDOW)
        except GatewayError:
            logger.warning("no report", extra={"gateway": name})
            continue
        told: tuple[News, ...] = (*report.charges, *report.refunds, *report.payouts, *report.chargebacks)
        for news in told:
            rows += 1
            try:
                take_in(news, gateway=name, now=now)
            except Exception:
                logger.exception("a row of the report was refused", extra={"gateway": name})
    return rows
