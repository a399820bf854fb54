"""At each failpoint of a money action a forked child is killed; afterwards all of the act is there, or nothing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pkgutil import iter_modules

import pytest

from core.actor import SYSTEM
from core.effects import Effects, OpenDeadline, write
from core.ids import new_id
from core.models import AuditRecord, Deadline, OutboxMessage
from escrow import actions, commit, invariants
from escrow.actions import open as placing
from escrow.actions import rely as relying
from escrow.actions.capital import draw_capital, pay_in_capital
from escrow.actions.costs import book_provider_fee, give_goodwill, remit_tax
from escrow.actions.debts import pay_off_debt, write_off_debt
from escrow.actions.deposits import accept_deposit, return_deposit
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.release_due import release_due
from escrow.actions.reserve import change_reserve, lift_reserve, reserve_hold
from escrow.actions.settle import settle_hold
from escrow.actions.void import void_hold
from escrow.ledger.models import JournalEntry
from escrow.models import Freeze, Hold, Reserve
from escrow.moves import traces
from escrow.payments.actions.chargebacks import lose_chargeback
from escrow.payments.models import Allocation, Refund
from escrow.terms import Back
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account

Act = Callable[[], object]


def _fund(now: datetime) -> Act:
    hold = make.unpaid_hold(now)
    captured = make.capture(hold.payment, now)
    return partial(fund_hold, hold.id, capture_id=captured.id, now=now, actor=SYSTEM)


def _release_due(now: datetime) -> Act:
    for _ in range(3):
        due = OpenDeadline(traces.of_hold(make.hold(now)), "release", now)
        write(Effects(deadlines=(due,)), now=now)
    return partial(release_due, now=now, effects_of=lambda _h: Effects())


def _frozen(now: datetime) -> int:
    hold = make.hold(now)
    freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    return hold.id


def _draw(now: datetime) -> Act:
    make.capital(now, 900)
    return partial(
        draw_capital, amount=5, currency="CNY", gateway="sandbox", reference=f"out-{new_id()}", now=now, actor=SYSTEM
    )


def _lost(now: datetime) -> Act:
    hold = after.released(now)
    chargeback = after.disputed(hold.payment, now)
    after.reserved_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    return partial(after.charged_back, chargeback, hold, now)


def _in_debt(now: datetime) -> Act:
    """A book of its own: what another scene left is not counted."""
    book_id = new_id()
    hold = after.released(now, book_id=book_id)
    account(now, book_id=book_id)
    after.spent(now, left=0, book_id=book_id)
    reserve_hold(hold.id, 12_800, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, Back(goods=12_000, other=800), now)
    after.released(now, book_id=book_id)
    return partial(pay_off_debt, book_id, "CNY", now=now)


def _written_off(now: datetime) -> Act:
    book_id = _in_debt(now).args[0]  # type: ignore[attr-defined]
    return partial(write_off_debt, book_id, "CNY", 1_000, now=now, actor=SYSTEM)


def _deposit_back(now: datetime) -> Act:
    book_id = new_id()
    account(now, book_id=book_id)
    after.deposited(now, book_id=book_id)
    return partial(return_deposit, book_id=book_id, currency="CNY", now=now, actor=SYSTEM)


def _goodwill(now: datetime) -> Act:
    make.capital(now, 500)
    return partial(give_goodwill, after.released(now).id, 500, now=now, actor=SYSTEM)


def _of_host(act: Callable[..., object], now: datetime) -> Act:
    return partial(act, amount=5, currency="CNY", gateway="sandbox", reference=f"r{new_id()}", now=now, actor=SYSTEM)


def _taxed(now: datetime) -> Act:
    after.released(now, make.TAXED)
    return _of_host(remit_tax, now)


#: The action -> what prepares it and answers the act itself.
ACTIONS: dict[str, Callable[[datetime], Act]] = {
    "fund_hold": _fund,
    "void_hold": lambda now: partial(void_hold, make.unpaid_hold(now).id, now=now, actor=SYSTEM),
    "release_hold": lambda now: partial(release_hold, make.hold(now).id, now=now, actor=SYSTEM),
    "release_due": _release_due,
    "refund_hold": lambda now: partial(
        refund_hold, make.hold(now).id, Back(goods=4_000), reason="damaged", now=now, actor=SYSTEM
    ),
    "freeze_hold": lambda now: partial(freeze_hold, make.hold(now).id, cause="c", cause_id=1, now=now, actor=SYSTEM),
    "unfreeze_hold": lambda now: partial(unfreeze_hold, _frozen(now), cause="claim", cause_id=1, now=now, actor=SYSTEM),
    "settle_hold": lambda now: partial(
        settle_hold, _frozen(now), Back(goods=4_000), cause="claim", cause_id=1, now=now, actor=SYSTEM
    ),
    "pay_in_capital": lambda now: partial(
        pay_in_capital, amount=5, currency="CNY", gateway="sandbox", reference=f"in-{new_id()}", now=now, actor=SYSTEM
    ),
    "draw_capital": _draw,
    "reserve_hold": lambda now: partial(
        reserve_hold, after.released(now).id, 4_000, cause="c", cause_id=1, now=now, actor=SYSTEM
    ),
    "change_reserve": lambda now: partial(
        change_reserve, after.reserved(now).id, 500, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM
    ),
    "lift_reserve": lambda now: partial(
        lift_reserve, after.reserved(now).id, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM
    ),
    "claw_back": lambda now: partial(after.taken_back, after.reserved(now), Back(goods=4_000), now),
    "charge_back": _lost,
    "pay_off_debt": _in_debt,
    "write_off_debt": _written_off,
    "accept_deposit": lambda now: partial(accept_deposit, make.capture(after.deposit_payment(now), now).id, now=now),
    "return_deposit": _deposit_back,
    "book_provider_fee": partial(_of_host, book_provider_fee),
    "remit_tax": _taxed,
    "give_goodwill": _goodwill,
}


PLACES = ("between", "before", "after")


def _written() -> tuple[int, ...]:
    models = (JournalEntry, AuditRecord, OutboxMessage, Refund, Allocation, Freeze, Reserve)
    done = Deadline.objects.exclude(done_at=None).count()
    versions = sum(Hold.objects.values_list("version", flat=True))
    return (*(model.objects.count() for model in models), done, versions)


@pytest.mark.parametrize("action", ACTIONS)
def test_all_or_nothing(committed_db: CommittedDatabase, now: datetime, action: str) -> None:
    for place in PLACES:
        act = ACTIONS[action](now)
        before = _written()
        killed_at(f"{action}.{place}", act)
        happened = _written() != before
        assert happened == (place == "after")
        assert invariants.check_all(now) == []
        if not happened:
            act()
            assert _written() != before
            assert invariants.check_all(now) == []


def test_every_money_action_has_its_three_failpoints(capsys: pytest.CaptureFixture[str]) -> None:
    modules = [import_module(f"escrow.actions.{found.name}") for found in iter_modules(actions.__path__)]
    points = {
        module.__name__: [value for value in vars(module).values() if isinstance(value, commit.Points)]
        for module in modules
        if module not in {placing, relying}  # what the orders above write, without money; they have points of their own
    }
    assert [name for name, found in points.items() if not found] == []
    named = {name for found in points.values() for one in found for name in (one.between, one.before, one.after)}
    assert named == {f"{action}.{place}" for action in ACTIONS for place in PLACES}
    with capsys.disabled():
        print(f"\n{len(named)} failpoints of the books")
