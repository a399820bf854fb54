"""Turn a basket into orders: one for each shop, one payment for all of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects, idempotency, ids, words
from core.actor import Actor, Role
from core.effects import Subject
from core.errors import DomainError
from core.references import new_reference
from escrow.actions.open import open_hold, open_payment
from escrow.models import Hold
from escrow.payments import gateways
from escrow.payments.models import Payment
from marketplace.catalog.actions import stock
from marketplace.orders import destination as destinations
from marketplace.orders import facts, policy, promises
from marketplace.orders.actions import basket as baskets
from marketplace.orders.acts import act
from marketplace.orders.charges import terms_of
from marketplace.orders.destination import Destination
from marketplace.orders.fair_share import refuse_hoarding
from marketplace.orders.models import Basket, Charge, Checkout, Fulfilment, Order, OrderLine
from marketplace.orders.quote import Quote, QuoteOrder, quote_of
from marketplace.suspensions.refusals import refuse_suspended

MOST_NOTE = 300
#: How often a reference is drawn again before we believe that something else is wrong.
DRAWS = 5


@act("place_checkout")
def place_checkout(
    basket: Basket,
    destination: Destination,
    *,
    version: int,
    token: str,
    key: str,
    gateway: str,
    now: datetime,
    fulfilment: str = Fulfilment.PARCEL,
    notes: Mapping[int, str] | None = None,
) -> Checkout:
    """Place what `basket` holds, send it to `destination`, and open one payment through `gateway`.

    `version` and `token` are those of the quote the buyer was shown, `key` the idempotency key of the form, `notes`
    what the buyer tells a shop, by its id. A version that was placed before answers its checkout. Refused:
    `no_gateway`, `only_parcels`, `basket_changed`, `basket_empty`, `mixed_currencies`, `price_changed`, `sold_out`,
    `not_for_sale`, `own_goods`, `nothing_to_pay`, as `refuse_hoarding` and as `refuse_suspended`; `Invalid` for an
    unreadable address.
    """
    if gateway not in gateways.available():
        raise DomainError("no_gateway", _("This site cannot take payments yet. Nothing was ordered."))
    if fulfilment != Fulfilment.PARCEL:
        raise DomainError("only_parcels", _("Only parcels can be ordered so far."))
    to = destination.cleaned()
    told = {shop: _note(note) for shop, note in (notes or {}).items()}
    content = {"version": version, "token": token, "to": to.fields(), "notes": told}
    answer = idempotency.once(
        f"user:{basket.owner_id}",
        f"checkout:{key}",
        content,
        lambda: {
            "checkout": _place(basket.pk, to, version=version, token=token, gateway=gateway, notes=told, now=now).pk
        },
        now=now,
    )
    return Checkout.objects.select_related("payment").get(pk=answer["checkout"])


def _note(note: str) -> str:
    """A buyer's note to a shop, at most `MOST_NOTE` characters. Raises `Invalid`."""
    return words.line(note, field="note", at_most=MOST_NOTE)


def _place(
    basket_id: int,
    to: Destination,
    *,
    version: int,
    token: str,
    gateway: str,
    notes: Mapping[int, str],
    now: datetime,
) -> Checkout:
    basket = baskets.lock(basket_id)
    if basket.owner is None:
        raise DomainError("sign_in_first", _("Sign in to buy."))
    placed = Checkout.objects.filter(basket=basket, basket_version=version).first()
    if placed is not None:
        return placed
    quote = quote_of(basket)
    _refuse_unpayable(basket, quote, version, token)
    refuse_suspended(person=basket.owner.pk, shops={part.shop.pk: part.shop.owner_id for part in quote.orders})
    payment = _open_payment(basket, quote, gateway, now)
    checkout = Checkout.objects.create(
        id=ids.new_id(),
        buyer=basket.owner,
        payment=payment,
        basket=basket,
        basket_version=version,
        placed_at=now,
    )
    for part in quote.orders:
        _place_order(checkout, part, to, notes.get(part.shop.pk, ""), now)
    destinations.remember(basket.owner, to, now=now)
    baskets.empty(basket, now=now)
    # Last, so that what everybody wants is locked for a moment only.
    stock.reserve({line.sku.pk: line.quantity for line in quote.lines})
    return checkout


