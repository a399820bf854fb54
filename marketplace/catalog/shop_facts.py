"""What a shop says of itself, checked; shared by opening and editing."""

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.actor import Actor, Role
from core.constraints import broken
from core.errors import DomainError, Invalid
from core.money import MAX_MINOR
from marketplace.catalog.models import Shop

HOUR = 3600


class ShopFacts(TypedDict, total=False):
    """What a shop says of itself. Amounts in minor units of its currency, `ship_promise` in hours."""

    name: str
    second_name: str
    about: str
    region: str
    shipping_price: int
    free_above: int | None
    ship_promise: int


def describe(shop: Shop, facts: ShopFacts) -> None:
    """Take over the facts that are given. Raises `Invalid` for what cannot be read."""
    if "name" in facts:
        shop.name = words.line(facts["name"], field="name", at_most=60, needed=True)
    if "second_name" in facts:
        shop.second_name = words.line(facts["second_name"], field="second_name", at_most=60)
    if "about" in facts:
        shop.about = words.paragraphs(facts["about"], field="about", at_most=2000)
    if "region" in facts:
        shop.region = words.line(facts["region"], field="region", at_most=80, needed=True)
    if "shipping_price" in facts:
        shop.shipping_price = _amount(facts["shipping_price"], "shipping_price")
    if "free_above" in facts:
        above = facts["free_above"]
        shop.free_above = None if above is None else _amount(above, "free_above")
    if "ship_promise" in facts:
        shop.ship_promise = _promise(facts["ship_promise"])


def _amount(minor: int, field: str) -> int:
    if not 0 <= minor <= MAX_MINOR:
        raise Invalid("amount_out_of_bounds", _("Write an amount of 0 or more."), field=field)
    return minor


def _promise(hours: int) -> int:
    most = settings.SHIP_PROMISE // HOUR
    if not 1 <= hours <= most:
        raise Invalid(
            "promise_out_of_bounds",
            _("Promise to ship within 1 to %(most)s hours."),
            {"most": most},
            field="ship_promise",
        )
    return hours


def save(shop: Shop, action: str, now: datetime) -> None:
    """Save the shop and record that its owner did `action`.

    Raises `DomainError` with code `shop_open_already` or `shop_name_taken`.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                shop.save()
        except IntegrityError as error:
            raise _refusal(error) from error
        audit = effects.Audit(effects.Subject("shop", shop.pk, shop.book_id), action, Actor(Role.SELLER, shop.owner_id))
        effects.write(effects.Effects(audits=(audit,)), now=now)


def _refusal(error: IntegrityError) -> Exception:
    """The words for the constraint that did not hold; anything unforeseen stays what it is."""
    constraint = broken(error)
    if "owner" in constraint:
        return DomainError("shop_open_already", _("You have a shop already."))
    if "name" in constraint or "slug" in constraint:
        return DomainError("shop_name_taken", _("Another shop has this name."), field="name")
    return error
