"""What the database refuses of a hold, whoever writes it: each rule broken by itself, as the row would stand."""

from collections.abc import Mapping
from datetime import datetime
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from escrow.models import Hold
from tests.make import escrow as make

#: A hold of 10: goods 6, tax 2, other parts 2; a discount of 1; nothing given back.
PLAIN: dict[str, int | str] = {
    "amount": 10,
    "discount": 1,
    "fee_base": 6,
    "tax": 2,
    "fee_rate": 250,
    "remaining": 10,
    "goods_back": 0,
    "other_back": 0,
    "tax_back": 0,
    "freeze_count": 0,
    "state": "held",
}
ENDED: dict[str, int | str] = {"state": "released", "remaining": 0}
BROKEN: dict[str, dict[str, int | str]] = {
    "no amount": ENDED | {"amount": 0, "discount": 0, "fee_base": 0, "tax": 0},
    "a negative amount": ENDED | {"amount": -1, "discount": -2, "fee_base": 0, "tax": 0},
    "a negative discount": {"discount": -1},
    "all of it a discount": {"discount": 10},
    "negative goods": {"fee_base": -1},
    "a negative tax": {"tax": -1},
    "more goods than it is": {"fee_base": 9},
    "more tax than it is": {"tax": 5},
    "a negative rate": {"fee_rate": -1},
    "a rate above all": {"fee_rate": 10_001},
    "a negative freeze": {"freeze_count": -1},
    "negative goods back": {"goods_back": -1, "remaining": 11},
    "more goods back": {"goods_back": 7, "remaining": 3},
    "negative tax back": {"tax_back": -1, "remaining": 11},
    "more tax back": {"tax_back": 3, "remaining": 7},
    "negative others back": {"other_back": -1, "remaining": 11},
    "more others back": {"other_back": 3, "remaining": 7},
    "more than the rest": {"goods_back": 1},
    "less than the rest": {"remaining": 9},
    "held, and nothing in it": {"goods_back": 6, "other_back": 2, "tax_back": 2, "remaining": 0},
    "ended, and something in it": {"state": "released"},
    "unpaid, and something in it": {"state": "awaiting_payment"},
    "ended, and less than nothing in it": {"state": "void", "remaining": -1},
}


@pytest.fixture
def hold(db: None, now: datetime) -> Hold:
    made = make.hold(now)
    assert takes(made, {})
    return made


def takes(hold: Hold, values: Mapping[str, int | str]) -> bool:
    """Whether the database takes the plain hold with these values."""
    try:
        with transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(**{**PLAIN, **values})
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("values", BROKEN.values(), ids=BROKEN)
def test_one_rule_broken_is_refused(hold: Hold, values: dict[str, int | str]) -> None:
    assert not takes(hold, values)


def test_whatever_was_given_back_the_rest_is_kept_while_it_is_held_and_nothing_after(hold: Hold) -> None:
    for goods, other, tax in product((0, 6), (0, 2), (0, 1)):
        back: dict[str, int | str] = {"goods_back": goods, "other_back": other, "tax_back": tax}
        rest = 10 - goods - other - tax
        assert takes(hold, back | {"remaining": rest})
        assert not takes(hold, back | {"remaining": rest - 1})
        assert not takes(hold, back | {"remaining": rest + 1})
        for state in ("awaiting_payment", "released", "refunded", "settled", "void"):
            assert takes(hold, back | {"state": state, "remaining": 0})
            assert not takes(hold, back | {"state": state, "remaining": rest})
