"""Another bank account for a shop's payouts: it waits for a day, is told, can be undone, and payouts wait meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import deadlines
from core.actor import Actor, Role
from core.errors import DomainError, Invalid
from core.models import AuditRecord, Deadline
from escrow.invariants import check_all
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_details import (
    change_payout_details,
    pass_payout_details,
    undo_payout_details,
)
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout, PayoutAccount, PayoutStop
from tests.conftest import CommittedDatabase
from tests.make import escrow as make
from tests.payments.charging import at_once, told
from tests.payments.provider_side import account, earned, report
from tests.sandbox.running import Sandbox

SELLER = Actor(Role.SELLER, 9)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ELSEWHERE = {"bank": "ICBC", "holder": "Li Wei", "number": "6217 0000 4471"}


def change(now: datetime, **given: str) -> PayoutAccount:
    return change_payout_details(book_id=make.BOOK, owner_id=9, **{**ELSEWHERE, **given}, now=now, actor=SELLER)


def waiting(now: datetime) -> PayoutAccount:
    """A shop with 125.00 of its own, another account of which waits."""
    earned(now)
    account(now)
    return change(now)


def promise() -> Deadline:
    return Deadline.objects.get(subject_type="payout_account")


def told_at(now: datetime) -> None:
    assert deadlines.give_notice("payout_account", promise().subject_id, ["payout_details"], at=now) == 1


def tick(now: datetime) -> int:
    return deadlines.run_due({"payout_details": pass_payout_details}, now=now)


def request(now: datetime, amount: int = 2_500) -> Payout:
    return request_payout(book_id=make.BOOK, amount=amount, currency="CNY", now=now, actor=SELLER)


def accounts() -> list[tuple[str, str]]:
    """(last four digits, state) in the order they were named."""
    return [(row.number[-4:], row.state) for row in PayoutAccount.objects.order_by("opened_at", "pk")]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def records() -> list[tuple[str, str]]:
    kinds = ("payout_account", "book")
    found = AuditRecord.objects.filter(subject_type__in=kinds).exclude(action="set_payout_account").order_by("pk")
    return list(found.values_list("action", "actor_role"))


def test_another_account_waits_for_a_day_and_payouts_with_it(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    before = request(now)
    made = change(now)
    assert accounts() == [("1234", "in_use"), ("4471", "waiting")]
    assert bank_accounts.in_use(make.BOOK) == before.account
    found = promise()
    assert (found.kind, found.subject_id, found.due_at, found.notice_wait) == (
        "payout_details",
        made.pk,
        now + DAY,
        6 * HOUR,
    )
    assert (refused(lambda: request(now)), work_off_payouts(now + HOUR)) == ("payouts_stopped", 0)
    assert told("details.change_asked") == [{"account": made.pk}]
    assert told("details.address_differs") == []
    assert records() == [("stop_payouts", "seller"), ("change_details", "seller")]


def test_after_a_day_payouts_go_there_those_that_waited_included(db: None, now: datetime, sandbox: Sandbox) -> None:
    earned(now)
    account(now)
    before = request(now)
    made = change(now)
    told_at(now)
    assert (tick(now + DAY - HOUR), tick(now + DAY), tick(now + DAY)) == (0, 1, 0)
    assert accounts() == [("1234", "replaced"), ("4471", "in_use")]
    assert (promise().outcome, PayoutStop.objects.get().lifted_at) == ("passed", now + DAY)
    before.refresh_from_db()
    assert (before.account_id, request(now + DAY).account_id) == (made.pk, made.pk)
    assert work_off_payouts(now + DAY) == 2
    assert len(report(sandbox, "payouts")) == 2
    assert told("details.changed") == [{"account": made.pk}]
    assert records()[2:] == [("let_payouts_go", "system"), ("pass_details", "system")]
    assert check_all(now + DAY) == []


def test_it_does_not_pass_before_its_owner_is_known_to_be_told(db: None, now: datetime) -> None:
    waiting(now)
    assert tick(now + 3 * DAY) == 0
    told_at(now + 3 * DAY)
    assert (tick(now + 3 * DAY + 5 * HOUR), tick(now + 3 * DAY + 6 * HOUR)) == (0, 1)


def test_undone_it_is_as_before(db: None, now: datetime, sandbox: Sandbox) -> None:
    earned(now)
    account(now)
    before = request(now)
    made = change(now)
    told_at(now)
    undo_payout_details(made.pk, now=now + HOUR, actor=SELLER)
    assert accounts() == [("1234", "in_use"), ("4471", "undone")]
    assert (promise().outcome, PayoutStop.objects.get().lifted_at) == ("met", now + HOUR)
    assert (tick(now + DAY), work_off_payouts(now + HOUR)) == (0, 1)
    before.refresh_from_db()
    assert (before.account.number[-4:], request(now + HOUR).account.number[-4:]) == ("1234", "1234")
    assert told("details.change_undone") == [{"account": made.pk}]
    assert refused(lambda: undo_payout_details(made.pk, now=now, actor=SELLER)) == "details_settled"
    assert change(now + DAY, number="6217 0000 9999").state == "waiting"


def test_what_has_passed_is_not_undone(db: None, now: datetime) -> None:
    made = waiting(now)
    told_at(now)
    tick(now + DAY)
    assert refused(lambda: undo_payout_details(made.pk, now=now + DAY, actor=SELLER)) == "details_settled"
    assert accounts() == [("1234", "replaced"), ("4471", "in_use")]


def test_refusals_of_a_change_leave_nothing(db: None, now: datetime) -> None:
    assert refused(lambda: change(now)) == "no_payout_account"
    account(now)
    same = {"bank": "ABC", "holder": "Li  Wei", "number": "6222-0000-1234"}
    assert refused(lambda: change(now, **same)) == "details_same"
    with pytest.raises(Invalid) as refusal:
        change(now, number="no")
    assert refusal.value.field == "number"
    assert (accounts(), PayoutStop.objects.count()) == ([("1234", "in_use")], 0)
    change(now)
    assert refused(lambda: change(now, number="6217 0000 9999")) == "details_wait"
    assert accounts() == [("1234", "in_use"), ("4471", "waiting")]
    with pytest.raises(PayoutAccount.DoesNotExist):
        undo_payout_details(1, now=now, actor=SELLER)


def test_a_suspension_besides_stays_a_reason_not_to_pay_out(db: None, now: datetime) -> None:
    made = waiting(now)
    PayoutStop.objects.create(book_id=make.BOOK, cause="suspension", cause_id=1, stopped_at=now)
    undo_payout_details(made.pk, now=now, actor=SELLER)
    assert refused(lambda: request(now)) == "payouts_stopped"


def test_a_key_undoes_its_own_change_and_no_other_string_is_one(db: None, now: datetime) -> None:
    made = waiting(now)
    key = bank_accounts.undo_key(made)
    assert bank_accounts.by_undo_key(key).get() == made
    for wrong in ("", "1", f"{made.pk}", f"{made.pk}.x", f"{made.pk + 1}.{key.partition('.')[2]}", "\0.\0", "²." + key):
        assert not bank_accounts.by_undo_key(wrong).exists()


def test_ten_changes_at_once_are_one(committed_db: CommittedDatabase, now: datetime) -> None:
    earned(now)
    account(now)
    ends = at_once(*[partial(change, now, number=f"6217 0000 000{place}") for place in range(10)])
    assert ends == ["details_wait"] * 9 + ["done"]
    assert [state for _number, state in accounts()] == ["in_use", "waiting"]
    assert PayoutStop.objects.count() == 1


def test_undoing_against_the_time_one_wins(committed_db: CommittedDatabase, now: datetime) -> None:
    made = waiting(now)
    told_at(now)
    later = now + DAY
    ends = at_once(partial(undo_payout_details, made.pk, now=later, actor=SELLER), *[partial(tick, later)] * 2)
    won = {"done": ("undone", "met"), "details_settled": ("in_use", "passed")}
    state, outcome = won[next((end for end in ends if end != "done"), "done")]
    assert (accounts()[1], promise().outcome) == (("4471", state), outcome)
    assert PayoutStop.objects.filter(lifted_at=None).count() == 0
    assert check_all(later) == []


def test_payouts_against_a_change_are_sent_before_or_wait(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox
) -> None:
    earned(now)
    account(now)
    first = request(now)
    at_once(partial(change, now), *[partial(request, now)] * 2, *[partial(work_off_payouts, now)] * 2)
    assert work_off_payouts(now + HOUR) == 0
    told_at(now)
    tick(now + DAY)
    work_off_payouts(now + DAY)
    first.refresh_from_db()
    sent = Payout.objects.filter(state="sent")
    assert sent.count() == Payout.objects.count() == len(report(sandbox, "payouts"))
    to_the_new_one = sent.filter(account__number__endswith="4471").values("pk")
    assert not AuditRecord.objects.filter(action="send", subject_id__in=to_the_new_one, at__lt=now + DAY).exists()
    assert check_all(now + DAY) == []


def test_an_account_for_a_refund_is_no_books(db: None, now: datetime) -> None:
    PayoutAccount.objects.create(id=5, owner_id=9, bank="A", holder="B", number="12345", opened_at=now)
    assert (bank_accounts.in_use(0), bank_accounts.waiting(0)) == (None, None)
    assert not bank_accounts.by_undo_key(bank_accounts.undo_key(PayoutAccount(id=5))).exists()
