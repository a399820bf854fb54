"""Work off what providers rang about."""

import logging
from datetime import datetime
from functools import partial

from escrow.payments import events, gateways
from escrow.payments.models import ProviderEvent
from escrow.payments.news import take_in
from escrow.payments.paying import Pays
from escrow.payments.providers.protocol import Event

logger = logging.getLogger(__name__)


def work_off_events(now: datetime, limit: int = 100, *, pays: Pays | None = None) -> int:
    """Answers how many had their effect. What fails is tried again, then lies among the dead letters; what came from a
    provider that is no longer set up waits until it is.
    """
    if others := events.waiting(gateways.set_aside()).count():
        logger.error("events wait for a provider that is not set up", extra={"events": others})
    handle = partial(_handle, pays=pays)
    return events.work_off(dict.fromkeys(gateways.known(), handle), now=now, limit=limit)


def _handle(row: ProviderEvent, now: datetime, *, pays: Pays | None) -> None:
    news = gateways.get(row.source).read(Event(row.event_id, row.type, row.body))
    if news is not None:
        take_in(news, gateway=row.source, now=now, pays=pays)