def _refuse_unpayable(basket: Basket, quote: Quote, version: int, token: str) -> None:
    if not quote.lines:
        raise DomainError("basket_empty", _("Your basket is empty."))
    if version != basket.version:
        raise DomainError("basket_changed", _("Your basket has changed meanwhile. Please look at it again."))
    for line in quote.problems:
        raise DomainError(line.problem, "%(words)s", {"words": line.words})
    if len(quote.currencies) > 1:
        raise DomainError("mixed_currencies", _("These shops are paid in different currencies. Buy from one first."))
    if token != quote.token:
        raise DomainError("price_changed", _("A price has changed meanwhile. Please look at the new total."))
    if not quote.is_payable:
        raise DomainError("nothing_to_pay", _("This total cannot be paid."))
    assert basket.owner is not None  # noqa: S101 - refused before
    refuse_hoarding(basket.owner, quote.lines)


def _open_payment(basket: Basket, quote: Quote, gateway: str, now: datetime) -> Payment:
    total = quote.total
    assert total is not None and basket.owner is not None  # noqa: S101, PT018 - refused before
    expires_at = now + timedelta(seconds=settings.PAY_WINDOW)
    payment = open_payment(
        payer_id=basket.owner.pk,
        purpose="checkout",
        gateway=gateway,
        currency=total.currency,
        amount=total.minor,
        expires_at=expires_at,
        now=now,
        effects=effects.Effects(),
    )
    first = policy.current(quote.orders[0].shop, hold_cap=gateways.get(gateway).hold_cap)
    effects.write(promises.pay(Subject("payment", payment.pk, 0), expires_at, first), now=now)
    return payment


def _place_order(checkout: Checkout, quote: QuoteOrder, to: Destination, note: str, now: datetime) -> Order:
    shop, payment = quote.shop, checkout.payment
    promised = policy.current(shop, hold_cap=gateways.get(payment.gateway).hold_cap)
    terms = terms_of(quote.parts, currency=shop.currency, fee_rate=promised.fee_rate)
    buyer = Actor(Role.BUYER, checkout.buyer_id)
    hold: Hold = open_hold(
        book_id=shop.pk, payment=payment, terms=terms, now=now, actor=buyer, effects=effects.Effects()
    )
    order = _with_reference(
        Order(
            id=hold.pk,
            hold=hold,
            checkout=checkout,
            shop=shop,
            buyer_id=checkout.buyer_id,
            fulfilment=Fulfilment.PARCEL,
            currency=shop.currency,
            policy=promised.stored(),
            note=note,
            placed_at=now,
            **to.fields(),
        ),
        now,
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            sku=line.sku,
            title=line.listing.title,
            second_title=line.listing.second_title,
            variant=line.sku.name,
            picture=line.picture,
            unit_price=line.sku.price,
            quantity=line.quantity,
        )
        for line in quote.lines
    )
    Charge.objects.bulk_create(
        Charge(order=order, line=None if part.line is None else lines[part.line], type=part.type, amount=part.amount)
        for part in quote.parts
    )
    told = facts.audit(order, "placed", buyer) + facts.message(order, "order.placed", payment=payment.pk)
    effects.write(told, now=now)
    return order


def _with_reference(order: Order, now: datetime) -> Order:
    """Store the order under a reference nobody has."""
    for draw in range(DRAWS):
        order.reference = new_reference(now, clashes=draw)
        try:
            with transaction.atomic():
                order.save(force_insert=True)
        except IntegrityError as error:
            if "reference" not in str(error) or draw == DRAWS - 1:
                raise
        else:
            break
    return order
