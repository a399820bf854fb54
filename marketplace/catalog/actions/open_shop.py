"""Open a shop."""

from datetime import datetime
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from marketplace.catalog import shop_facts
from marketplace.catalog.models import Shop
from marketplace.catalog.shop_facts import HOUR, ShopFacts
from marketplace.suspensions.refusals import refuse_suspended
from marketplace.users.models import User


def open_shop(owner: User, *, now: datetime, **facts: Unpack[ShopFacts]) -> Shop:
    """Open the one shop of `owner`; it needs a `name` and a `region`.

    Raises `DomainError` with code `shop_open_already`, `shop_name_taken` or `person_suspended`; `Invalid` for what
    cannot be read.
    """
    if Shop.objects.filter(owner=owner).exists():
        raise DomainError("shop_open_already", _("You have a shop already."))
    shop = Shop(owner=owner, currency=settings.CURRENCY, opened_at=now, ship_promise=settings.SHIP_PROMISE // HOUR)
    given: ShopFacts = {"name": "", "region": ""}
    given.update(facts)
    shop_facts.describe(shop, given)
    shop.slug = _free_slug(shop.name)
    with transaction.atomic():
        refuse_suspended(person=owner.pk)
        shop_facts.save(shop, "opened", now)
    return shop


def _free_slug(name: str) -> str:
    """A readable address nobody has: the name, then name-2, name-3 ..."""
    base = slugify(name, allow_unicode=True)[:50] or "shop"
    taken = set(Shop.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
