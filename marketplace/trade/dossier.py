"""What the desk knows about one person or one shop; an operator finds nothing here about themselves."""

from datetime import datetime
from typing import NamedTuple

from core.actor import Actor, Role
from core.money import Money
from escrow import queries
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.claims.queries import Tally, record_of_buyer, record_of_shop
from marketplace.orders.models import Order
from marketplace.suspensions.imposing import require_operator
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.trade.desk_people import latest_orders
from marketplace.trade.figures import figures
from marketplace.trade.status import tab_counts
from marketplace.trade.suspending import Standing, standing
from marketplace.users.confirmation import is_confirmed
from marketplace.users.models import User

#: Days of a shop's record.
YEAR = 365


class OfPerson(NamedTuple):
    """What they buy, how their claims went, what was suspended. `person` bears `shop_suspended`; `confirmed`: their
    address is known to be theirs; `counts` are their orders by tab.
    """

    person: User
    confirmed: bool
    counts: dict[str, int]
    record: Tally
    orders: list[Order]
    panel: Standing


class OfShop(NamedTuple):
    """Its money, its orders, how its claims went in a year, what was suspended. `waiting` are payouts it asked for,
    `listings` counts what is live.
    """

    shop: Shop
    figures: dict[str, Money]
    debt: Money
    waiting: list[Payout]
    counts: dict[str, int]
    record: Tally
    listings: int
    orders: list[Order]
    panel: Standing


def of_person(person_id: int, operator_id: int) -> OfPerson:
    """Six queries. Raises `User.DoesNotExist`; DomainError `own_suspension` when it is this operator."""
    people = User.objects.select_related("shop").annotate(shop_suspended=suspended(Kind.SHOP, "shop"))
    one = people.get(pk=person_id)
    require_operator(one, Actor(Role.OPERATOR, operator_id))
    return OfPerson(
        person=one,
        confirmed=is_confirmed(one),
        counts=tab_counts(one),
        record=record_of_buyer(one),
        orders=list(latest_orders(Order.objects.filter(buyer=one), operator_id)),
        panel=standing(Kind.PERSON, one.pk, one, operator_id),
    )


def of_shop(shop_id: int, operator_id: int, now: datetime) -> OfShop:
    """Ten queries. Raises `Shop.DoesNotExist`; DomainError `own_suspension` when it is this operator's."""
    one = Shop.objects.select_related("owner").get(pk=shop_id)
    require_operator(one.owner, Actor(Role.OPERATOR, operator_id))
    waiting = Payout.objects.filter(book_id=one.book_id, refund=None, state=PayoutState.REQUESTED)
    return OfShop(
        shop=one,
        figures=figures(one),
        debt=Money(queries.debt(one.book_id, one.currency), one.currency),
        waiting=list(waiting.order_by("pk")),
        counts=tab_counts(one),
        record=record_of_shop(one, YEAR, now),
        listings=Listing.objects.filter(shop=one, state=ListingState.LIVE).count(),
        orders=list(latest_orders(Order.objects.filter(shop=one), operator_id)),
        panel=standing(Kind.SHOP, one.pk, one.owner, operator_id),
    )
