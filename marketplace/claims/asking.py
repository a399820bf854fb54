"""What people ask, offer and rule, as they say it: sums in minor units of the order's currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """What a buyer asks for: `wish` "refund" or "return"; an amount by id of order line, and of what sending cost.

    Of a return: who pays the `postage` ("buyer" or "seller"; empty: as the reason says), and the sum named for it,
    which the seller's share bears.
    """

    wish: str
    lines: Mapping[int, int] = field(default_factory=dict)
    shipping: int = 0
    postage_by: str = ""
    postage: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """What one side offers instead: so much of the goods and of the other parts (sending)."""

    wish: str
    goods: int
    other: int = 0
    postage_by: str = ""
    postage: int = 0


@dataclass(frozen=True, slots=True)
class Divided:
    """How an operator divides what is held: so much of the goods and of the other parts to the buyer, the rest to the
    shop.
    """

    goods: int
    other: int = 0
    postage_by: str = ""
    postage: int = 0
