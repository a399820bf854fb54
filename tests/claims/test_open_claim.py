"""Asking for money back: what freezes, what stands still, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord, Deadline
from escrow.invariants import check_site
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Asked
from marketplace.claims.models import Claim, ClaimLine, Statement
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from tests import make
from tests.claims import seen
from tests.orders import seen as of_orders

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _opens(order: Order, asked: Asked, now: datetime, **more: Any) -> Claim:
    facts = {"reason": "damaged", "words": "Mouldy.", "actor": make.buyer_of(order), **more}
    return open_claim(order.pk, asked, now=now, **facts)


def _code(order: Order, asked: Asked, now: datetime, **more: Any) -> str:
    with pytest.raises(DomainError) as refusal:
        _opens(order, asked, now, **more)
    return refusal.value.code


def test_a_claim_freezes_the_money_and_stops_the_window_with_its_remainder(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, 4000, 500), now=now + DAY)
    window = Deadline.objects.get(subject_type="hold", kind="release")
    assert (window.remainder, of_orders.open_deadlines(order)) == (6 * DAY, {})
    assert seen.clocks(claim) == {"claim_answer": now + 6 * DAY}
    assert (claim.order.hold.freeze_count, claim.order.hold.remaining, seen.after_funding(order)) == (1, 12_800, [])
    assert seen.freezes() == [("claim", False)]
    lines = list(ClaimLine.objects.order_by("pk").values_list("line_id", "amount", "tax"))
    assert lines == [(order.lines.get().pk, 4000, 0), (None, 500, 0)]
    asked = (claim.state, claim.wish, claim.goods, claim.other, claim.tax, claim.total, claim.shipped)
    assert asked == ("asked", "refund", 4000, 500, 0, 4500, True)
    assert list(Statement.objects.values_list("act", "words", "role")) == [("opened", "The tea is mouldy.", "buyer")]
    assert (seen.topics(claim), seen.record(claim)) == (["claim.opened"], [("open", "buyer", "", "asked")])
    assert of_orders.facts(order)[-1] == ("claim_open", "buyer")
    assert check_site(now + DAY) == []


def test_the_caps_two_clocks_run_from_the_beginning(now: datetime) -> None:
    claim = make.claim(now=now)
    rows = Deadline.objects.filter(subject_type="claim", kind__startswith="custody").order_by("pk")
    cap = timedelta(seconds=claim.order.promised.hold_cap)
    assert list(rows.values_list("kind", "due_at", "notice_wait")) == [
        ("custody_ruling", now + cap - 7 * DAY, None),
        ("custody_cap", now + cap, None),
    ]


def test_before_shipping_the_shop_has_two_days_and_its_own_clocks_stand_still(now: datetime) -> None:
    order = make.packed_order(now=now)
    claim = make.claim(order, now=now + DAY)
    assert seen.clocks(claim) == {"claim_answer": now + 3 * DAY}
    left = Deadline.objects.exclude(remainder=None).order_by("pk").values_list("kind", "remainder")
    assert list(left) == [("ship_promise", 2 * DAY), ("ship_latest", 9 * DAY)]
    assert of_orders.outcomes(order)["remind_ship"] == "moot"
    assert check_site(now + DAY) == []


def test_under_a_claim_nothing_else_moves_the_order(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, now=now)
    buyer, seller = make.buyer_of(order), make.seller_of(order)
    before = seen.everything(claim)
    tries: dict[str, Callable[[], object]] = {
        "hold_frozen": lambda: confirm_receipt(order.pk, now=now, actor=buyer),
        "frozen": lambda: extend_window(order.pk, now=now, actor=buyer),
        "claim_open_already": lambda: _opens(order, make.asked_of(order, 100), now),
        "claim_open": lambda: ship_order(order.pk, "SF", "SF-9999", now=now, actor=seller),
    }
    for code, act in tries.items():
        with pytest.raises(DomainError) as refusal:
            act()
        assert (refusal.value.code, seen.everything(claim)) == (code, before)


def test_shipping_packing_and_cancelling_wait_for_the_answer(now: datetime) -> None:
    order = make.paid_order(now=now)
    make.claim(order, now=now)
    buyer, seller = make.buyer_of(order), make.seller_of(order)
    codes = []
    tries: tuple[Callable[[], object], ...] = (
        lambda: ship_order(order.pk, "SF", "SF-9999", now=now, actor=seller),
        lambda: start_packing(order.pk, now=now, actor=seller),
        lambda: cancel_order(order.pk, now=now, actor=buyer),
    )
    for act in tries:
        with pytest.raises(DomainError) as refusal:
            act()
        codes.append(refusal.value.code)
    assert codes == ["claim_open", "claim_open", "frozen"]


def test_cancelling_while_packed_asks_the_shop_for_everything(now: datetime) -> None:
    order = make.packed_order(now=now)
    claim = ask_to_cancel(order.pk, now=now, actor=make.buyer_of(order))
    assert (claim.reason, claim.goods, claim.other, claim.shipped) == ("no_longer_wanted", 11_800, 1000, False)
    assert seen.clocks(claim) == {"claim_answer": now + 2 * DAY}
    assert check_site(now) == []


def test_whoever_asks_to_cancel_what_is_on_its_way_is_told_so(now: datetime) -> None:
    order = make.shipped_order(now=now)
    with pytest.raises(DomainError) as refusal:
        ask_to_cancel(order.pk, words="Stop.", now=now, actor=make.buyer_of(order))
    assert (refusal.value.code, Claim.objects.count()) == ("shipped", 0)


@pytest.mark.parametrize(
    ("stage", "code"),
    [("placed", "not_paid"), ("cancelled", "order_ended"), ("released", "after_sale_over")],
)
def test_no_claim_on_money_that_is_not_held(stage: str, code: str, now: datetime) -> None:
    order = make.placed_order(now=now) if stage == "placed" else make.shipped_order(now=now)
    if stage == "cancelled":
        order = make.paid_order(now=now)
        cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    if stage == "released":
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    audits, late = AuditRecord.objects.count(), now + 15 * DAY
    assert (_code(order, make.asked_of(order, 100), late), Claim.objects.count()) == (code, 0)
    assert AuditRecord.objects.count() == audits


def test_only_the_buyer_of_the_order_asks(now: datetime) -> None:
    order = make.delivered_order(now=now)
    asked = make.asked_of(order, 100)
    others = (make.seller_of(order), Actor(Role.BUYER, make.user().pk), make.desk())
    assert [_code(order, asked, now, actor=other) for other in others] == ["not_the_buyer"] * 3


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"lines": {}, "shipping": 0}, "nothing_asked"),
    "a line of nobody": ({"lines": {0: 100}}, "line_not_open"),
    "more than the line": ({"goods": 11_801}, "line_not_open"),
    "more than sending cost": ({"shipping": 1001}, "line_not_open"),
    "below nothing": ({"goods": -1}, "amount_unreadable"),
    "half a minor unit": ({"goods": 0.5}, "amount_unreadable"),
    "true": ({"goods": True}, "amount_unreadable"),
    "another wish": ({"wish": "everything"}, "wish_unreadable"),
    "postage without return": ({"postage": 100}, "postage_not_due"),
    "postage of nobody": ({"wish": "return", "postage_by": "host"}, "postage_unreadable"),
    "postage the buyer pays": ({"wish": "return", "postage_by": "buyer", "postage": 5}, "postage_not_due"),
    "postage beyond what is left": (
        {"wish": "return", "goods": 11_800, "shipping": 1000, "postage_by": "seller", "postage": 1},
        "back_too_much",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_asked_is_refused_in_words(name: str, now: datetime) -> None:
    changes, code = BAD[name]
    order = make.delivered_order(now=now)
    changes = dict(changes)
    line = order.lines.get().pk
    base = Asked("refund", {line: changes.pop("goods", 4000)})
    assert (_code(order, replace(base, **changes), now), Claim.objects.count()) == (code, 0)


def test_a_reason_from_the_list_and_words_are_needed(now: datetime) -> None:
    order = make.delivered_order(now=now)
    asked = make.asked_of(order, 100)
    assert _code(order, asked, now, reason="weather") == "reason_unreadable"
    assert _code(order, asked, now, words="  ") == "words_missing"
    assert _code(order, asked, now, photos=[7]) == "photos_unknown"


def test_nothing_can_be_sent_back_before_it_was_sent(now: datetime) -> None:
    order = make.paid_order(now=now)
    assert _code(order, make.asked_of(order, wish="return"), now) == "nothing_to_return"


def test_what_a_closed_claim_named_is_not_asked_again_and_the_rest_is(now: datetime) -> None:
    claim = make.closed_claim(now=now)
    order = claim.order
    assert _code(order, make.asked_of(order, 100), now) == "line_not_open"
    again = make.claim(order, Asked("refund", {}, 1000), now=now)
    assert (again.goods, again.other) == (0, 1000)
    assert check_site(now) == []


def test_one_claim_before_shipping(now: datetime) -> None:
    order = make.packed_order(now=now)
    claim = ask_to_cancel(order.pk, now=now, actor=make.buyer_of(order))
    withdraw(claim.pk, now=now, actor=make.buyer_of(order))
    assert _code(order, make.asked_of(order, 100), now) == "claim_before"
