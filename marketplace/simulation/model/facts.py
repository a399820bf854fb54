"""What the model knows of each thing. Amounts are minor units."""

from dataclasses import dataclass, field
from datetime import datetime

#: Why a hold is frozen, or money waits: what it is ("claim", "chargeback"), and its id.
Cause = tuple[str, int]
#: Where money comes in and goes out: the numbers of docs/money.md.
SANDBOX, BANK = 1, 2
#: Rates are parts of this.
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Charge:
    """Money a provider took under a reference of ours, or of nobody's."""

    reference: str
    amount: int
    currency: str
    provider: int = SANDBOX


@dataclass(slots=True)
class Payment:
    """What a buyer was asked to pay, and how much of the one good charge is decided."""

    reference: str
    amount: int = 0
    currency: str = ""
    state: str = "awaiting"
    good: int = 0
    kept: int = 0
    returned: int = 0
    #: The provider's code of the charge that paid, and the orders it is for.
    paid_by: str = ""
    holds: list[int] = field(default_factory=list)
    #: The shop whose deposit it is; 0 for orders.
    deposit_of: int = 0


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a buyer wants of one shop: what the goods cost, and sending them; `discount` is the platform's gift."""

    goods: int
    shipping: int
    fee_rate: int
    currency: str
    discount: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """So much back, of the goods and of the rest."""

    goods: int
    other: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.other


@dataclass(slots=True)
class Hold:
    """What is kept for an order."""

    shop: int
    payment: int
    ordered: Ordered
    state: str = "awaiting_payment"
    goods_back: int = 0
    other_back: int = 0
    promo_back: int = 0
    fee: int = 0
    #: What must end before the money moves; and what waits for the outcome of an open question, by its cause.
    frozen: set[Cause] = field(default_factory=set)
    reserved: dict[Cause, int] = field(default_factory=dict)
    #: What the end of a claim says goes back, until it does.
    agreed: Given | None = None

    @property
    def amount(self) -> int:
        return self.ordered.goods + self.ordered.shipping

    @property
    def from_buyer(self) -> int:
        return self.amount - self.ordered.discount

    @property
    def freezes(self) -> int:
        return len(self.frozen)

    @property
    def outstanding(self) -> int:
        """What the buyer paid and has not got back; nothing of what was never paid."""
        if self.state in {"awaiting_payment", "void"}:
            return 0
        return self.from_buyer - (self.goods_back + self.other_back - self.promo_back)

    @property
    def left(self) -> Given:
        return Given(self.ordered.goods - self.goods_back, self.ordered.shipping - self.other_back)

    @property
    def remaining(self) -> int:
        return self.left.total if self.state == "held" else 0

    def give(self, back: Given) -> tuple[int, int]:
        """Give so much back: what the buyer and what the platform's promotions get of it."""
        self.goods_back += back.goods
        self.other_back += back.other
        promo = self.ordered.discount * (self.goods_back + self.other_back) // self.amount - self.promo_back
        self.promo_back += promo
        return back.total - promo, promo

    def fee_now(self) -> int:
        """The fee on what the shop keeps of the goods."""
        return self.ordered.fee_rate * (self.ordered.goods - self.goods_back) // WHOLE


@dataclass(slots=True)
class Claim:
    """What a buyer asks for, what was offered instead, how it was ruled."""

    order: int
    asked: Given
    state: str = "asked"
    offers: list[Given] = field(default_factory=list)
    rulings: list[Given] = field(default_factory=list)
    #: A ruling that waits for a second operator.
    proposed: Given | None = None


@dataclass(frozen=True, slots=True)
class Disputed:
    """What a buyer's bank takes back of a charge, and what the provider asks for the trouble."""

    charge: str
    amount: int
    fee: int


@dataclass(slots=True)
class Dispute:
    """A chargeback; once it is lost, `shares` is what each order still owes of it."""

    about: Disputed
    state: str = "open"
    shares: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Refund:
    """It goes back by the provider that took it."""

    amount: int
    book: int
    provider: int = SANDBOX
    state: str = "due"


@dataclass(slots=True)
class Payout:
    amount: int
    book: int
    refund: int = 0
    state: str = "requested"
    #: The number of the account it was sent to; empty for a refund's.
    to: str = ""
    from_deposit: bool = False
    provider: int = SANDBOX

    @property
    def came_from(self) -> str:
        """The name of the shop's account that it was taken from, and falls back to."""
        return "deposit" if self.from_deposit else "payable"


@dataclass(slots=True)
class Bank:
    """The number of the account that payouts go to; one that waits, and since when; why nothing is sent."""

    number: str
    waiting: str = ""
    since: datetime | None = None
    stopped: set[Cause] = field(default_factory=set)
