"""Read the provider's own list and act on what no webhook told and nobody asked about: a second charge of a payment
that was paid, a payout that came back days after it was paid.
"""

import logging
from datetime import datetime

from escrow.payments import gateways
from escrow.payments.known import new_in
from escrow.payments.news import take_in
from escrow.payments.paying import Pays
from escrow.payments.providers.protocol import GatewayError
from escrow.payments.reconcile import WINDOW

logger = logging.getLogger(__name__)


def catch_up(now: datetime, *, pays: Pays | None = None) -> int:
    """Take in what is new in the last seven days of every provider that answers. Answers how many rows were new.

    A row that is refused is written down and does not stop the others: the invariant of reconcile.py shows it.
    """
    rows = 0
    for name in gateways.known():
        try:
            report = gateways.get(name).report(now - WINDOW)
        except GatewayError:
            logger.warning("no report", extra={"gateway": name})
            continue
        for news in list(new_in(report, name)):
            rows += 1
            try:
                take_in(news, gateway=name, now=now, pays=pays)
            except Exception:
                logger.exception("a row of the report was refused", extra={"gateway": name})
    return rows
