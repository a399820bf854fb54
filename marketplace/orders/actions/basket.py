"""Put things in a basket, change how many, take them out; join a visitor's basket to the one of who signs in.

Every change raises the basket's version, so that a page that shows an older one is noticed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.forgetting import AT_ONCE
from core.kept import Kept
from core.money import MAX_MINOR
from core.reading import Question
from core.twice import ChangedMeanwhile
from marketplace.catalog.models import ListingState, Sku
from marketplace.orders.models import Basket, BasketLine
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.suspensions.refusals import shop_suspended
from marketplace.users.models import User

MOST_PIECES = 999
MOST_LINES = 50

_ON_SALE = Kept(
    "sku_on_sale",
    lambda number: (
        Sku.objects.select_related("listing__shop")
        .filter(pk=number, withdrawn=False, listing__state=ListingState.LIVE)
        .annotate(shop_suspended=suspended(Kind.SHOP, "listing__shop"))
    ),
    int,
)
_LINE = Kept("line_of_basket", lambda basket, sku: BasketLine.objects.filter(basket=basket, sku=sku), int, int)
_LOCK = Question("lock_basket", "SELECT version FROM orders_basket WHERE id = $1 FOR UPDATE")
_CHANGED = Question("basket_changed", "UPDATE orders_basket SET version = $2, changed_at = $3 WHERE id = $1")


def basket_of_user(user: User, *, now: datetime) -> Basket:
    """The user's basket; made when there is none."""
    return Basket.objects.get_or_create(owner=user, defaults={"changed_at": now})[0]


def basket_of_session(token: str, *, now: datetime) -> Basket:
    """The basket of a visitor who has not signed in; made when there is none. `token` is unguessable."""
    return Basket.objects.get_or_create(session=token, defaults={"changed_at": now})[0]


def add_line(basket: Basket, sku_id: int, quantity: int, *, now: datetime) -> BasketLine:
    """Put `quantity` more of a SKU in, at the price it has now.

    Raises `Invalid` for a quantity out of bounds; `DomainError` with code `not_for_sale`, `shop_suspended`,
    `own_goods`, `sold_out`, `basket_full` or `changed_meanwhile`.
    """
    _check(quantity, at_least=1)
    sku = _ON_SALE.first(sku_id)
    if sku is None:
        raise DomainError("not_for_sale", _("This is no longer for sale."))
    if sku.shop_suspended:  # type: ignore[attr-defined]  # an annotation
        raise shop_suspended()
    if basket.owner_id is not None and sku.listing.shop.owner_id == basket.owner_id:
        raise DomainError("own_goods", _("Nobody buys from their own shop."))
    with transaction.atomic():
        _lock(basket)
        line = _LINE.first(basket.pk, sku.pk)
        if line is None and basket.lines.count() >= MOST_LINES:
            raise DomainError(
                "basket_full", _("A basket holds %(most)s different things. Buy these first."), {"most": MOST_LINES}
            )
        wanted = quantity + (line.quantity if line else 0)
        _check(wanted, at_least=1)
        _check_stock(sku, wanted)
        line = line or BasketLine(basket=basket, sku=sku)
        line.quantity, line.seen_price = wanted, sku.price
        line.save()
        _changed(basket, now)
    return line


def set_quantity(basket: Basket, sku_id: int, quantity: int, *, now: datetime) -> None:
    """Have `quantity` of a SKU in the basket; 0 takes it out. What is not in it is left alone.

    Raises `Invalid` for a quantity out of bounds, `DomainError` with code `sold_out` or `changed_meanwhile`.
    """
    _check(quantity, at_least=0)
    with transaction.atomic():
        _lock(basket)
        line = BasketLine.objects.select_related("sku__listing").filter(basket=basket, sku_id=sku_id).first()
        if line is None:
            return
        if quantity == 0:
            line.delete()
        else:
            if quantity > line.quantity:
                _check_stock(line.sku, quantity)
            BasketLine.objects.filter(pk=line.pk).update(quantity=quantity)
        _changed(basket, now)


def merge(token: str, user: User, *, now: datetime) -> Basket:
    """Move what a visitor's basket holds into the user's; of what stands in both, the greater number. The visitor's
    basket ends. Things of the user's own shop, and more lines than a basket holds, are left behind.
    """
    basket = basket_of_user(user, now=now)
    with transaction.atomic():
        baskets = {row.pk: row for row in Basket.objects.select_for_update().order_by("pk").filter(session=token)}
        _lock(basket)
        have = {line.sku_id: line for line in basket.lines.all()}
        brought = BasketLine.objects.filter(basket_id__in=baskets).exclude(sku__listing__shop__owner=user)
        for line in brought.order_by("id"):
            mine = have.get(line.sku_id)
            if mine is not None:
                BasketLine.objects.filter(pk=mine.pk).update(quantity=max(mine.quantity, line.quantity))
            elif len(have) < MOST_LINES:
                have[line.sku_id] = BasketLine.objects.create(
                    basket=basket, sku_id=line.sku_id, quantity=line.quantity, seen_price=line.seen_price
                )
        if baskets:
            Basket.objects.filter(pk__in=baskets).delete()
            _changed(basket, now)
    return basket


def forget_left(now: datetime, kept: timedelta) -> int:
    """Forget the baskets of visitors who changed nothing for `kept`, with their lines. Answers how many.

    One that is changed at this moment stays; whoever is a moment later finds none, and begins a new one.
    """
    with transaction.atomic():
        left = Basket.objects.select_for_update(skip_locked=True).filter(owner=None, changed_at__lte=now - kept)
        found = list(left.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        Basket.objects.filter(pk__in=found).delete()
    return len(found)


def _lock(basket: Basket) -> None:
    """Let nobody else change it, and know its version. Raises ChangedMeanwhile when it has been forgotten, or joined to
    another, since it was read.
    """
    found = _LOCK.first(basket.pk)
    if found is None:
        raise ChangedMeanwhile
    basket.version = found[0]


def _changed(basket: Basket, now: datetime) -> None:
    """A basket that is locked."""
    basket.version, basket.changed_at = basket.version + 1, now
    _CHANGED.run(basket.pk, basket.version, now)


def _check(quantity: int, *, at_least: int) -> None:
    if type(quantity) is not int or not at_least <= quantity <= MOST_PIECES:
        raise Invalid(
            "quantity_out_of_bounds",
            _("Take a whole number from %(least)s to %(most)s."),
            {"least": at_least, "most": MOST_PIECES},
            field="quantity",
        )


def _check_stock(sku: Sku, wanted: int) -> None:
    if sku.price * wanted > MAX_MINOR:
        raise Invalid("amount_too_large", _("That is more than one order can be worth."), field="quantity")
    if sku.stock <= 0:
        raise DomainError("sold_out", _("“%(title)s” is sold out."), {"title": sku.listing.title})
    if wanted > sku.stock:
        raise DomainError(
            "sold_out",
            _("Only %(left)s of “%(title)s” are left."),
            {"left": sku.stock, "title": sku.listing.title},
            field="quantity",
        )
