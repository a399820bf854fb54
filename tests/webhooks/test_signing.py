"""Signatures: by the scheme, by real time, with both secrets for a day, and as the papers say."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from marketplace.webhooks.actions.roll_secret import roll_secret
from marketplace.webhooks.delivering import work_off_deliveries
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.signing import headers_of, secret_of
from tests import make, tracked
from tests.webhooks.conftest import DAY, Clock, at
from tests.webhooks.receiver import Receiver


@pytest.mark.django_db
def test_the_signature_is_that_of_the_schemes_own_example(now: datetime) -> None:
    """Of the specification, with its key in place of ours."""
    import marketplace.webhooks.signing as under_test  # noqa: PLC0415 its secret is replaced for this once

    listening = make.endpoint(now=now)
    delivery = Delivery(endpoint=listening, event="msg_p5jXN8AQM9LWM0D4loKWxJek", body='{"test": 2432232314}')
    moment = datetime.fromtimestamp(1614265330, tz=now.tzinfo)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_test, "secret_of", lambda nonce: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        headers = headers_of(delivery, listening, now=now, at=moment)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_moved_clock_does_not_make_a_signature_stale(listening: Endpoint, receiver: Receiver, now: datetime) -> None:
    make.delivery(listening, now=now)
    assert work_off_deliveries(at(now + 400 * DAY)) == 1
    assert receiver.next().verified_by(listening)["timestamp"] == "2026-11-23T04:00:00Z"


def test_for_a_day_both_secrets_sign(listening: Endpoint, receiver: Receiver, now: datetime) -> None:
    old = secret_of(listening.nonce)
    new = secret_of(roll_secret(listening.pk, now=now, actor=make.owner_of(listening.shop)).nonce)
    make.delivery(listening, now=now)
    work_off_deliveries(at(now + DAY - timedelta(seconds=1)))
    heard = receiver.next()
    assert heard.verified(old) == heard.verified(new)
    make.delivery(listening, now=now + DAY)
    work_off_deliveries(at(now + DAY))
    heard = receiver.next()
    assert heard.verified(new)["type"] == "order.packed"
    with pytest.raises(Exception, match="No matching signature"):
        heard.verified(old)


def test_the_example_in_the_papers_reads_what_we_send_and_refuses_the_rest(
    listening: Endpoint, receiver: Receiver, at_now: Clock, now: datetime
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", tracked.text("docs/webhooks.md"), re.DOTALL)
    example: dict[str, Callable[..., dict[str, object]]] = {}
    exec(code, example)  # noqa: S102 it is ours
    secret = secret_of(listening.nonce)
    roll_secret(listening.pk, now=now, actor=make.owner_of(listening.shop))
    make.delivery(listening, now=now)
    work_off_deliveries(at_now)
    heard = receiver.next()
    assert example["read_webhook"](secret, heard.headers, heard.body) == heard.verified(secret)
    for headers, body in (
        (heard.headers, heard.body + b" "),
        ({**heard.headers, "webhook-id": "evt_other"}, heard.body),
        ({**heard.headers, "webhook-timestamp": "1"}, heard.body),
    ):
        with pytest.raises(ValueError, match=r"signed|old"):
            example["read_webhook"](secret, headers, body)
