"""Shops give coupons, few and small enough to be used up; the platform gives promotions until a budget is spent."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings

from marketplace.catalog.models import Shop
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, propose_promotion
from marketplace.coupons.models import Coupon as Promotion
from marketplace.coupons.terms import Terms
from marketplace.simulation.chance import Chance
from marketplace.simulation.happening import Doing
from marketplace.simulation.model.coupons import Coupon
from marketplace.simulation.people import Stall
from marketplace.simulation.world import World

#: The share of shops that give one, of buyers who type their shop's, and of those who type the platform's.
GIVE, TYPE_SHOPS, TYPE_PLATFORMS = 0.5, 0.5, 0.15
#: The platform's, with budgets: the second needs two operators.
PROMOTIONS = {"SPRING": 60_000, "FESTIVAL": 400_000}


def begin(world: World) -> None:
    """In the first days."""
    for stall in world.cast.stalls:
        chance = world.wanted.chance("giving", stall.shop)
        if chance.likely(GIVE):
            at = world.now + timedelta(hours=30 * chance.random())
            world.at(at, Doing("make a coupon", "seller", partial(_make, world, stall, _shops(chance))))
    for number, (code, budget) in enumerate(PROMOTIONS.items()):
        chance = world.wanted.chance("giving", code)
        terms = {"percent": chance.choice((5, 12)), "at_most": 3_000, "budget": budget, "once_each": chance.likely(0.5)}
        _operator(world, 1 + 20 * number, "propose a promotion", partial(_propose, world, code, terms))
        if budget > settings.PROMOTION_FOUR_EYES_ABOVE:
            _operator(world, 40, "agree to a promotion", partial(_agree, world, code))


def codes_typed(world: World, chance: Chance, shops: list[int]) -> list[str]:
    """What somebody types who buys of these shops."""
    wanted = [code_of(shop) for shop in shops if chance.likely(TYPE_SHOPS)]
    if chance.likely(TYPE_PLATFORMS):
        wanted.append(chance.choice([*PROMOTIONS]))
    return [code for code in wanted if code in world.model.coupons.by_code]


def code_of(shop: int) -> str:
    return f"SHOP-{shop}"


def _shops(chance: Chance) -> dict[str, Any]:
    off: dict[str, Any] = chance.choice(({"amount": 500}, {"percent": 7}, {"percent": 30, "at_most": 2_500}))
    limits = {"uses_at_most": chance.choice((2, 6, 20)), "day_at_most": chance.choice((None, None, 1))}
    return {**off, **limits, "once_each": chance.likely(0.6), "least": chance.choice((0, 0, 5_000))}


def _operator(world: World, hours: float, what: str, act: Callable[[], object]) -> None:
    world.at(world.now + timedelta(hours=hours), Doing(what, "operator", act))


def _make(world: World, stall: Stall, terms: dict[str, Any]) -> None:
    code = code_of(stall.shop)
    world.model.means("coupon", stall.shop, what=Coupon(code=code, shop=stall.shop, **terms))
    given = Terms(code=code, begins_at=world.now, **terms)
    make_coupon(Shop.objects.get(pk=stall.shop), given, now=world.now, actor=stall.keeper)


def _propose(world: World, code: str, terms: dict[str, Any]) -> None:
    waits = terms["budget"] > settings.PROMOTION_FOUR_EYES_ABOVE
    world.model.means("coupon", 0, what=Coupon(code=code, waits=waits, **terms))
    given = Terms(code=code, begins_at=world.now, **terms)
    propose_promotion(given, "Spring.", currency=settings.CURRENCY, now=world.now, actor=world.cast.operator(0))


def _agree(world: World, code: str) -> None:
    agree_to_promotion(Promotion.objects.get(shop=None, code=code).pk, now=world.now, actor=world.cast.operator(1))
