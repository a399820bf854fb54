"""What a shop does about its endpoints: success with its records, each refusal, twice, two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.conf import settings

from core.errors import DomainError
from core.models import AuditRecord
from marketplace import tasks
from marketplace.catalog.models import Shop
from marketplace.webhooks.actions.change_endpoint import change_endpoint
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint, resume_endpoint
from marketplace.webhooks.actions.remove_endpoint import remove_endpoint
from marketplace.webhooks.actions.roll_secret import roll_secret
from marketplace.webhooks.actions.send_again import send_again, send_test
from marketplace.webhooks.delivering import lease
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.signing import secret_of
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once


@pytest.fixture
def shop(db: None) -> Shop:
    return make.shop()


def records(endpoint: Endpoint) -> list[str]:
    found = AuditRecord.objects.filter(subject_type="endpoint", subject_id=endpoint.pk, book_id=endpoint.shop_id)
    return list(found.order_by("pk").values_list("action", flat=True))


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_an_endpoint_is_added_with_a_secret_of_its_own_that_is_kept_nowhere(shop: Shop, now: datetime) -> None:
    one = make.endpoint(shop, kinds=["claim", "order"], description=" Our \u202ecash book ", now=now)
    other = make.endpoint(shop, "https://other.example.org/", now=now)
    assert (one.url, one.kinds, one.description) == (
        "https://hooks.example.org/danbao",
        ["order", "claim"],
        "Our cash book",
    )
    assert len({secret_of(one.nonce), secret_of(other.nonce), one.nonce, other.nonce}) == 4
    kept = [str(value) for row in Endpoint.objects.values() for value in row.values()]
    assert [value for value in kept if "whsec" in value or secret_of(one.nonce)[6:] in value] == []
    assert records(one) == ["add"]


def test_the_same_address_twice_and_more_than_five_are_refused(shop: Shop, now: datetime) -> None:
    make.endpoint(shop, now=now)
    assert refusal(lambda: make.endpoint(shop, "HTTPS://hooks.example.org:443/danbao", now=now)) == "endpoint_there"
    for number in range(settings.MAX_WEBHOOKS - 1):
        make.endpoint(shop, f"https://hooks{number}.example.org/", now=now)
    assert refusal(lambda: make.endpoint(shop, "https://another.example.org/", now=now)) == "too_many_endpoints"
    assert make.endpoint(now=now).url == "https://hooks.example.org/danbao"


@pytest.mark.parametrize("kinds", [[], ["everything"], ["order", "\x00"]])
def test_kinds_that_nobody_knows_are_refused(kinds: list[str], shop: Shop, now: datetime) -> None:
    assert refusal(lambda: make.endpoint(shop, kinds=kinds, now=now)) == "kinds_missing"


def test_what_is_too_long_is_refused(shop: Shop, now: datetime) -> None:
    assert refusal(lambda: make.endpoint(shop, description="x" * 61, now=now)) == "words_too_long"


def test_it_can_be_changed(shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    changed = change_endpoint(endpoint.pk, description="Till", kinds=["review"], now=now, actor=actor)
    assert (changed.description, changed.kinds, records(endpoint)) == ("Till", ["review"], ["add", "change"])
    assert refusal(lambda: change_endpoint(endpoint.pk, description="", kinds=[], now=now, actor=actor)) == (
        "kinds_missing"
    )


def test_pausing_and_resuming_twice_is_once(shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    for act in (pause_endpoint, pause_endpoint, resume_endpoint, resume_endpoint):
        act(endpoint.pk, now=now, actor=actor)
    endpoint.refresh_from_db()
    assert (endpoint.paused_at, records(endpoint)) == (None, ["add", "pause", "resume"])


def test_a_secret_replaced_twice_leaves_the_last_two(shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    second = roll_secret(endpoint.pk, now=now, actor=actor)
    third = roll_secret(endpoint.pk, now=now + timedelta(hours=1), actor=actor)
    assert (third.old_nonce, third.old_until) == (second.nonce, now + timedelta(hours=25))
    assert len({endpoint.nonce, second.nonce, third.nonce}) == 3
    assert records(endpoint) == ["add", "roll_secret", "roll_secret"]


def test_removed_it_takes_its_log_along_and_stays_gone(shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    make.delivery(endpoint, now=now)
    for _time in range(2):
        remove_endpoint(endpoint.pk, now=now, actor=actor)
    assert (Endpoint.objects.count(), Delivery.objects.count()) == (0, 0)
    assert records(endpoint) == ["add", "remove"]


def test_a_test_says_nothing_and_waits_for_the_one_before(shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    test = send_test(endpoint.pk, now=now, actor=actor)
    assert (test.type, test.due_at, test.state) == ("endpoint.tested", now, "waiting")
    assert f'"data":{{"endpoint":{endpoint.pk},"url":"http://127.0.0.1:8700/api/v1/shop/webhooks/' in test.body
    assert refusal(lambda: send_test(endpoint.pk, now=now, actor=actor)) == "test_under_way"
    Delivery.objects.update(due_at=None, delivered_at=now)
    assert send_test(endpoint.pk, now=now, actor=actor).event != test.event
    assert records(endpoint) == ["add", "test", "test"]


@pytest.mark.parametrize("end", ["delivered_at", "failed_at"])
def test_what_came_to_its_end_is_sent_again_from_the_beginning(end: str, shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    delivery = make.delivery(endpoint, now=now)
    assert refusal(lambda: send_again(delivery.pk, now=now, actor=actor)) == "delivery_under_way"
    Delivery.objects.update(due_at=None, attempts=10, **{end: now})
    later = now + timedelta(days=4)
    again = send_again(delivery.pk, now=later, actor=actor)
    assert (again.event, again.body) == (delivery.event, delivery.body)
    assert (again.due_at, again.attempts, again.delivered_at, again.failed_at) == (later, 0, None, None)
    assert records(endpoint) == ["add", "send_again"]


@pytest.mark.parametrize("off", ["paused_at", "stopped_at"])
def test_to_an_endpoint_that_is_off_nothing_is_sent(off: str, shop: Shop, now: datetime) -> None:
    endpoint, actor = make.endpoint(shop, now=now), make.owner_of(shop)
    delivery = make.delivery(endpoint, now=now)
    Delivery.objects.update(due_at=None, failed_at=now)
    Endpoint.objects.update(**{off: now})
    assert refusal(lambda: send_test(endpoint.pk, now=now, actor=actor)) == "endpoint_off"
    assert refusal(lambda: send_again(delivery.pk, now=now, actor=actor)) == "endpoint_off"
    Delivery.objects.update(due_at=now, failed_at=None)
    assert lease(now, 16) == []


def test_the_log_is_forgotten_after_thirty_days_whatever_became_of_it(shop: Shop, now: datetime) -> None:
    endpoint = make.endpoint(shop, now=now)
    make.delivery(endpoint, now=now)
    kept = make.delivery(endpoint, now=now + timedelta(seconds=1))
    assert tasks._forget_deliveries(now + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert tasks._forget_deliveries(now + timedelta(days=30)) == 1
    assert [one.pk for one in Delivery.objects.all()] == [kept.pk]


def test_two_at_once_are_counted_one_by_one(committed_db: CommittedDatabase, now: datetime) -> None:
    shop = make.shop()
    for number in range(settings.MAX_WEBHOOKS - 1):
        make.endpoint(shop, f"https://hooks{number}.example.org/", now=now)
    acts = [partial(make.endpoint, shop, f"https://another{number}.example.org/", now=now) for number in range(4)]
    assert sorted(at_once(acts)) == ["done", *["too_many_endpoints"] * 3]


def test_the_same_at_once_is_one(committed_db: CommittedDatabase, now: datetime) -> None:
    shop = make.shop()
    assert sorted(at_once([partial(make.endpoint, shop, now=now)] * 4)) == ["done", *["endpoint_there"] * 3]
    endpoint = Endpoint.objects.get()
    actor = make.owner_of(shop)
    assert sorted(at_once([partial(send_test, endpoint.pk, now=now, actor=actor)] * 4)) == [
        "done",
        *["test_under_way"] * 3,
    ]
    Delivery.objects.update(due_at=None, delivered_at=now)
    delivery = Delivery.objects.get()
    assert sorted(at_once([partial(send_again, delivery.pk, now=now, actor=actor)] * 4)) == [
        "delivery_under_way",
        "delivery_under_way",
        "delivery_under_way",
        "done",
    ]
