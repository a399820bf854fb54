"""Reading what people ask, offer and rule: whether the sums fit the order, and what they come to with their tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from core.errors import DomainError, Invalid
from core.money import split_by_weight
from escrow.models import Hold
from escrow.states import HoldState
from escrow.terms import Back
from marketplace.claims.asking import Asked, Divided, Offered
from marketplace.claims.dividing import back_of, postage_of, tax_with
from marketplace.claims.models import Claim, ClaimLine, Reason, Wish
from marketplace.claims.states import IN_FAVOUR, Outcome
from marketplace.orders.models import Charge, ChargeType, Order, OrderLine

#: Reasons for which the shop pays for sending back, unless something else is said.
SHOP_PAYS = frozenset({Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.WRONG_ITEM})
_OF_A_LINE = (ChargeType.GOODS, ChargeType.SELLER_DISCOUNT)


@dataclass(frozen=True, slots=True)
class Claimable:
    """What can still be asked for: an order line (None: what sending cost) and at most so much, minor units."""

    line: OrderLine | None
    most: int


def lines_open_to_claim(order: Order) -> list[Claimable]:
    """Every line a new claim may name, in order, and sending last.

    What a closed claim about shipped goods named is not asked again; after the release, what a claim before it named is
    asked once more, less what was given back for it.
    """
    left = Back.all_of(order.hold)
    asked, given = _closed(order)
    rows = Charge.objects.filter(order=order, type__in=_OF_A_LINE).values_list("line_id").annotate(n=Sum("amount"))
    prices = dict(rows.order_by())
    lines = [
        Claimable(line, min(prices.get(line.pk, 0) - given.get(line.pk, 0), left.goods))
        for line in order.lines.order_by("pk")
    ]
    shipping = Charge.objects.filter(order=order, type=ChargeType.SHIPPING).aggregate(n=Sum("amount"))["n"] or 0
    every = (*lines, Claimable(None, min(shipping - given.get(None, 0), left.other)))
    return [one for one in every if one.most > 0 and (one.line.pk if one.line else None) not in asked]


def _closed(order: Order) -> tuple[set[int | None], dict[int | None, int]]:
    """What closed claims named for good, and how much was given back for a line in agreement. One query.

    An offer that was accepted names no lines: its goods count for those asked for, by amount.
    """
    released = order.hold.state == HoldState.RELEASED
    named: dict[int, list[ClaimLine]] = {}
    for row in ClaimLine.objects.filter(claim__order=order, claim__ended_at__isnull=False).select_related("claim"):
        named.setdefault(row.claim_id, []).append(row)
    asked: set[int | None] = set()
    given: dict[int | None, int] = {}
    for rows in named.values():
        claim = rows[0].claim
        if claim.shipped and claim.after_sale is released and claim.outcome != Outcome.CHARGED_BACK:
            asked.update(row.line_id for row in rows)
        if claim.outcome in IN_FAVOUR:
            for line, amount in _given(claim, rows):
                given[line] = given.get(line, 0) + amount
    return asked, given


def _given(claim: Claim, rows: Sequence[ClaimLine]) -> list[tuple[int | None, int]]:
    goods = [row for row in rows if row.line_id is not None]
    shares: Sequence[int] = split_by_weight(claim.goods, [row.amount for row in goods]) if goods else ()
    return [*((row.line_id, share) for row, share in zip(goods, shares, strict=True)), (None, claim.other)]


def read_asked(order: Order, asked: Asked, *, reason: str, shipped: bool) -> dict[str, Any]:
    """The fields of a claim that asks for `asked`.

    Raises `Invalid`: wish_unreadable, reason_unreadable, nothing_asked, amount_unreadable; `DomainError`:
    line_not_open (a line of another order, one that was asked for before, or too much), back_too_much.
    """
    if reason not in Reason:
        raise Invalid("reason_unreadable", _("Choose a reason."), field="reason")
    wish = _wish(asked.wish, shipped=shipped)
    _whole(*asked.lines.values(), asked.shipping, asked.postage)
    named = _named(asked)
    if not named:
        raise Invalid("nothing_asked", _("Say for what, and how much."), field="lines")
    most = {one.line.pk if one.line else None: one.most for one in lines_open_to_claim(order)}
    if any(amount > most.get(line, 0) for line, amount in named.items()):
        raise DomainError("line_not_open", _("That is more than can be asked for this."), field="lines")
    default = Role.SELLER if reason in SHOP_PAYS else Role.BUYER
    by, postage = postage_of(asked.postage_by, asked.postage, default=default, wish=wish)
    goods = sum(amount for line, amount in named.items() if line is not None)
    return {
        "wish": wish,
        "reason": reason,
        **_sums(order.hold, goods, asked.shipping, by, postage),
    }


def lines_of(claim: Claim, asked: Asked) -> list[ClaimLine]:
    """The rows of what is asked for, line by line; the tax of all is shared out by amount."""
    named = _named(asked)
    goods = [(line, amount) for line, amount in named.items() if line is not None]
    shares: Sequence[int] = split_by_weight(claim.tax, [amount for _line, amount in goods]) if goods else ()
    rows = [
        ClaimLine(claim=claim, line_id=line, amount=amount, tax=tax)
        for (line, amount), tax in zip(goods, shares, strict=True)
    ]
    return rows + [ClaimLine(claim=claim, line=None, amount=asked.shipping)] * bool(asked.shipping)


def read_offered(claim: Claim, offered: Offered) -> dict[str, Any]:
    """The fields of an offer. Raises as `read_asked`."""
    wish = _wish(offered.wish, shipped=claim.shipped)
    _whole(offered.goods, offered.other, offered.postage)
    if offered.goods + offered.other <= 0:
        raise Invalid("nothing_offered", _("Offer more than nothing, or refuse."), field="goods")
    default = Role(claim.postage_by) if claim.postage_by else Role.BUYER
    by, postage = postage_of(offered.postage_by, offered.postage, default=default, wish=wish)
    return {"wish": wish, **_sums(claim.order.hold, offered.goods, offered.other, by, postage)}


def read_divided(hold: Hold, divided: Divided) -> dict[str, Any]:
    """The fields of a ruling, which may give the buyer nothing. Raises as `read_asked`."""
    _whole(divided.goods, divided.other, divided.postage)
    by, postage = postage_of(divided.postage_by, divided.postage, default=Role.BUYER, wish="")
    return _sums(hold, divided.goods, divided.other, by, postage)


def _sums(hold: Hold, goods: int, other: int, by: str, postage: int) -> dict[str, Any]:
    back_of(hold, goods=goods, other=other, postage=postage)
    return {"goods": goods, "other": other, "tax": tax_with(hold, goods), "postage_by": by, "postage": postage}


def _named(asked: Asked) -> dict[int | None, int]:
    """What is asked for by line, nothing left out but what is nothing; None is sending."""
    named: dict[int | None, int] = {line: amount for line, amount in asked.lines.items() if amount}
    return named | ({None: asked.shipping} if asked.shipping else {})


def _wish(wish: str, *, shipped: bool) -> Wish:
    if wish not in Wish:
        raise Invalid("wish_unreadable", _("Choose what you want."), field="wish")
    if wish == Wish.RETURN and not shipped:
        raise Invalid("nothing_to_return", _("Nothing has been sent yet, so nothing can be sent back."), field="wish")
    return Wish(wish)


def _whole(*amounts: object) -> None:
    if any(type(amount) is not int or amount < 0 for amount in amounts):
        raise Invalid("amount_unreadable", _("An amount must be a whole number, not below nothing."), field="lines")
