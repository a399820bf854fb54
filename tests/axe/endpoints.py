"""Programs that listen, one in every shape in which its page looks different, each with a log."""

from datetime import datetime, timedelta

from marketplace.catalog.models import Shop
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.outcomes import record
from marketplace.webhooks.post import Answer
from tests import make

LONG = "https://a-name-that-is-rather-long-and-has-no-place-to-break.example.org/" + "danbao/" * 20
REFUSED = Answer(500, "Traceback (most recent call last): KeyError: 'order'" * 3, "", 8_912)


def endpoints(shop: Shop, now: datetime) -> dict[str, list[object]]:
    """Make them; answers what the addresses of their pages want."""
    then = now - timedelta(days=6)
    busy = make.endpoint(shop, "https://books.example.org/danbao", description="Our cash book", now=then)
    sent = [_sent(busy, answer, then + timedelta(hours=hours)) for hours, answer in enumerate(_ANSWERS)]
    failing = make.endpoint(shop, LONG, kinds=["order", "claim"], now=then)
    waiting = _sent(failing, Answer(None, "", "too_slow", 10_004), now - timedelta(minutes=3), tries=3)
    paused = make.endpoint(shop, "https://paused.example.org/", now=then)
    pause_endpoint(paused.pk, now=now, actor=make.owner_of(shop))
    stopped = make.endpoint(shop, "https://gone.example.org/", now=then)
    gone = _sent(stopped, Answer(410, "", "", 31), then)
    return {
        "busy endpoint": [busy.pk],
        "failing endpoint": [failing.pk],
        "paused endpoint": [paused.pk],
        "stopped endpoint": [stopped.pk],
        "taken": [busy.pk, sent[0].pk],
        "refused delivery": [busy.pk, sent[2].pk],
        "waiting": [failing.pk, waiting.pk],
        "given up": [stopped.pk, gone.pk],
    }


_ANSWERS = (Answer(204, "", "", 48), Answer(200, "Booked. Thank you.", "", 120), REFUSED)


def _sent(endpoint: Endpoint, answer: Answer, moment: datetime, *, tries: int = 1) -> Delivery:
    delivery = make.delivery(endpoint, now=moment, topic="order.parcel_returned")
    delivery.attempts = tries
    delivery.save()
    record(delivery, answer, now=moment)
    return delivery
