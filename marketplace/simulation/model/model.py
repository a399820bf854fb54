"""The model: from the acts that were accepted, what every account must hold. Pure Python; it reads no database.

People say what they are about to ask for (`means`), the provider what it took (`charged`). Of the acts themselves it
learns as the site's own audit tells them, by name: what they come to is its own reckoning.
"""

from collections.abc import Hashable
from typing import Any

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account, Books
from marketplace.simulation.model.coupons import Coupons
from marketplace.simulation.model.facts import (
    SANDBOX,
    Bank,
    Charge,
    Claim,
    Dispute,
    Disputed,
    Hold,
    Payment,
    Payout,
    Refund,
)
from marketplace.simulation.model.record import RULES, Record

#: Subjects that hold money: an act about one of them that has no rule is one the model does not know yet.
MONEY = frozenset(
    {
        "hold",
        "payment",
        "capture",
        "refund",
        "payout",
        "book",
        "chargeback",
        "coupon",
        "payout_account",
        "arrival",
        "transfer",
    }
)


class Model:
    """What is known of one world."""

    def __init__(self) -> None:
        self.books = Books()
        self.coupons = Coupons()
        self.charges: dict[str, Charge] = {}
        #: What banks take back, by the provider's code; the disputes the site has opened about it, by its own.
        self.disputed: dict[str, Disputed] = {}
        self.disputes: dict[int, Dispute] = {}
        #: What lies in suspense, by charge.
        self.suspended: dict[str, int] = {}
        self.payments: dict[int, Payment] = {}
        self.holds: dict[int, Hold] = {}
        self.claims: dict[int, Claim] = {}
        self.refunds: dict[int, Refund] = {}
        self.payouts: dict[int, Payout] = {}
        self.closed: set[int] = set()
        self.banks: dict[int, Bank] = {}
        #: The numbers of the accounts that the provider paid out to, by the site's reference.
        self.paid_to: dict[str, str] = {}
        #: The provider that payouts leave through now.
        self.pays_out_through = SANDBOX
        self._meant: dict[Hashable, Any] = {}

    def means(self, *about: Hashable, what: Any) -> None:
        """Somebody is about to ask for `what`. It counts for this step alone, and once."""
        self._meant[about] = what

    def meant(self, *about: Hashable) -> Any:
        """What was asked for. Raises Disagreement when nobody did, or it was accepted before."""
        try:
            return self._meant.pop(about)
        except KeyError:
            raise Disagreement("nobody asked", f"{' '.join(map(str, about))}, or it was accepted twice") from None

    def forget_meant(self) -> None:
        """The step is over: what was not accepted was refused."""
        self._meant.clear()

    def charged(self, code: str, reference: str, amount: int, currency: str) -> None:
        """The provider took money."""
        self.charges[code] = Charge(reference, amount, currency)

    def pays_out(self, reference: str, number: str) -> None:
        """The provider was asked to pay out to the bank account with this number."""
        self.paid_to[reference] = number

    def deposit_opened(self, number: int, payment: Payment) -> None:
        """A shop is about to pay a deposit, or more of it."""
        self.payments.setdefault(number, payment)

    def took_back(self, code: str, charge: str, amount: int, fee: int) -> None:
        """A buyer's bank took money back, and the provider its fee."""
        self.disputed[code] = Disputed(charge, amount, fee)

    def accept(self, record: Record) -> None:
        """The site did this. Raises Disagreement when it must not have."""
        rule = RULES.get(record.name)
        if rule is not None:
            rule(self, record)
        elif record.subject in MONEY:
            raise Disagreement("unknown act", f"the model has no rule for {record.name}")

    def came_through(self, hold: Hold) -> int:
        """The provider that took an order's money."""
        return self.charges[self.payments[hold.payment].paid_by].provider

    def payable(self, shop: int) -> int:
        """What the shop may have paid out: not what it owes, nor what open questions may take."""
        kept = sum(sum(hold.reserved.values()) for hold in self.holds.values() if hold.shop == shop and hold.reserved)
        balances = self.books.balances
        return max(0, balances[Account("payable", shop)] + balances[Account("receivable", shop)] - kept)

    def borne_by(self, shop: int, amount: int) -> list[tuple[Account, int]]:
        """Who bears `amount` that is the shop's to bear: its payable, its deposit, and else it owes it."""
        borne = []
        for account in (Account("payable", shop), Account("deposit", shop)):
            part = min(amount, self.books.balances[account])
            borne.append((account, part))
            amount -= part
        return [*borne, (Account("receivable", shop), amount)]
