"""Coupons of shops and promotions of the platform, by the same actions as a person's clicks."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from core.actor import SYSTEM, Actor, Role
from core.ids import new_id
from escrow.actions.capital import pay_in_capital
from marketplace.catalog.models import Shop
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, propose_promotion
from marketplace.coupons.models import Coupon
from marketplace.coupons.terms import Terms
from tests.make import catalog
from tests.make.users import operator

_numbers = count(1)


def terms(now: datetime = catalog.NOW, **changed: Any) -> Terms:
    """Ten yuan off, from now on, once a person, unless something else is said."""
    given = {"code": f"CODE-{next(_numbers)}", "amount": 1_000, "begins_at": now - timedelta(hours=1)}
    if "percent" in changed:
        del given["amount"]
    return Terms(**{**given, **changed})


def coupon(shop: Shop, *, now: datetime = catalog.NOW, **changed: Any) -> Coupon:
    """A coupon of a shop that counts."""
    return make_coupon(shop, terms(now, **changed), now=now, actor=Actor(Role.SELLER, shop.owner_id))


def promotion(*, now: datetime = catalog.NOW, capital: int = 0, agree: bool = True, **changed: Any) -> Coupon:
    """A promotion that counts, with 500 yuan to give away; the host has `capital` besides."""
    given = terms(now, **{"budget": 50_000, **changed})
    assert given.budget is not None
    pay_in(capital or given.budget, now=now)
    made = propose_promotion(given, "Spring", currency="CNY", now=now, actor=Actor(Role.OPERATOR, operator().pk))
    if made.agreed_at is None and agree:
        made = agree_to_promotion(made.pk, now=now, actor=Actor(Role.OPERATOR, operator().pk))
    return made


def pay_in(amount: int, *, now: datetime = catalog.NOW) -> None:
    """The host's own money."""
    pay_in_capital(amount=amount, currency="CNY", gateway="sandbox", reference=f"t-{new_id()}", now=now, actor=SYSTEM)
