"""The model of what shops have besides orders: coupons, a deposit, a bank account."""

import pytest

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model import Model
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.coupons import Coupon, Coupons, Use
from marketplace.simulation.model.facts import Payment
from tests.simulation.telling import CAPTURE, DISPUTE, PAYMENT, SHOP, disputed, funded, stands, told


def test_a_coupon_counts_within_its_limits_and_comes_back_with_its_last_unpaid_order() -> None:
    coupons = Coupons()
    coupons.made(1, Coupon(code="SHOP-7", shop=7, percent=30, at_most=2_500, uses_at_most=2))
    coupons.made(2, Coupon(code="SPRING", amount=1_000, budget=2_500, once_each=False))
    parts = {7: (12_000, 800), 8: (4_000, 0)}

    def counting(buyer: int, *codes: str) -> dict[str, dict[int, int]]:
        return {code: use.shares for code, use in coupons.counting(codes, buyer, "today", parts).items()}

    assert counting(1, "SPRING", "SHOP-7") == {"SHOP-7": {7: 2_500}, "SPRING": {7: 704, 8: 296}}
    for payment, buyer in ((1, 1), (2, 2)):
        coupons.take(payment, coupons.counting(["SHOP-7", "SPRING"], buyer, "today", parts))
    assert counting(1, "SHOP-7") == counting(3, "SHOP-7", "SPRING") == {}
    coupons.give_back(2, 7)
    assert counting(3, "SHOP-7", "SPRING") == {"SHOP-7": {7: 2_500}, "SPRING": {7: 704, 8: 296}}
    assert counting(1, "SHOP-7") == {}
    with pytest.raises(Disagreement) as raised:
        coupons.take(3, {"SHOP-7": Use(1, "today", {7: 1})})
    assert raised.value.name == "coupon beyond its limits"


def test_a_promotion_above_the_budget_of_one_waits_for_a_second_operator() -> None:
    model = Model()
    model.means("coupon", SHOP, what=Coupon(code="FESTIVAL", amount=1, budget=400_000, waits=True))
    told(model, "coupon.proposed", 9)
    assert model.coupons.by_code == {}
    told(model, "coupon.agreed", 9)
    assert [*model.coupons.by_code] == ["FESTIVAL"]
    with pytest.raises(Disagreement):
        told(model, "coupon.agreed", 9)


def test_a_deposit_comes_in_and_goes_back_when_nothing_is_open() -> None:
    model = Model()
    model.deposit_opened(PAYMENT, Payment("2603-9", 50_000, "CNY", deposit_of=SHOP))
    model.charged("ch_9", "2603-9", 50_000, "CNY")
    told(model, "payment.capture", PAYMENT, {"charge": "ch_9"}, capture=CAPTURE, verdict="good")
    told(model, "book.pay_deposit", SHOP, payment=PAYMENT)
    assert stands(model) == {"provider:1": -50_000, "deposit:7": 50_000}
    assert model.payments[PAYMENT].state == "paid"
    told(model, "payout.return_deposit", 60)
    assert stands(model) == {"provider:1": -50_000, "payout_due:60": 50_000}


def test_a_deposit_that_a_bank_takes_back_is_the_shops_debt_as_far_as_it_is_gone() -> None:
    model = Model()
    model.deposit_opened(PAYMENT, Payment("2603-9", 50_000, "CNY", deposit_of=SHOP))
    model.charged("ch_1", "2603-9", 50_000, "CNY")
    told(model, "payment.capture", PAYMENT, {"charge": "ch_1"}, capture=CAPTURE, verdict="good")
    told(model, "book.pay_deposit", SHOP, payment=PAYMENT)
    model.books.move(Account("deposit", SHOP), Account("fees"), 20_000)
    disputed(model, 50_000)
    told(model, "chargeback.lose", DISPUTE)
    told(model, "chargeback.end", DISPUTE)

    assert stands(model) == {"provider:1": 1_500, "provider_cost": -1_500, "fees": 20_000, "receivable:7": -20_000}


def test_another_bank_account_waits_a_day_and_nothing_is_sent_meanwhile() -> None:
    model = funded()
    told(model, "hold.release")
    model.means("account", SHOP, what="1111")
    told(model, "book.set_payout_account", SHOP)
    model.means("payout", SHOP, what=2_500)
    told(model, "payout.request", 60)
    model.means("account", SHOP, what="2222")
    told(model, "payout_account.change_details", 3)
    told(model, "book.stop_payouts", SHOP, cause="details", cause_id=3)

    for name, number, problem in (
        ("payout_account.pass_details", 3, "too early"),
        ("payout.send", 60, "payouts are stopped"),
    ):
        with pytest.raises(Disagreement) as raised:
            told(model, name, number)
        assert raised.value.name == problem


def test_a_payout_goes_to_the_account_that_is_in_use() -> None:
    model = funded()
    told(model, "hold.release")
    model.means("account", SHOP, what="1111")
    told(model, "book.set_payout_account", SHOP)
    model.means("payout", SHOP, what=2_500)
    told(model, "payout.request", 60)
    told(model, "payout.send", 60)
    model.pays_out("O60", "2222")

    with pytest.raises(Disagreement) as raised:
        told(model, "payout.finish", 60)
    assert raised.value.name == "wrong account"


def test_a_deposit_that_a_bank_sends_back_is_in_the_deposit_again_and_pays_the_debt_of_a_closed_shop() -> None:
    model = Model()
    for account, amount in ((Account("deposit", SHOP), 50_000), (Account("fees"), 1)):
        model.books.move(Account("provider", 1), account, amount)
    told(model, "payout.return_deposit", 60)
    told(model, "payout.refuse", 60)
    model.books.move(Account("receivable", SHOP), Account("fees"), 2_900)
    with pytest.raises(Disagreement) as raised:
        told(model, "book.pay_off", SHOP, amount=2_900)
    told(model, "shop.closed", SHOP)
    told(model, "book.pay_off", SHOP, amount=2_900)

    assert raised.value.name == "debt paid too early"
    assert stands(model) == {"provider:1": -50_001, "fees": 2_901, "deposit:7": 47_100}
