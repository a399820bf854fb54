"""What buyer, seller and operator read in every state: title and sentence, literally."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from core.actor import Role
from escrow.payments.states import RefundState
from escrow.states import HoldState
from marketplace.orders.models import ClosedBy, Order
from marketplace.trade.facts import gather
from marketplace.trade.phrases import plain
from marketplace.trade.words import tell
from tests.trade import rows

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
READERS = (Role.BUYER, Role.SELLER, Role.OPERATOR)


def _told(order: Order, now: datetime) -> list[tuple[str, str]]:
    (facts,) = gather([order])
    told = [tell(facts, reader, now) for reader in READERS]
    return [(one.title, plain(one.sentence)) for one in told]


def test_not_paid(now: datetime) -> None:
    order = rows.order(now, HoldState.AWAITING_PAYMENT, deadlines={"pay": now + DAY})
    assert _told(order, now) == [
        (
            "¥128.00 is not paid yet",
            "Pay by 24 November, 04:00 (in 24 hours). Otherwise the order closes and the goods go back on sale.",
        ),
        (
            "¥128.00 is not paid yet",
            (
                "Do not ship. Lin Yue has until 24 November, 04:00 (in 24 hours). "
                "We tell you the moment the money is here."
            ),
        ),
        (
            "¥128.00 is awaited",
            "Void by itself on 24 November, 04:00 (in 24 hours). Money that comes later goes back by itself.",
        ),
    ]


def test_to_ship(now: datetime) -> None:
    order = rows.order(now, deadlines={"ship_promise": now + 3 * DAY, "ship_latest": now + 10 * DAY})
    assert _told(order, now) == [
        (
            "¥128.00 is held",
            (
                "Wang’s Tea ships by 26 November, 04:00 (in 3 days). Later than that, you may cancel at once and are "
                "paid back in full."
            ),
        ),
        (
            "¥128.00 is held for you",
            "Ship by 26 November, 04:00 (in 3 days). On 3 December, 04:00 an unshipped order is refunded by itself.",
        ),
        (
            "¥128.00 is held",
            "Seller to ship by 26 November, 04:00 (in 3 days); refunded by itself on 3 December, 04:00.",
        ),
    ]


def test_the_promise_has_passed(now: datetime) -> None:
    order = rows.order(now, deadlines={"ship_latest": now + 10 * DAY})
    later = now + 3 * DAY + timedelta(hours=15)
    assert _told(order, later)[:2] == [
        (
            "¥128.00 is held",
            (
                "Wang’s Tea was to ship by 26 November, 04:00 (15 hours late). You may cancel at once and are paid "
                "back in full. If it is still not shipped on 3 December, 04:00, you are paid back by itself."
            ),
        ),
        (
            "¥128.00 is held for you",
            (
                "You were to ship by 26 November, 04:00 (15 hours late). Lin Yue may cancel for a full refund at any "
                "moment. On 3 December, 04:00 an unshipped order is refunded by itself."
            ),
        ),
    ]


def test_being_packed(now: datetime) -> None:
    buyer, _seller, _operator = _told(rows.order(now, packed=True), now)
    assert buyer[1] == (
        "Wang’s Tea is packing it and ships by 26 November, 04:00 (in 3 days). "
        "Later than that, you may cancel at once and are paid back in full."
    )


def test_shipped_and_not_there_yet(now: datetime) -> None:
    order = rows.order(now, shipped=True, deadlines={"release": now + 30 * DAY})
    assert [sentence for _title, sentence in _told(order, now)] == [
        (
            "It is on its way. You have 7 days to look from the moment it is delivered; unless you confirm before, it "
            "goes to Wang’s Tea on 23 December, 04:00 (in 30 days) at the latest."
        ),
        "It is yours 7 days after it is delivered, on 23 December, 04:00 (in 30 days) at the latest.",
        "Released by itself on 23 December, 04:00 (in 30 days). Notice to the buyer: no proof yet.",
    ]


def test_delivered_and_counting(now: datetime) -> None:
    order = rows.order(now, shipped=True, parcel={"delivered_at": now})
    rows.deadline(order, "release", now + 7 * DAY, now, noticed_at=now)
    assert [sentence for _title, sentence in _told(order, now)] == [
        "Unless you confirm before, it goes to Wang’s Tea on 30 November, 04:00 (in 7 days).",
        "It is yours on 30 November, 04:00 (in 7 days), or as soon as Lin Yue confirms.",
        "Released by itself on 30 November, 04:00 (in 7 days). Notice to the buyer: 23 November, 04:00.",
    ]


def test_the_window_has_passed_without_notice(now: datetime) -> None:
    order = rows.order(now - DAY, shipped=True, parcel={"delivered_at": now}, deadlines={"release": now})
    assert [sentence for _title, sentence in _told(order, now)] == [
        "Your time to look at the goods ended on 23 November, 04:00. It goes to Wang’s Tea next.",
        "The time to look at the goods ended on 23 November, 04:00. It comes to you next.",
        "Due for release since 23 November, 04:00. Notice to the buyer: no proof yet.",
    ]


def test_the_parcel_went_astray(now: datetime) -> None:
    order = rows.order(now, shipped=True, parcel={"returned_at": now}, deadlines={"handed_over_again": now + 7 * DAY})
    assert [sentence for _title, sentence in _told(order, now)] == [
        (
            "The parcel went back to Wang’s Tea. The clock has stopped. If it is not handed over again by 30 November, "
            "04:00 (in 7 days), you are paid back in full."
        ),
        (
            "The courier is bringing the parcel back to you. The clock has stopped. Hand it over again by 30 November, "
            "04:00 (in 7 days), or it is refunded by itself."
        ),
        "The parcel was returned. Refunded by itself on 30 November, 04:00 (in 7 days) unless it is handed over again.",
    ]
    lost = rows.order(now, shipped=True, parcel={"lost_at": now}, deadlines={"handed_over_again": now + 7 * DAY})
    assert [sentence.split(".")[0] for _title, sentence in _told(lost, now)] == ["The courier lost the parcel"] * 3


def test_frozen(now: datetime) -> None:
    order = rows.order(now, shipped=True, freeze_count=1)
    sentence = "The clock has stopped. Nothing moves until it is decided what becomes of it."
    assert _told(order, now) == [("¥128.00 is frozen", sentence)] * 3


def test_released_by_the_buyers_word(now: datetime) -> None:
    order = rows.order(now, HoldState.RELEASED, shipped=True)
    rows.record(order, "confirmed", now, "buyer")
    assert _told(order, now) == [
        ("¥128.00 went to Wang’s Tea", "You confirmed on 23 November, 04:00."),
        (
            "¥128.00 is yours",
            "Less our charge of ¥2.95, ¥125.05 is in your available money since 23 November, 04:00.",
        ),
        ("¥128.00 was released", "Confirmed by the buyer, 23 November, 04:00. Charge ¥2.95."),
    ]


def test_released_by_itself(now: datetime) -> None:
    buyer, _seller, operator = _told(rows.order(now, HoldState.RELEASED, shipped=True), now)
    assert buyer == ("¥128.00 went to Wang’s Tea", "The time to look at the goods ended on 23 November, 04:00.")
    assert operator == ("¥128.00 was released", "By itself, 23 November, 04:00. Charge ¥2.95.")


@pytest.mark.parametrize(
    ("state", "title", "how_far"),
    [
        (
            RefundState.DUE,
            "¥128.00 is on its way back to you",
            "It leaves us now, the way you paid; we tell you when it has arrived.",
        ),
        (
            RefundState.SENT,
            "¥128.00 is on its way back to you",
            "It leaves us now, the way you paid; we tell you when it has arrived.",
        ),
        (RefundState.SUCCEEDED, "¥128.00 is back with you", "The provider confirmed it on 23 November, 04:00."),
        (
            RefundState.REJECTED,
            "¥128.00 is on its way back to you",
            "Your way of paying refused it. It is not lost: name a bank account, and it goes there.",
        ),
        (
            RefundState.TO_BANK,
            "¥128.00 is on its way back to you",
            "It goes to a bank account instead, because the way it was paid refused it.",
        ),
    ],
)
def test_money_on_its_way_back_is_told_as_it_is(now: datetime, state: RefundState, title: str, how_far: str) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=state, closed_by=ClosedBy.BUYER, closed_at=now)
    assert _told(order, now)[0] == (title, f"You cancelled on 23 November, 04:00. {how_far}")


def test_the_seller_cancelled(now: datetime) -> None:
    order = rows.order(
        now,
        HoldState.REFUNDED,
        refund=RefundState.SUCCEEDED,
        closed_by=ClosedBy.SELLER,
        closed_at=now,
        closed_reason="Broken <in> the kiln.",
    )
    reason = "The shop’s reason: “Broken <in> the kiln”."
    mine = "Your reason: “Broken <in> the kiln”."
    assert _told(order, now) == [
        (
            "¥128.00 is back with you",
            f"Wang’s Tea cancelled on 23 November, 04:00. {reason} The provider confirmed it on 23 November, 04:00.",
        ),
        ("¥128.00 went back to Lin Yue", f"You cancelled on 23 November, 04:00. {mine} No charge was taken."),
        (
            "¥128.00 was refunded",
            f"Wang’s Tea cancelled on 23 November, 04:00. {reason} The provider confirmed it on 23 November, 04:00.",
        ),
    ]
    assert "&lt;in&gt;" in tell(gather([order])[0], Role.BUYER, now).sentence


def test_closed_unpaid(now: datetime) -> None:
    order = rows.order(now, HoldState.VOID, closed_by=ClosedBy.UNPAID, closed_at=now)
    assert _told(order, now)[0] == ("Nothing was paid", "It was not paid in time and closed on 23 November, 04:00.")


def test_a_sentence_keeps_its_tags_for_the_page(now: datetime) -> None:
    order = rows.order(now, shipped=True, parcel={"delivered_at": now}, deadlines={"release": now + 7 * DAY})
    assert tell(gather([order])[0], Role.BUYER, now).sentence == (
        "Unless you confirm before, it goes to Wang’s Tea on "
        '<time datetime="2026-11-30T04:00:00+00:00">30 November, 04:00</time> (<span class="num">in 7 days</span>).'
    )


def test_in_chinese_nothing_stands_between_a_bracket_and_the_word_after_it(now: datetime) -> None:
    """A time that is still to come ends in a wide bracket, which brings its own room."""
    orders = [
        rows.order(now, HoldState.AWAITING_PAYMENT, deadlines={"pay": now + DAY}),
        rows.order(now, deadlines={"ship_promise": now + 3 * DAY, "ship_latest": now + 10 * DAY}),
        rows.order(now, deadlines={"ship_latest": now + 10 * DAY}),
        rows.order(now, packed=True),
        rows.order(now, shipped=True, deadlines={"release": now + 30 * DAY}),
        rows.order(now, shipped=True, parcel={"delivered_at": now}, deadlines={"release": now + 7 * DAY}),
        rows.order(now, shipped=True, parcel={"returned_at": now}, deadlines={"handed_over_again": now + 7 * DAY}),
        rows.order(now, HoldState.RELEASED, shipped=True, deadlines={"after_sale": now + 7 * DAY}),
    ]
    with translation.override("zh-hans"):
        told = [sentence for order in orders for _title, sentence in _told(order, now)]
        bracketed = [sentence for sentence in told if "）" in sentence]
    assert len(bracketed) > len(orders)
    assert [sentence for sentence in bracketed if "） " in sentence] == []
