from datetime import datetime

import pytest

from core.errors import DomainError, Invalid
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.change_address import change_address
from marketplace.orders.destination import Destination
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
ELSEWHERE = Destination("Lin Mu", "139 0000 5678", "Yunnan, Pu’er", "Tea road 1")


@pytest.mark.parametrize("stage", ["placed_order", "paid_order"])
def test_until_packing_an_order_can_go_somewhere_else(stage: str, now: datetime) -> None:
    order = getattr(make, stage)(now=now)
    changed = change_address(order.pk, ELSEWHERE, now=now, actor=make.buyer_of(order))
    assert (changed.recipient, changed.phone, changed.region, changed.street) == tuple(ELSEWHERE.fields().values())
    assert seen.facts(order)[-1] == ("address_changed", "buyer")


@pytest.mark.parametrize("stage", ["packed_order", "shipped_order"])
def test_from_packing_on_the_address_stands(stage: str, now: datetime) -> None:
    order = getattr(make, stage)(now=now)
    with pytest.raises(DomainError) as refused:
        change_address(order.pk, ELSEWHERE, now=now, actor=make.buyer_of(order))
    assert (refused.value.code, make.read(order).recipient) == ("address_stands", "Lin Yue")


def test_an_order_that_has_ended_and_an_address_that_is_not_whole(now: datetime) -> None:
    order = make.placed_order(now=now)
    with pytest.raises(Invalid):
        change_address(order.pk, Destination("", "1", "x", "y"), now=now, actor=make.buyer_of(order))
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    with pytest.raises(DomainError) as refused:
        change_address(order.pk, ELSEWHERE, now=now, actor=make.buyer_of(order))
    assert refused.value.code == "order_ended"
