from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from django.db import IntegrityError

from core import failpoints
from core.actor import SYSTEM
from core.errors import DomainError
from core.models import AuditRecord
from escrow import balances
from escrow.actions.capital import pay_in_capital
from escrow.invariants import check_all
from escrow.payments.actions.decide import KINDS, agree, decline, propose
from escrow.payments.models import Decision
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.payments.charging import at_once, charge
from tests.payments.deciding import ONE, TRANSFER, TWO, Data, decided, proposed
from tests.payments.provider_side import rejected
from tests.sandbox.running import Merchant, Sandbox


def test_one_operator_alone_moves_nothing(db: None, now: datetime) -> None:
    decision = proposed("capital_in", None, TRANSFER, now)
    with pytest.raises(DomainError) as refusal:
        agree(decision.pk, operator_id=ONE, now=now)
    assert refusal.value.code == "four_eyes"
    with pytest.raises(DomainError):
        decline(decision.pk, operator_id=ONE, now=now)
    decision.refresh_from_db()
    assert (decision.agreed, decision.decided_by_id) == (None, None)
    assert lines() == []


@pytest.mark.parametrize("missing", ["agreed", "decided_by", "decided_at"])
def test_the_database_wants_to_know_who_decided(missing: str, db: None, now: datetime) -> None:
    decision = proposed("capital_in", None, TRANSFER, now)
    whole = {"agreed": True, "decided_by": TWO, "decided_at": now}
    with pytest.raises(IntegrityError, match="decision_four_eyes"):
        Decision.objects.filter(pk=decision.pk).update(**whole | {missing: None})


