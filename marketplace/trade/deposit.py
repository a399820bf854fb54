"""A shop's deposit as its owner reads it, on the page and by a program."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from core.money import Money
from escrow import queries
from escrow.payments.disputes import DEPOSIT
from escrow.payments.models import Payment, Payout
from marketplace.catalog.actions.close_shop import goes_back_at
from marketplace.catalog.actions.pay_deposit import deposit_waiting
from marketplace.catalog.deposits import missing
from marketplace.catalog.models import Shop
from marketplace.trade.paying import stands
from marketplace.trade.returned import returned


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is `there`, `asked` for, `missing` and in `debt`; the payment that is waited for, how it `stands` (see
    `paying.stands`; empty without one); of a closed shop when it goes back by itself, and `last`, how it left.
    """

    there: Money
    asked: Money
    missing: Money
    debt: Money
    waiting: Payment | None
    stands: str
    due_at: datetime | None
    last: Payout | None

    @property
    def has_come(self) -> bool:
        """Whether the money that was waited for is here, and written into the deposit next."""
        return self.stands == "coming"

    @property
    def to_send_again(self) -> bool:
        """Of a closed shop: whether it is here, and goes nowhere by itself."""
        return self.there.minor > 0 and self.due_at is None

    def can_be_paid(self, now: datetime) -> bool:
        """Whether what is waited for can still be paid."""
        return self.waiting is not None and self.stands == "waiting" and self.waiting.expires_at > now


def deposit_of(shop: Shop) -> Deposit:
    """Seven queries at most."""
    waiting = deposit_waiting(shop)
    is_closed = shop.closed_at is not None
    sent = Payout.objects.filter(book_id=shop.book_id, from_deposit=True).order_by("-pk")
    return Deposit(
        there=Money(queries.deposited(shop.book_id, shop.currency), shop.currency),
        asked=Money(settings.SHOP_DEPOSIT, shop.currency),
        missing=Money(0 if is_closed else missing(shop), shop.currency),
        debt=Money(queries.debt(shop.book_id, shop.currency), shop.currency),
        waiting=waiting,
        stands=stands(waiting) if waiting else "",
        due_at=goes_back_at(shop) if is_closed else None,
        last=sent.select_related("account").first() if is_closed else None,
    )


def returned_of(shop: Shop) -> list[str]:
    """What came under the latest payment of the deposit and goes back whole, a sentence each. Two queries."""
    payments = Payment.objects.filter(payer=shop.owner_id, purpose=DEPOSIT, book_id=shop.book_id)
    last = payments.order_by("-opened_at").first()
    return returned(last) if last else []
