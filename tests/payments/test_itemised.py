"""What a payout is made of: it adds up whatever happened, and no coin is paid out twice."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.actor import SYSTEM
from escrow.itemised import divide, items, key_of
from escrow.payments.actions.payouts import return_payout, work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout
from escrow.statement import StatementLine
from escrow.terms import Back
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account, report
from tests.sandbox.running import Sandbox

AT = datetime.fromisoformat("2026-11-23T04:00:00+00:00")
HOUR = timedelta(hours=1)


def line(key: str, change: int) -> StatementLine:
    return StatementLine(key, AT, change, 0, 0)


def parts(lines: list[StatementLine], key: str) -> list[tuple[str, int]]:
    return [(item.line.key, item.part) for item in divide(lines, key)]


def test_what_came_first_is_paid_out_first_in_parts_if_need_be() -> None:
    account_of = [
        line("hold:1:release", 100),
        line("hold:2:release", 200),
        line("payout:5:request", -150),
        line("payout:6:request", -150),
    ]
    assert parts(account_of, key_of(5)) == [("hold:1:release", 100), ("hold:2:release", 50)]
    assert parts(account_of, key_of(6)) == [("hold:2:release", 150)]


def test_what_was_taken_back_is_taken_off_the_next_payout_and_what_came_back_comes_in_anew() -> None:
    account_of = [
        line("hold:1:release", 100),
        line("payout:5:request", -100),
        line("payout:5:return", 100),
        line("hold:2:release", 300),
        line("hold:2:claw_back:9", -40),
        line("offset:3", -60),
        line("payout:6:request", -200),
    ]
    assert parts(account_of, key_of(5)) == [("hold:1:release", 100)]
    assert parts(account_of, key_of(6)) == [
        ("payout:5:return", 100),
        ("hold:2:release", 200),
        ("hold:2:claw_back:9", -40),
        ("offset:3", -60),
    ]
    assert parts(account_of, key_of(7)) == []


_MOVES = st.lists(st.tuples(st.sampled_from(["in", "back", "out"]), st.integers(1, 500)), max_size=40)


@given(_MOVES)
def test_every_payout_adds_up_and_no_coin_is_paid_out_twice(moves: list[tuple[str, int]]) -> None:
    lines, stands_at = [], 0
    for number, (kind, amount) in enumerate(moves):
        if kind == "in":
            lines.append(line(f"hold:{number}:release", amount))
        elif stands_at:
            key = key_of(number) if kind == "out" else f"offset:{number}"
            lines.append(line(key, -min(amount, stands_at)))
        stands_at += lines[-1].change if lines and lines[-1].key.split(":")[1] == str(number) else 0
    spent: dict[str, int] = {}
    for one in lines:
        if one.key.endswith(":request"):
            found = divide(lines, one.key)
            assert sum(item.part for item in found) == -one.change
            for item in found:
                spent[item.line.key] = spent.get(item.line.key, 0) + item.part
    for one in lines:
        assert 0 <= spent.get(one.key, 0) <= one.change if one.change > 0 else spent.get(one.key, 0) in {0, one.change}


def test_of_real_books_with_a_claim_a_debt_and_a_payout_that_came_back(
    db: None, now: datetime, sandbox: Sandbox
) -> None:
    account(now)
    first = after.reserved(now)
    after.taken_back(first, Back(goods=4_000, other=0, tax=0), now + HOUR)
    payout = _asked(8_600, now + 2 * HOUR)
    assert [(item.line.key.split(":")[0], item.part) for item in items(payout)] == [("hold", 12_500), ("hold", -3_900)]
    work_off_payouts(now + 2 * HOUR)
    return_payout(payout.pk, "closed", now=now + 3 * HOUR)
    again = _asked(8_600, now + 4 * HOUR)
    assert [(item.line.key, item.part) for item in items(again)] == [(f"payout:{payout.pk}:return", 8_600)]
    assert len(report(sandbox, "payouts")) == 1


def _asked(amount: int, now: datetime) -> Payout:
    return request_payout(book_id=make.BOOK, amount=amount, currency="CNY", now=now, actor=SYSTEM)
