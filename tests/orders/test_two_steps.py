"""What is paid at once leaves in the database what recording and then accepting it leaves, but for the message."""

import re
from datetime import datetime
from typing import Any

import pytest

from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.models import Hold
from escrow.payments.models import Allocation, Payment
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.models import Checkout
from tests import make
from tests.conftest import CommittedDatabase
from tests.orders import seen
from tests.payments.charging import told


def _left_by(checkout: Checkout) -> dict[str, list[Any]]:
    """All that is in the database about a checkout once it is paid, its numbers replaced by names; but for versions,
    which count the commits.
    """
    names = {checkout.payment_id: "PAYMENT", checkout.payment.captures.get().pk: "CAPTURE"}
    names |= {order.pk: f"ORDER{place}" for place, order in enumerate(checkout.orders.order_by("pk"))}
    about = [str(number) for number in names]

    def named(row: object) -> str:
        return re.sub(r"\d+", lambda found: names.get(int(found[0]), found[0]), str(row))

    def of(rows: Any, *columns: str) -> list[str]:
        return [named(row) for row in rows.order_by("pk").values_list(*columns)]

    ours = {"subject_id__in": list(names)}
    messages = OutboxMessage.objects.filter(key__regex=f":({'|'.join(about)})$").exclude(topic="capture.recorded")
    return {
        "journal": [named(line) for line in seen.journal() if any(number in str(line) for number in about)],
        "payment": of(Payment.objects.filter(pk=checkout.payment_id), "state", "ended_at", "amount"),
        "capture": of(checkout.payment.captures, "amount", "allotted", "returned", "verdict", "captured_at"),
        "holds": of(
            Hold.objects.filter(payment=checkout.payment), "pk", "state", "remaining", "funded_at", "amount", "discount"
        ),
        "allocations": of(
            Allocation.objects.filter(capture__payment=checkout.payment), "book_id", "capture_id", "hold_id", "amount"
        ),
        "records": of(
            AuditRecord.objects.filter(**ours).exclude(action="placed"),
            *("book_id", "subject_type", "subject_id", "action", "actor_role", "at", "data"),
        ),
        "deadlines": of(
            Deadline.objects.filter(**ours),
            *("book_id", "subject_type", "subject_id", "kind", "window_from", "due_at", "notice_wait", "done_at"),
            "outcome",
        ),
        "messages": of(messages, "book_id", "key", "topic", "payload", "created_at", "due_at"),
    }


@pytest.mark.parametrize("prices", [(11_800,), (11_800, 4_000)])
def test_at_once_leaves_what_two_steps_leave(
    prices: tuple[int, ...], committed_db: CommittedDatabase, now: datetime
) -> None:
    wanted = {make.sku(make.listing(price=price)): 1 for price in prices}
    code = make.promotion().code
    first, second = (make.checkout(make.basket(wanted=wanted), now=now, coupons=code) for _buyer in range(2))
    accept_payment(make.capture(first.payment, now=now, reference="c1").pk, now=now)
    make.heard(second.payment, now=now, reference="c1b")
    in_two_steps, at_once = _left_by(first), _left_by(second)
    at_once["journal"][0] = at_once["journal"][0].replace("c1b", "c1")
    assert at_once == in_two_steps
    orders = len(prices)
    assert {part: len(rows) for part, rows in at_once.items() if part != "deadlines"} == {
        "journal": 1 + 2 * orders,
        "payment": 1,
        "capture": 1,
        "holds": orders,
        "allocations": orders,
        "records": 1 + 3 * orders,
        "messages": 2 * orders,
    }
    assert sum("ship_promise" in deadline for deadline in at_once["deadlines"]) == orders
    assert len(told("capture.recorded")) == 1
