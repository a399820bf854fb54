"""A Hypothesis state machine over holds, claims, payouts and debts: whatever is tried in whatever order, exactly what
the model calls possible is accepted, and afterwards every account holds what the model says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.actor import PROVIDER, SYSTEM, Actor, Role
from core.effects import Effects
from core.errors import DomainError
from escrow import invariants
from escrow import models as books
from escrow.actions.claw_back import claw_back
from escrow.actions.debts import pay_off_debt
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.actions.settle import settle_hold
from escrow.payments import models
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payouts import finish_payout, return_payout
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout
from escrow.payments.paying import PaidFor
from escrow.payments.states import PayoutState
from escrow.terms import Back, Terms
from marketplace.simulation.checks import Checks
from marketplace.simulation.model import Model
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import SANDBOX, Claim, Given, Hold, Ordered, Payment
from tests.conftest import CommittedDatabase
from tests.make import escrow as make

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
RATE = 250
#: Who asks for a part of what is there; what is paid out by itself is all of it.
SHOP = Actor(Role.SELLER, make.PAYER)
SHARES = st.sampled_from((0.0, 0.01, 0.3, 0.5, 0.99, 1.0))

_books = count(5_000)
_claims = count(1)


def _paid_for(payment: models.Payment, _now: datetime) -> PaidFor:
    return PaidFor([(hold, Effects()) for hold in books.Hold.objects.filter(payment=payment)], Effects())


class Money(RuleBasedStateMachine):
    """One shop, all of whose money is followed. `checks` is put in place by the test, and serves all examples."""

    checks: Checks
    holds = Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.model = self.checks._model
        self.book = next(_books)
        #: The claim about each hold.
        self.asked: dict[int, int] = {}
        self.model.means("account", self.book, what="1" * 16)
        set_payout_account(
            book_id=self.book, owner_id=make.PAYER, bank="ICBC", holder="Wang", number="1" * 16, now=NOW, actor=SYSTEM
        )

    @rule(target=holds, goods=st.integers(1, 20_000), shipping=st.integers(0, 900), gift=st.integers(0, 900))
    def order(self, goods: int, shipping: int, gift: int) -> int:
        discount = min(gift, goods + shipping - 1)
        terms = Terms(currency="CNY", amount=goods + shipping, discount=discount, fee_base=goods, fee_rate=RATE)
        if discount:
            self.model.means("capital", what=(discount, SANDBOX))
        hold = make.unpaid_hold(NOW, terms, self.book)
        payment = hold.payment
        self.model.payments[payment.pk] = Payment(payment.reference, terms.from_buyer, "CNY")
        self.model.holds[hold.pk] = Hold(self.book, payment.pk, Ordered(goods, shipping, RATE, "CNY", discount))
        return hold.pk

    @rule(hold=holds, at_once=st.booleans())
    def pay(self, hold: int, at_once: bool) -> None:  # noqa: FBT001
        """With the news, or when it is told of it; told again it has no effect."""
        kept = self.model.holds[hold]
        payment = self.model.payments[kept.payment]
        reference = f"ch-{kept.payment}"
        self.model.charged(reference, payment.reference, payment.amount, "CNY")
        capture = record_capture(
            gateway="sandbox",
            reference=reference,
            claimed_reference=payment.reference,
            amount=payment.amount,
            currency="CNY",
            captured_at=NOW,
            now=NOW,
            pays=_paid_for if at_once else None,
        )
        self.checks.after_step()
        self.expect(
            kept.state == "awaiting_payment",
            lambda: fund_hold(hold, capture_id=capture.pk, now=NOW, actor=PROVIDER),
        )

    @rule(hold=holds)
    def release(self, hold: int) -> None:
        self.expect(self.is_free(hold), lambda: release_hold(hold, now=NOW, actor=SYSTEM))

    @rule(hold=holds, share=SHARES)
    def cancel(self, hold: int, share: float) -> None:
        back = self.part(hold, share)
        self.model.holds[hold].agreed = Given(back.goods, back.other) if self.is_free(hold) else None
        self.expect(
            self.is_free(hold) and back.total > 0,
            lambda: refund_hold(hold, back, reason="damaged", now=NOW, actor=SYSTEM),
        )
        self.model.holds[hold].agreed = None

    @rule(hold=holds, share=SHARES)
    def claim(self, hold: int, share: float) -> None:
        """Under way the money is frozen; after the release a part of it waits."""
        kept, back, claim = self.model.holds[hold], self.part(hold, share), next(_claims)
        self.model.claims[claim] = Claim(hold, Given(back.goods, back.other))
        if kept.state == "released":
            legal = hold not in self.asked and back.total > 0
            if hold in self.asked:
                return
            self.expect(
                legal,
                lambda: reserve_hold(hold, back.total, cause="claim", cause_id=claim, now=NOW, actor=SYSTEM),
            )
        else:
            legal = kept.state == "held" and not kept.freezes
            if kept.freezes:
                return
            self.expect(legal, lambda: freeze_hold(hold, cause="claim", cause_id=claim, now=NOW, actor=SYSTEM))
        if legal:
            self.asked[hold] = claim

    @rule(hold=holds)
    def withdraw(self, hold: int) -> None:
        claim = self.asked.pop(hold, 0)
        released = self.model.holds[hold].state == "released"
        free = lift_reserve if released else unfreeze_hold
        self.expect(bool(claim), lambda: free(hold, cause="claim", cause_id=claim, now=NOW, actor=SYSTEM))

    @rule(hold=holds, share=SHARES)
    def rule_on_it(self, hold: int, share: float) -> None:
        claim, kept, back = self.asked.get(hold, 0), self.model.holds[hold], self.part(hold, share)
        released = kept.state == "released"
        legal = bool(claim) and (back.total > 0 or not released)
        kept.agreed = Given(back.goods, back.other) if legal else None
        self.expect(
            legal,
            lambda: (
                claw_back(hold, back, cause="claim", cause_id=claim, reason="after_sale", now=NOW, actor=SYSTEM)
                if released
                else settle_hold(hold, back, cause="claim", cause_id=claim, now=NOW, actor=SYSTEM)
            ),
        )
        if legal:
            del self.asked[hold]

    @rule(share=st.sampled_from((0.5, 1.0, 1.01)))
    def fetch(self, share: float) -> None:
        free = self.model.payable(self.book)
        amount = int(free * share) + (share > 1)
        self.model.means("payout", self.book, what=amount)
        self.expect(
            100 <= amount <= free,
            lambda: request_payout(book_id=self.book, amount=amount, currency="CNY", now=NOW, actor=SHOP),
        )

    @rule(news=st.sampled_from(("paid", "returned")))
    def bank(self, news: str) -> None:
        """It has one, or sends one back, even days after it had it."""
        states = ("requested",) if news == "paid" else ("requested", "paid")
        mine = [n for n, p in self.model.payouts.items() if p.book == self.book and p.state in states]
        if not mine:
            return
        payout = mine[0]
        if self.model.payouts[payout].state == "requested":
            Payout.objects.filter(pk=payout).update(state=PayoutState.SENT)
            self.model.payouts[payout].state = "sent"
        hear = finish_payout(payout, now=NOW) if news == "paid" else return_payout(payout, "closed", now=NOW)
        assert hear

    @rule()
    def pay_off(self) -> None:
        pay_off_debt(self.book, "CNY", now=NOW)
        self.checks.after_step()

    @invariant()
    def every_account_holds_what_the_model_says(self) -> None:
        self.checks.after_step()
        assert self.model.books.balances[Account("payable", self.book)] >= 0

    def is_free(self, hold: int) -> bool:
        return self.model.holds[hold].state == "held" and not self.model.holds[hold].freezes

    def part(self, hold: int, share: float) -> Back:
        left = self.model.holds[hold].left
        return Back(int(left.goods * share), int(left.other * share))

    def expect(self, legal: bool, act: Callable[[], Any]) -> None:  # noqa: FBT001 - it reads as a sentence
        """What the model calls possible is accepted, anything else refused in words."""
        refused = ""
        try:
            act()
        except DomainError as refusal:
            refused = refusal.code
        assert legal == (not refused), refused
        self.checks.after_step()


@contextmanager
def machine() -> Iterator[type[Money]]:
    """The machine over the present database."""
    Money.checks = Checks(Model(), promises=False)
    yield Money
    assert invariants.check_all(NOW) == []


@pytest.mark.parametrize(
    ("examples", "steps"), [(12, 20), pytest.param(400, 60, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_any_order_of_acts_comes_to_what_the_model_says(
    examples: int, steps: int, committed_db: CommittedDatabase
) -> None:
    quick = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    with machine() as money:
        run_state_machine_as_test(money, settings=quick)
