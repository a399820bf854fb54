"""How the races' orders come to where they begin, and what became of them."""

from collections.abc import Sequence
from typing import Any

from celery import Celery

from core.deadlines import give_notice
from escrow.journal import journal
from escrow.payments.models import Refund
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Order
from tests import make
from tests.journeys.person import Form, Person
from tests.journeys.site import RunningSite

HOME: dict[str, Any] = {
    "recipient": "Lin Yue",
    "phone": "138 0000 1234",
    "region": "Zhejiang, Hangzhou",
    "street": "Wener Road 12",
}


def unpaid_order(site: RunningSite, buyer: Person, **facts: Any) -> Order:
    """An order that waits for its payment."""
    return make.placed_order(buyer=buyer.user, now=site.now, **facts)


def cashier(buyer: Person, order: Order, act: str = "pay") -> Form:
    """The provider's page, opened from the site; its buttons are forms of their own."""
    return buyer.open(f"/buy/payments/{order.checkout.payment.reference}/cashier/").form(f"/{act}/")


def paid_order(site: RunningSite, buyer: Person, **facts: Any) -> Order:
    """An order whose money is held, charged at the real sandbox."""
    order = unpaid_order(site, buyer, **facts)
    cashier(buyer, order).submit()
    site.until(lambda: make.read(order).hold.state == "held")
    return make.read(order)


def shipped_order(site: RunningSite, buyer: Person, **facts: Any) -> Order:
    """An order on its way, of which the buyer knows."""
    order = make.paid_order(buyer=buyer.user, now=site.now, **facts)
    ship_order(order.pk, "By hand", f"N{order.pk}", now=site.now, actor=make.seller_of(order))
    give_notice("hold", order.hold_id, ["release"], at=site.now)
    return make.read(order)


def seller_of(site: RunningSite, order: Order) -> Person:
    """The shop's owner, signed in."""
    person = site.visitor()
    site.let_in(person, order.shop.owner)
    return person


def posted(order: Order, *kinds: str) -> list[int]:
    """How often each of these entries stands in the order's journal: 1 is once."""
    keys = [line.key for line in journal(holds=[order.hold])]
    return [len({key for key in keys if key.split(":")[2] == kind}) for kind in kinds]


def refunds(order: Order) -> list[tuple[int, str]]:
    """(amount, state) of what went back to the buyer."""
    found = Refund.objects.filter(capture__payment=order.checkout.payment).order_by("pk")
    return list(found.values_list("amount", "state"))


def ends(orders: Sequence[Order]) -> list[str]:
    """The states of the orders' holds."""
    return [make.read(order).hold.state for order in orders]


def ask_worker(site: RunningSite, *tasks: str) -> None:
    """Have the worker run these tasks now, by the same broker its timers use."""
    with Celery(broker=site.environment()["REDIS_URL"].replace("unix://", "redis+socket://", 1)) as app:
        for task in tasks:
            app.send_task(f"marketplace.tasks.{task}", ignore_result=True)
