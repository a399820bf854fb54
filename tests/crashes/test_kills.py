"""Real processes, killed with -9 at the worst moment. Within 60 s all that was due is done, and once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
import redis
import requests

from core import deadlines
from core.models import AuditRecord
from escrow.payments.models import Capture, Payment
from marketplace.catalog.models import Sku
from marketplace.demo import processes
from marketplace.demo.where import ROOT
from marketplace.orders.models import Order
from tests import make
from tests.journeys.person import Person
from tests.journeys.site import RunningSite
from tests.races.stories import HOME, ask_worker, cashier, ends, posted, refunds, unpaid_order

WITHIN = 60.0
WAITING_TO_BE_CLOSED = 20
DYING = {"marketplace.wsgi:application": "tests.crashes.dying:application", "marketplace.celery": "tests.crashes.dying"}


@contextmanager
def _all_is_done_within_a_minute(site: RunningSite, already: timedelta = timedelta(0)) -> Iterator[None]:
    """What happens inside, and all that is due, is done in 60 s of the site's time."""
    limit = monotonic() + WITHIN - already.total_seconds()
    yield
    site.settled(limit - monotonic())
    site.invariants()


def _start_dying(site: RunningSite, name: str, point: str, number: int = 1) -> None:
    """Put a process in the place of web or worker that is killed at `point`."""
    site.supervisor.end(name)
    bound = site._sockets.get(name)
    environment = {**site.environment(), "DIES_AT": f"{point}:{number}"}
    whole = processes.spec(name, environment, str(ROOT), site.where.state, bound.fileno() if bound else None)
    ours = {
        "marketplace.wsgi:application": "tests.crashes.dying:application",
        "marketplace.celery": "tests.crashes.dying",
    }
    argv = tuple(ours.get(word, word) for word in whole.argv)
    site.supervisor.start(replace(whole, argv=argv))


def _start_again(site: RunningSite, name: str) -> None:
    site.kill(name)
    site.start(name)


def test_a_worker_killed_in_the_middle_of_a_sweep(killed_site: RunningSite) -> None:
    site = killed_site
    buyers = [site.person("Lin Yue") for _buyer in range(WAITING_TO_BE_CLOSED)]
    orders = [unpaid_order(site, buyer) for buyer in buyers]
    site.settled()
    _start_dying(site, "worker", "orders.close_unpaid.after_commit", WAITING_TO_BE_CLOSED // 2)
    site.clock.forward_to(max(order.checkout.payment.expires_at for order in orders))
    _wait_for_death(site, "worker")
    assert Counter(ends(orders)) == {"void": 10, "awaiting_payment": 10}
    with _all_is_done_within_a_minute(site, already=deadlines.LEASE):
        _start_again(site, "worker")
        site.clock.forward(seconds=deadlines.LEASE.total_seconds())
        site.until(lambda: set(ends(orders)) == {"void"})
    ids = [order.pk for order in orders]
    closed = AuditRecord.objects.filter(subject_type="order", action="closed_unpaid", subject_id__in=ids)
    assert Counter(closed.values_list("subject_id", flat=True)) == dict.fromkeys(ids, 1)


def test_web_killed_after_the_commit_and_before_the_answer(killed_site: RunningSite) -> None:
    """The buyer sees a broken connection, presses again, and has ordered and will pay once."""
    site = killed_site
    buyer = site.person("Lin Yue")
    sku = make.sku(make.listing(now=site.now))
    make.basket(buyer.user, {sku: 2}, now=site.now)
    press = buyer.open("/checkout/").form("/checkout/").fill(button="Buy", **HOME)
    _start_dying(site, "web", "orders.place_checkout.after_commit")
    site.wait_ready()
    with pytest.raises(requests.ConnectionError):
        press.send()
    _wait_for_death(site, "web")
    with _all_is_done_within_a_minute(site):
        _start_again(site, "web")
        site.wait_ready()
        page = press.send(200)
    order = Order.objects.get(lines__sku=sku)
    assert page.path == "/cashier/"
    assert page.says(order.checkout.payment.reference)
    assert Payment.objects.filter(payer_id=order.buyer_id).count() == 1
    assert list(Sku.objects.filter(pk=sku.pk).values_list("reserved", flat=True)) == [2]


def test_valkey_killed_with_work_in_its_queue(killed_site: RunningSite) -> None:
    """What it held is lost, and nothing else."""
    site = killed_site
    buyer = site.person("Lin Yue")
    order = unpaid_order(site, buyer)
    site.kill("worker")
    cashier(buyer, order).submit()
    ask_worker(site, "deliver")
    with _connected(site) as valkey:
        assert valkey.exists("celery") == 1
    site.kill("valkey")
    assert ends([order]) == ["awaiting_payment"]
    page = buyer.open(f"/buy/payments/{order.checkout.payment.reference}/")
    assert page.status == 200
    with _all_is_done_within_a_minute(site):
        site.start("valkey")
        site.start("worker")
        site.until(lambda: ends([order]) == ["held"], WITHIN)
    _paid_once(order)


def test_the_provider_killed_between_charge_and_webhook(killed_site: RunningSite) -> None:
    site = killed_site
    buyer = site.person("Lin Yue")
    order = unpaid_order(site, buyer)
    page = cashier(buyer, order)
    site.sandbox.control(crash_after_charge=True)
    with _all_is_done_within_a_minute(site):
        with pytest.raises(requests.ConnectionError):
            page.submit()
        site.until(lambda: ends([order]) == ["held"], WITHIN)
    assert _presses_pay_again(buyer, order) == "paid"
    site.settled()
    _paid_once(order)


def _wait_for_death(site: RunningSite, name: str) -> None:
    limit = monotonic() + 30
    while site.supervisor.runs(name):
        assert monotonic() < limit, f"{name} lives"


def _connected(site: RunningSite) -> redis.Redis:
    return redis.Redis.from_url(site.environment()["REDIS_URL"])


def _presses_pay_again(buyer: Person, order: Order) -> str:
    """Back at the site after the broken connection: the word of its page for the state."""
    page = buyer.open(f"/buy/payments/{order.checkout.payment.reference}/cashier/")
    assert page.path == f"/buy/payments/{order.checkout.payment.reference}/"
    return str(Payment.objects.get(pk=order.checkout.payment_id).state)


def _paid_once(order: Order) -> None:
    assert Capture.objects.filter(payment=order.checkout.payment).count() == 1
    assert (ends([order]), posted(order, "fund"), refunds(order)) == (["held"], [1], [])
