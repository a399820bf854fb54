"""What must be true: after every step about what it touched, once a day about all accounts, holds and coupons, now and
then and at the end about everything.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from core.reading import Question
from escrow import invariants
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.feed import Feed
from marketplace.simulation.model import Model
from marketplace.simulation.model.books import Account
from marketplace.simulation.timers import Timers

#: A hold as it stands, and whether a deadline is open that will end it, or lead to its end.
_HOLDS = Question(
    "simulation_holds",
    """
SELECT h.id, h.state, h.remaining, h.freeze_count, h.ended_at IS NOT NULL OR EXISTS (SELECT FROM (
        SELECT 'hold', h.id UNION ALL SELECT 'order', h.id UNION ALL SELECT 'payment', h.payment_id
        UNION ALL SELECT 'claim', c.id FROM claims_claim c WHERE c.order_id = h.id
    ) AS s(type, id) JOIN core_deadline d ON d.subject_type = s.type AND d.subject_id = s.id WHERE d.done_at IS NULL)
FROM escrow_hold h WHERE h.id = ANY($1::bigint[])
""",
)
_COUPONS = Question("simulation_coupons", "SELECT code, used, spent FROM coupons_coupon WHERE code = ANY($1::text[])")
_STATES = {
    "refund_due": Question("simulation_refunds", "SELECT id, state FROM payments_refund WHERE id = ANY($1::bigint[])"),
    "payout_due": Question("simulation_payouts", "SELECT id, state FROM payments_payout WHERE id = ANY($1::bigint[])"),
}


class Checks:
    """Compares the site with the model. `count` says how many sentences were checked; `promises` whether some deadline
    must wait for each hold that has not ended.
    """

    def __init__(self, model: Model, *, promises: bool = True) -> None:
        self.feed = Feed()
        self.timers = Timers()
        self.count = 0
        self._model = model
        self._promises = promises

    def after_step(self) -> None:
        """The accounts, holds, refunds and payouts that a step touched. Raises Disagreement."""
        records = self.feed.acts()
        for record in records:
            self._model.accept(record)
        self._model.forget_meant()
        if not records:
            return  # what moves without an act is found at the end of the day
        self.timers.look(records)
        touched = self.feed.moved() | self._model.books.touched
        self._model.books.touched.clear()
        self._compare(touched)
        holds = {record.id for record in records if record.subject == "hold"}
        self._holds(holds | {account.owner for account in touched if account.name == "hold"})
        for name, stand in _STATES.items():
            self._states(name, stand, [account.owner for account in touched if account.name == name])

    def books(self) -> None:
        """Every account, hold and coupon, touched or not. Raises Disagreement."""
        self.feed.moved()
        self._compare({*self.feed.balances, *self._model.books.balances})
        self._holds(self._model.holds)
        self._coupons()

    def everything(self, now: datetime) -> None:
        """The books, every promised time that passed, and every invariant of the site. Raises Disagreement."""
        self.books()
        self.timers.count()
        broken = invariants.check_site(now)
        self.count += len(invariants.names_of_site())
        if broken:
            raise Disagreement(broken[0].name, "; ".join(detail for one in broken for detail in one.details))

    def _compare(self, accounts: Iterable[Account]) -> None:
        model = self._model.books.balances
        for account in accounts:
            self.count += 1
            if self.feed.balances[account] != model[account]:
                raise Disagreement(
                    "account differs", f"{account} holds {self.feed.balances[account]}, must hold {model[account]}"
                )

    def _holds(self, orders: Iterable[int]) -> None:
        for number, *stands, watched in _ask(_HOLDS, sorted(orders)):
            hold = self._model.holds[number]
            self.count += 2
            if stands != [hold.state, hold.remaining, hold.freezes]:
                known = (hold.state, hold.remaining, hold.freezes)
                raise Disagreement("hold differs", f"order {number} is {stands}, must be {known}")
            if self._promises and not watched:
                raise Disagreement("nobody waits", f"order {number} is {hold.state} and no deadline is open")

    def _coupons(self) -> None:
        for code, *stands in _ask(_COUPONS, [*self._model.coupons.by_code]):
            coupon = self._model.coupons.by_code[code]
            self.count += 1
            if stands != [len(coupon.uses), coupon.spent]:
                known = (len(coupon.uses), coupon.spent)
                raise Disagreement("coupon differs", f"{code} was used and spent {stands}, must be {known}")

    def _states(self, name: str, stand: Question, ids: list[int]) -> None:
        known: Any = self._model.refunds if name == "refund_due" else self._model.payouts
        for number, state in _ask(stand, sorted(ids)):
            self.count += 1
            if known[number].state != state:
                raise Disagreement("state differs", f"{name}:{number} is {state}, must be {known[number].state}")


def _ask(question: Question, ids: Sequence[object]) -> list[tuple[Any, ...]]:
    return question.all(list(ids)) if ids else []
