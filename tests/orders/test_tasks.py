"""The sweeps of the workers, run as a worker runs them, against a database with real commits."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

import marketplace
from core import clock
from core.models import Deadline
from escrow.invariants import check_site
from marketplace import tasks
from marketplace.celery import TIMERS, app
from marketplace.claims.actions.passing import PASSING
from marketplace.claims.states import CLOCKS
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.basket import add_line, basket_of_session, basket_of_user
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Basket
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.rolling import roll_up_everything
from tests.orders import seen
from tests.payments.signing import HOOK
from tests.sandbox.running import Merchant, Sandbox


@pytest.fixture
def site(committed_db: CommittedDatabase, sandbox: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The provider and the courier are there; nobody hears their webhooks, so the site has to ask."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return sandbox  # type: ignore[return-value]  # pytest hands on what it is given


def _work() -> None:
    """Two turns of all timers: what one finds the other may have to finish."""
    for task in 2 * (
        tasks.deliver,
        tasks.act_on_deadlines,
        tasks.release,
        tasks.send_money,
        tasks.ask,
        tasks.send_letters,
    ):
        task()


def test_every_task_has_a_timer_or_is_rung_for() -> None:
    ours = {name for name in app.tasks if name.startswith("marketplace.tasks.")}
    assert {row["task"] for row in TIMERS.values()} | {"marketplace.tasks.answer_bell"} == ours


def test_every_kind_of_deadline_that_is_opened_has_an_action() -> None:
    source = "".join(path.read_text() for path in Path(marketplace.__path__[0]).rglob("orders/**/*.py"))
    opened = set(re.findall(r'OpenDeadline\(\s*[^,]+,\s*"(\w+)"', source)) | set(re.findall(r'"(remind_\w+)"', source))
    assert opened - {"release"} == set(ACTIONS) - set(PASSING) - {
        *("review", "remind_review", "suspension_appeal", "after_sale", "chargeback_evidence"),
        *("return_deposit", "payout_details", "scheduled_payout"),
    }


def test_every_clock_of_a_claim_has_an_action() -> None:
    kinds = {kind for several in CLOCKS.values() for kind in several}
    assert kinds | {"custody_ruling", "custody_cap", "remind_claim"} == set(PASSING)


def test_every_topic_of_orders_concerns_somebody_or_is_an_act() -> None:
    source = "".join(path.read_text() for path in Path(marketplace.__path__[0]).rglob("orders/actions/*.py"))
    told = set(re.findall(r'"(order\.\w+|shipment\.\w+)"', source))
    assert told - set(SUBSCRIPTIONS) == set()


def test_an_order_lives_from_placing_to_the_payout_by_sweeps_alone(site: Sandbox, merchant: Merchant) -> None:
    order = make.placed_order(now=clock.now())
    make.confirmed(order.buyer)
    make.confirmed(order.shop.owner)
    charged = site.post(
        "/api/charges/",
        {
            "reference": order.checkout.payment.reference,
            "amount_minor": order.checkout.payment.amount,
            "currency": "CNY",
            "notify_url": merchant.url + HOOK,
        },
        key="one-charge",
    )
    assert charged.status == 201, charged.text
    clock.move_forward(timedelta(minutes=2))
    _work()
    order = make.read(order)
    assert (order.hold.state, seen.topics(order)) == ("held", ["order.placed", "order.paid"])
    assert [sorted(letter.to) for letter in mail.outbox].count([order.shop.owner.email]) == 1
    assert Deadline.objects.get(kind="ship_latest").noticed_at is not None
    ship_order(order.pk, "SF Express", "SF0000000001", now=clock.now(), actor=make.seller_of(order))
    _work()
    assert make.read(order).shipment.tracked is True
    assert site.call("POST", "/courier/parcels/sf-express/SF0000000001/delivered/").status == 303
    clock.move_forward(timedelta(hours=2))
    _work()
    assert make.read(order).shipment.delivered_at is not None
    clock.move_forward(timedelta(days=8))
    _work()
    order = make.read(order)
    assert (order.hold.state, seen.facts(order)[-2:]) == (
        "released",
        [("window_passed", "system"), ("review_window_opened", "system")],
    )
    assert [line[3] for line in seen.journal()] == [12_800, 12_800, 12_505, 295]
    assert check_site(clock.now()) == []
    assert tasks.check_invariants() == 0
    assert roll_up_everything(tasks.roll_up) > 0
    assert check_site(clock.now()) == []


def test_unpaid_orders_close_and_never_shipped_ones_are_refunded_by_sweeps_alone(site: Sandbox) -> None:
    now = clock.now()
    unpaid, paid = make.placed_order(now=now), make.paid_order(now=now)
    make.confirmed(paid.shop.owner)
    _work()
    clock.move_forward(timedelta(hours=25))
    _work()
    assert make.read(unpaid).closed_by == "unpaid"
    clock.move_forward(timedelta(days=10))
    _work()
    order = make.read(paid)
    assert (order.closed_by, order.hold.state) == ("never_shipped", "refunded")
    assert sorted(seen.open_deadlines(order)) == ["remind_review", "review"]
    assert check_site(clock.now()) == []


def test_what_had_its_effect_is_forgotten_after_90_days(site: Sandbox) -> None:
    order = make.paid_order(now=clock.now())
    tasks.deliver()
    clock.move_forward(timedelta(days=89))
    assert tasks.forget() == 0
    clock.move_forward(timedelta(days=2))
    assert tasks.forget() > 0
    assert (seen.topics(order), check_site(clock.now())) == ([], [])


def test_what_a_visitor_left_in_a_basket_is_forgotten_after_thirty_days(site: Sandbox) -> None:
    visitors, owned = basket_of_session("token", now=clock.now()), basket_of_user(make.user(), now=clock.now())
    add_line(visitors, make.sku().pk, 1, now=clock.now())
    clock.move_forward(timedelta(days=29))
    tasks.forget()
    assert Basket.objects.filter(pk=visitors.pk).exists()
    clock.move_forward(timedelta(days=1))
    tasks.forget()
    assert list(Basket.objects.all()) == [owned]


def test_a_sweep_that_fails_does_not_stop_the_next(site: Sandbox) -> None:
    def broken(_now: datetime) -> int:
        raise RuntimeError("poisoned")

    found = iter((1, 0))
    assert tasks.until_idle(broken, lambda _now: next(found)) == 1


def test_a_sweep_that_always_finds_something_ends(site: Sandbox) -> None:
    assert tasks.until_idle(lambda _now: 1) == tasks.ROUNDS


def test_a_broken_invariant_is_cried_out(site: Sandbox) -> None:
    make.placed_order(now=clock.now())
    Deadline.objects.filter(kind="pay").delete()
    assert tasks.check_invariants() == 1
