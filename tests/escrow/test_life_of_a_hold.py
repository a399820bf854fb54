"""A hold under whatever order of verbs a search comes up with: a plain model in Python foresees every answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances, checkpoints, invariants
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.settle import settle_hold
from escrow.chart import Kind
from escrow.models import Hold
from escrow.moves import accounts
from escrow.queries import available, held
from escrow.terms import Back
from tests.make import escrow as make

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BACKS = st.builds(Back, st.integers(-1, 12_500), st.integers(-1, 900), st.integers(0, 1_300))


class LifeOfAHold(RuleBasedStateMachine):
    """The model: what is left of each part, whether it is over, and which claims are open."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.hold = make.hold(NOW, replace(make.TAXED, discount=1_000))
        self.left = Back(12_000, 800, 1_200)
        self.over = False
        self.claims: set[int] = set()
        self.known: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def expect(self, code: str | None, act: Callable[[], object]) -> None:
        found: str | None = None
        try:
            with transaction.atomic():
                act()
        except DomainError as refusal:
            found = refusal.code
        assert found == code

    def refusal(self, *, frozen: bool) -> str | None:
        if self.over:
            return "hold_ended"
        if frozen and not self.claims:
            return "hold_not_frozen"
        if not frozen and self.claims:
            return "hold_frozen"
        return None

    def too_much(self, back: Back) -> str | None:
        if min(back.goods, back.other, back.tax) < 0:
            return "back_negative"
        if back.goods > self.left.goods or back.other > self.left.other or back.tax > self.left.tax:
            return "back_too_much"
        return None

    @rule(back=BACKS)
    def refund(self, back: Back) -> None:
        code = "back_nothing" if back == Back() else self.refusal(frozen=False) or self.too_much(back)
        self.expect(code, lambda: refund_hold(self.hold.id, back, reason="part", now=NOW, actor=SYSTEM))
        if code is None:
            self.left = Back(*(a - b for a, b in zip(_parts(self.left), _parts(back), strict=True)))
            self.over = self.left == Back()

    @rule()
    def release(self) -> None:
        code = self.refusal(frozen=False)
        self.expect(code, lambda: release_hold(self.hold.id, now=NOW, actor=SYSTEM))
        if code is None:
            self.over, self.left = True, Back()

    @rule(claim=st.integers(1, 3))
    def freeze(self, claim: int) -> None:
        code = "hold_ended" if self.over else "freeze_known" if claim in self.known else None
        self.expect(code, lambda: freeze_hold(self.hold.id, cause="c", cause_id=claim, now=NOW, actor=SYSTEM))
        if code is None:
            self.claims.add(claim)
            self.known.add(claim)

    @rule(claim=st.integers(1, 3))
    def unfreeze(self, claim: int) -> None:
        code = self.refusal(frozen=True) or (None if claim in self.claims else "hold_not_frozen")
        self.expect(code, lambda: unfreeze_hold(self.hold.id, cause="c", cause_id=claim, now=NOW, actor=SYSTEM))
        if code is None:
            self.claims.remove(claim)

    @precondition(lambda self: self.claims)
    @rule(back=BACKS)
    def settle(self, back: Back) -> None:
        claim = min(self.claims)
        code = self.refusal(frozen=True) or self.too_much(back) or ("hold_frozen" if len(self.claims) > 1 else None)
        self.expect(code, lambda: settle_hold(self.hold.id, back, cause="c", cause_id=claim, now=NOW, actor=SYSTEM))
        if code is None:
            self.over, self.left, self.claims = True, Back(), set()

    @rule()
    def roll_up(self) -> None:
        checkpoints.roll_up()

    @invariant()
    def the_books_are_true(self) -> None:
        stored = Hold.objects.get(pk=self.hold.id)
        assert (stored.remaining, stored.freeze_count) == (self.left.total, len(self.claims))
        assert (stored.ended_at is not None) == self.over
        assert held(make.BOOK, "CNY") == self.left.total
        spread = (
            available(make.BOOK, "CNY")
            + balances.total(Kind.REFUND_DUE, "CNY")
            + balances.balance(None, accounts.fees("CNY"))
            + balances.balance(None, accounts.tax_due("CNY"))
            - (balances.balance(None, accounts.promotions("CNY")) - 1_000)
        )
        assert self.left.total + spread == 14_000
        assert invariants.check_all(NOW) == []


def _parts(back: Back) -> tuple[int, int, int]:
    return back.goods, back.other, back.tax


def test_any_order_of_verbs(db: None, request: pytest.FixtureRequest) -> None:
    long = bool(request.config.getoption("--long"))
    run_state_machine_as_test(
        LifeOfAHold,
        settings=settings(
            max_examples=300 if long else 25,
            stateful_step_count=25 if long else 12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
