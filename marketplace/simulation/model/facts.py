"""What the model knows of each thing. Amounts are minor units."""

from dataclasses import dataclass, field

#: Rates are parts of this.
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Charge:
    """Money the provider took under a reference of ours, or of nobody's."""

    reference: str
    amount: int
    currency: str


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
    freezes: int = 0
    #: What waits for the outcome of an open question, by its cause.
    reserved: dict[tuple[str, int], int] = field(default_factory=dict)
    #: What the end of a claim says goes back, until it does.
    agreed: Given | None = None

    @property
    def amount(self) -> int:
        return self.ordered.goods + self.ordered.shipping

    @property
    def from_buyer(self) -> int:
        return self.amount - self.ordered.discount

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


@dataclass(slots=True)
class Refund:
    amount: int
    book: int
    state: str = "due"


@dataclass(slots=True)
class Payout:
    amount: int
    book: int
    refund: int = 0
    state: str = "requested"
