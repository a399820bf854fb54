"""A visitor comes back at the very moment in which the basket is forgotten: stopped before each statement in turn."""

from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest

from core.errors import DomainError
from marketplace.orders.actions.basket import add_line, basket_of_session, forget_left, set_quantity
from marketplace.orders.models import Basket, BasketLine
from tests import make
from tests.conftest import CommittedDatabase
from tests.machine.stopping import meet

KEPT = timedelta(days=30)


def _left(now: datetime) -> Basket:
    basket = basket_of_session(f"token-{now.timestamp()}", now=now)
    add_line(basket, make.sku(make.listing(now=now)).pk, 1, now=now)
    return basket


@pytest.mark.parametrize("forgetting_first", [True, False])
def test_what_a_visitor_puts_in_is_kept_or_refused_in_words(
    committed_db: CommittedDatabase, now: datetime, *, forgetting_first: bool
) -> None:
    more, later = make.sku(make.listing(now=now)), now + KEPT
    answers = set()
    for number in count(1):
        left = _left(now)
        forget = partial(forget_left, later, KEPT)
        add = partial(add_line, left, more.pk, 1, now=later)
        first, rival = (forget, add) if forgetting_first else (add, forget)
        stopped, *ends = meet(first, rival, number)
        added = ends[1 if forgetting_first else 0]
        assert ends[0 if forgetting_first else 1] == "done"
        kept = Basket.objects.filter(pk=left.pk).exists()
        lines = BasketLine.objects.filter(basket_id=left.pk).count()
        assert (added, kept, lines) in {("done", True, 2), ("changed_meanwhile", False, 0)}
        answers.add(added)
        Basket.objects.all().delete()
        if not stopped:
            break
    assert answers == {"done", "changed_meanwhile"}


def test_a_basket_that_is_gone_is_said_to_have_changed(db: None, now: datetime) -> None:
    left = _left(now)
    assert (forget_left(now + KEPT - timedelta(seconds=1), KEPT), forget_left(now + KEPT, KEPT)) == (0, 1)
    with pytest.raises(DomainError) as refusal:
        set_quantity(left, make.sku(make.listing(now=now)).pk, 1, now=now)
    assert refusal.value.code == "changed_meanwhile"
