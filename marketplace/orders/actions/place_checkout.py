"""Turn a basket into orders: one for each shop, one payment for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import acts, failpoints, idempotency, words
from core.actor import Actor, Role
from core.constraints import broken
from core.errors import DomainError
from core.idempotency import Idempotency, Repeated
from core.reading import stored
from core.twice import ChangedMeanwhile, twice
from escrow.actions.open import open_with_holds
from escrow.payments import gateways
from marketplace.catalog.actions import stock
from marketplace.coupons.codes import Typed
from marketplace.coupons.models import Coupon
from marketplace.orders import placing, policy
from marketplace.orders.destination import Destination
from marketplace.orders.draft import Draft, draft
from marketplace.orders.fair_share import refuse_hoarding
from marketplace.orders.models import Basket, Checkout, Fulfilment
from marketplace.orders.placing import Stands
from marketplace.orders.quote import Quote, quote_of
from marketplace.suspensions.refusals import person_suspended

MOST_NOTE = 300
POINTS = acts.points("place_checkout", of="orders")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buyer asks for, as it was sent and read."""

    version: int
    token: str
    to: Destination
    notes: Mapping[int, str]
    typed: Typed
    key: str
    gateway: str
    now: datetime

    def fingerprint(self) -> str:
        """Tells the same form from another one under its key."""
        content = {
            "version": self.version,
            "token": self.token,
            "to": self.to.fields(),
            "notes": self.notes,
            "gateway": self.gateway,
        }
        if self.typed.codes:
            content["coupons"] = self.typed.codes
        return idempotency.fingerprint(content)


def place_checkout(
    basket: Basket,
    destination: Destination,
    *,
    version: int,
    token: str,
    key: str,
    gateway: str = "",
    now: datetime,
    fulfilment: str = Fulfilment.PARCEL,
    notes: Mapping[int, str] | None = None,
    coupons: str | Sequence[str] = (),
) -> Checkout:
    """Place what `basket` holds, send it to `destination`, and open one payment through `gateway`, or the first one.

    `version` and `token` are those of the quote the buyer was shown, `key` the idempotency key of the form, `notes`
    what the buyer tells a shop, by its id, `coupons` the codes typed. A version that was placed before answers its
    checkout, however that is paid. Refused: `no_gateway`, `only_parcels`, `basket_changed`, `basket_empty`,
    `mixed_currencies`, `price_changed`, `sold_out`, `not_for_sale`, `own_goods`, `nothing_to_pay`, `shop_suspended`,
    `person_suspended`, `coupon_not_shown`, `promotion_uncovered`, as `rules.refusal` of coupons and as
    `refuse_hoarding`; `Invalid` for an unreadable address, `gateway_unavailable` and `codes_too_many`.

    It is decided on what is read without a lock, and written by one statement that compares what it was decided on.
    """
    way = gateways.chosen(gateway)
    if fulfilment != Fulfilment.PARCEL:
        raise DomainError("only_parcels", _("Only parcels can be ordered so far."))
    to = destination.cleaned()
    told = {shop: words.line(note, field="note", at_most=MOST_NOTE) for shop, note in (notes or {}).items()}
    typed = Typed.read(coupons, now)
    asked = Asked(version, token, to, told, typed, f"checkout:{idempotency.readable(key)}", way, now)
    return twice(partial(_place, basket, asked))


def _place(basket: Basket, asked: Asked) -> Checkout:
    quote = quote_of(basket, asked.typed)
    promotion = quote.discounts.promotion
    if promotion is None:
        return _decide(basket, asked, quote)
    with transaction.atomic():
        # All who take from a promotion take from the host's own money, too: here one waits for the other, instead of
        # being refused because something changed.
        Coupon.objects.select_for_update(no_key=True).get(pk=promotion.pk)
        return _decide(basket, asked, quote_of(basket, asked.typed))


def _decide(basket: Basket, asked: Asked, quote: Quote) -> Checkout:
    owner, fingerprint = f"user:{basket.owner_id}", asked.fingerprint()
    promised = [policy.current(order.shop, asked.gateway) for order in quote.orders]
    found = placing.stands(basket.pk, promised, version=asked.version, owner=owner, key=asked.key, now=asked.now)
    if found.answered is not None:
        return _read(idempotency.first_answer(found.answered, fingerprint)["checkout"])
    if found.buyer_id is None:
        raise DomainError("sign_in_first", _("Sign in to buy."))
    if found.placed is not None:
        return _read(found.placed)
    _refuse(quote, found, found.buyer_id, asked)
    made = draft(
        basket,
        quote,
        promised,
        asked.to,
        version=asked.version,
        buyer_id=found.buyer_id,
        gateway=asked.gateway,
        references=found.references,
        policies_known=found.policies_known,
        notes=asked.notes,
        now=asked.now,
    )
    failpoints.reach(POINTS.before)
    try:
        _write(made, Idempotency(owner, asked.key, fingerprint, {"checkout": made.checkout.pk}))
    except Repeated as before:
        return _read(before.answer["checkout"])
    failpoints.reach_committed(POINTS.after)
    return made.checkout


def _read(checkout_id: int) -> Checkout:
    return Checkout.objects.select_related("payment").get(pk=checkout_id)


def _refuse(quote: Quote, found: Stands, buyer_id: int, asked: Asked) -> None:
    if not quote.lines:
        raise DomainError("basket_empty", _("Your basket is empty."))
    if asked.version != found.version:
        raise DomainError("basket_changed", _("Your basket has changed meanwhile. Please look at it again."))
    for line in quote.problems:
        raise DomainError(line.problem, "%(words)s", {"words": line.words})
    if len(quote.currencies) > 1:
        raise DomainError("mixed_currencies", _("These shops are paid in different currencies. Buy from one first."))
    for refused in quote.discounts.refused:
        raise refused
    if asked.token == quote.undiscounted:
        words = _("Your coupon counts now. Look at the new total, then buy.")
        raise DomainError("coupon_not_shown", words, field="coupon")
    if asked.token != quote.token:
        raise DomainError("price_changed", _("A price has changed meanwhile. Please look at the new total."))
    if not quote.is_payable:
        raise DomainError("nothing_to_pay", _("This total cannot be paid."))
    refuse_hoarding(buyer_id, quote.lines, unpaid=found.unpaid)
    if found.suspended:
        raise person_suspended()


def _write(made: Draft, key: Idempotency) -> None:
    """One statement. Raises ChangedMeanwhile, Repeated, DomainError: sold_out, not_for_sale."""
    checkout = made.checkout
    buyer = Actor(Role.BUYER, checkout.buyer_id)
    holds = [order.hold for order in made.orders]
    try:
        open_with_holds(
            checkout.payment,
            holds,
            now=checkout.placed_at,
            actor=buyer,
            effects=made.effects(buyer),
            key=key,
            along=made.along(),
        )
    except IntegrityError as error:
        # Somebody drew the same reference at this moment.
        if "reference" not in broken(error):
            raise
        raise ChangedMeanwhile from error
    except DatabaseError as error:
        refusal = stock.refused(error)
        if refusal is None:
            raise
        raise refusal from error
    stored(checkout, *made.orders)
