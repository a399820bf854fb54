"""What placing reads besides the quote before it decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.reading import Lookup
from core.references import new_reference
from marketplace.orders.models import Basket
from marketplace.orders.policy import Policy

#: How often references are drawn again before we believe that something else is wrong.
DRAWS = 5

_STANDS = Lookup(
    "read_placing",
    [],
    [
        "b.owner_id",
        "b.version",
        "(SELECT c.id FROM orders_checkout c WHERE c.basket_id = b.id AND c.basket_version = $2)",
        """(SELECT count(*) FROM orders_checkout c JOIN payments_payment p ON p.id = c.payment_id
            WHERE c.buyer_id = b.owner_id AND p.state = 'awaiting')""",
        """EXISTS (SELECT FROM suspensions_suspension x
            WHERE x.subject_type = 'person' AND x.subject_id = b.owner_id AND x.lifted_at IS NULL)""",
        """(SELECT json_build_array(k.fingerprint, k.answer) FROM core_idempotencykey k
            WHERE k.owner = $3 AND k.key = $4)""",
        "(SELECT count(*) FROM orders_storedpolicy p WHERE p.id = ANY ($7::bigint[])) = cardinality($7::bigint[])",
        """EXISTS (SELECT FROM payments_payment p WHERE p.reference = $5)
            OR EXISTS (SELECT FROM orders_order o WHERE o.reference = ANY ($6::text[]))""",
    ],
    "FROM orders_basket b WHERE b.id = $1",
)


@dataclass(frozen=True, slots=True)
class Stands:
    """How things stand for a basket that is being placed.

    `references` are free ones, for the payment first and then for each order; `placed` is the checkout its version
    became, `unpaid` how many checkouts of the buyer wait for their payment, `answered` the fingerprint and the answer
    of the form's key when it came before, `policies_known` whether all that it would be promised was promised before.
    """

    references: Sequence[str]
    buyer_id: int | None
    version: int
    placed: int | None
    unpaid: int
    suspended: bool
    answered: tuple[str, dict[str, Any]] | None
    policies_known: bool


def stands(basket_id: int, promised: Sequence[Policy], *, version: int, owner: str, key: str, now: datetime) -> Stands:
    """Read it, in one query unless a reference is taken; each order has its policy `promised`.

    Raises RuntimeError when all references that are drawn are taken, Basket.DoesNotExist.
    """
    numbers = list({policy.number for policy in promised})
    for clashes in range(DRAWS):
        references = [new_reference(now, clashes) for _reference in range(1 + len(promised))]
        row = _STANDS.first(basket_id, version, owner, key, references[0], references[1:], numbers)
        if row is None:
            raise Basket.DoesNotExist(basket_id)
        if not row[-1]:
            return Stands(references, *row[:-1])
    raise RuntimeError("no reference is free")