def test_nobody_decides_where_their_own_money_goes(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    payer = refund.payer_id
    assert payer is not None
    with pytest.raises(DomainError) as refusal:
        propose("refund_retry", refund.pk, {}, "It is mine.", operator_id=payer, now=now)
    assert refusal.value.code == "own_money"
    decision = proposed("refund_retry", refund.pk, {}, now)
    for act in (agree, decline):
        with pytest.raises(DomainError) as refusal:
            act(decision.pk, operator_id=payer, now=now)
        decision.refresh_from_db()
        assert (refusal.value.code, decision.agreed) == ("own_money", None)


def test_two_operators_pay_in_and_draw_the_hosts_capital(db: None, now: datetime) -> None:
    decision = decided("capital_in", None, TRANSFER, now)
    decided("capital_draw", None, TRANSFER | {"amount": 2_000, "reference": "bank-2"}, now)
    assert lines() == [
        ("capital:bank-1", "provider:sandbox", "capital:host", 5_000),
        ("capital:bank-2", "capital:host", "provider:sandbox", 2_000),
    ]
    assert balances.cover("CNY") == 3_000
    assert (decision.agreed, decision.proposed_by_id, decision.decided_by_id) == (True, ONE, TWO)
    records = AuditRecord.objects.filter(subject_type="decision", subject_id=decision.pk).order_by("id")
    assert list(records.values_list("action", "actor_role", "actor_id")) == [
        ("propose", "operator", ONE),
        ("agree", "operator", TWO),
    ]
    assert check_all(now) == []


def test_more_than_the_hosts_own_is_not_drawn_and_the_proposal_stays_open(db: None, now: datetime) -> None:
    decided("capital_in", None, TRANSFER, now)
    draw = proposed("capital_draw", None, TRANSFER | {"amount": 5_001, "reference": "bank-2"}, now)
    with pytest.raises(DomainError) as refusal:
        agree(draw.pk, operator_id=TWO, now=now)
    assert refusal.value.code == "cover_too_small"
    draw.refresh_from_db()
    assert draw.agreed is None
    assert decline(draw.pk, operator_id=TWO, now=now).agreed is False
    assert len(lines()) == 1


def test_a_transfer_is_named_once(db: None, now: datetime) -> None:
    first = proposed("capital_in", None, TRANSFER, now)
    with pytest.raises(DomainError) as refusal:
        proposed("capital_draw", None, TRANSFER | {"amount": 1}, now)
    assert refusal.value.code == "reference_used"
    decline(first.pk, operator_id=TWO, now=now)
    assert proposed("capital_in", None, TRANSFER, now).agreed is None


def test_a_transfer_the_books_know_is_neither_proposed_nor_carried_out(db: None, now: datetime) -> None:
    waits = proposed("capital_in", None, TRANSFER, now)
    pay_in_capital(**TRANSFER, now=now, actor=SYSTEM)  # type: ignore[arg-type]
    again: Callable[[], object]
    for again in (
        partial(agree, waits.pk, operator_id=TWO, now=now),
        partial(proposed, "capital_draw", None, TRANSFER | {"amount": 1}, now),
    ):
        with pytest.raises(DomainError) as refusal:
            again()
        assert (refusal.value.code, refusal.value.field) == ("reference_used", "reference")
    waits.refresh_from_db()
    assert (waits.agreed, lines()) == (None, [("capital:bank-1", "provider:sandbox", "capital:host", 5_000)])


def test_a_decision_ten_agree_with_at_once_happens_once(committed_db: CommittedDatabase, now: datetime) -> None:
    decision = proposed("capital_in", None, TRANSFER, now)
    ends = at_once(*[lambda: agree(decision.pk, operator_id=TWO, now=now)] * 10)
    assert ends == ["decided_already"] * 9 + ["done"]
    assert lines() == [("capital:bank-1", "provider:sandbox", "capital:host", 5_000)]


def test_what_was_decided_is_decided(db: None, now: datetime, sandbox: Sandbox, merchant: Merchant) -> None:
    refund = rejected(sandbox, merchant, now)
    retry = decided("refund_retry", refund.pk, {}, now)
    codes = []
    for again in (agree, decline):
        with pytest.raises(DomainError) as refusal:
            again(retry.pk, operator_id=TWO, now=now)
        codes.append(refusal.value.code)
    with pytest.raises(DomainError) as moved_on:
        decided("refund_retry", refund.pk, {}, now)
    assert [*codes, moved_on.value.code] == ["decided_already", "decided_already", "refund_not_rejected"]


def test_one_thing_is_proposed_once(db: None, now: datetime) -> None:
    capture = charge(None, now)
    proposed("suspense_return", capture.pk, {}, now)
    with pytest.raises(DomainError) as refusal:
        proposed("suspense_return", capture.pk, {}, now)
    assert refusal.value.code == "proposed_already"


def test_one_thing_proposed_by_ten_at_once_is_proposed_once(committed_db: CommittedDatabase, now: datetime) -> None:
    capture = charge(None, now)
    ends = at_once(*[lambda: proposed("suspense_return", capture.pk, {}, now)] * 10)
    assert ends == ["done"] + ["proposed_already"] * 9
    assert (Decision.objects.count(), AuditRecord.objects.filter(action="propose").count()) == (1, 1)


def test_a_transfer_named_by_ten_at_once_is_named_once(committed_db: CommittedDatabase, now: datetime) -> None:
    spellings = [TRANSFER, TRANSFER | {"reference": " bank-1 ", "amount": 7}] * 5
    kinds = ["capital_in", "capital_draw"] * 5
    acts = zip(kinds, spellings, strict=True)
    ends = at_once(*[partial(proposed, kind, None, data, now) for kind, data in acts])
    assert ends == ["done"] + ["reference_used"] * 9
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "subject", "data"),
    [
        ("give_away", 1, {}),
        ("suspense_return", None, {}),
        ("suspense_return", 1, {}),
        ("suspense_match", 1, {}),
        ("suspense_match", 1, {"payment": "1"}),
        ("refund_retry", 1, {"amount": 5}),
        ("refund_to_bank", 1, {"account": None}),
        ("capital_in", 1, TRANSFER),
        ("capital_in", None, TRANSFER | {"amount": 0}),
        ("capital_in", None, TRANSFER | {"amount": 1.5}),
        ("capital_in", None, TRANSFER | {"amount": True}),
        ("capital_in", None, TRANSFER | {"currency": "XXY"}),
        ("capital_in", None, TRANSFER | {"gateway": "nobody"}),
        ("capital_in", None, TRANSFER | {"reference": " "}),
        ("capital_in", None, {"amount": 5}),
    ],
)
def test_what_nobody_could_carry_out_is_not_proposed(
    db: None, now: datetime, kind: str, subject: int | None, data: Data
) -> None:
    with pytest.raises(DomainError) as refusal:
        proposed(kind, subject, data, now)
    assert refusal.value.code == "decision_unreadable"
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_proposal_says_why(db: None, now: datetime, reason: str) -> None:
    with pytest.raises(DomainError) as refusal:
        propose("capital_in", None, TRANSFER, reason, operator_id=ONE, now=now)
    assert refusal.value.code == "reason_missing"


@pytest.mark.parametrize("point", ["pay_in_capital.between", "pay_in_capital.before", "pay_in_capital.after"])
def test_a_crash_while_agreeing_leaves_all_or_nothing(
    committed_db: CommittedDatabase, now: datetime, point: str
) -> None:
    decision = proposed("capital_in", None, TRANSFER, now)
    with failpoints.armed(point, _killed), pytest.raises(SystemExit):
        agree(decision.pk, operator_id=TWO, now=now)
    decision.refresh_from_db()
    assert (decision.agreed, len(lines())) == ((True, 1) if point.endswith("after") else (None, 0))


def _killed() -> None:
    raise SystemExit


def test_every_kind_is_known() -> None:
    assert KINDS == (
        "suspense_match",
        "suspense_return",
        "refund_retry",
        "refund_to_bank",
        "transfer_refuse",
        "payout_send",
        "payout_refuse",
        "capital_in",
        "capital_draw",
        "provider_fee",
        "tax_remittance",
        "goodwill",
        "debt_write_off",
    )
