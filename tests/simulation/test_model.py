"""The model by itself: it reckons the worked examples, and refuses what cannot be."""

from typing import Any

import pytest

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model import Model
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.disputing import part_for
from marketplace.simulation.model.facts import Given, Hold, Ordered
from tests.simulation.telling import (
    CAPTURE,
    DISPUTE,
    ORDER,
    PAYMENT,
    PROMOTED,
    REFUND,
    SHOP,
    disputed,
    funded,
    placed,
    stands,
    told,
)


def test_a_release_pays_the_shop_and_the_fee() -> None:
    model = funded()
    told(model, "hold.release")

    assert stands(model) == {"provider:1": -12_800, "payable:7": 12_500, "fees": 300}


def test_what_a_claim_gives_back_takes_its_part_of_the_discount_along() -> None:
    model = funded(PROMOTED)
    told(model, "hold.freeze", cause="claim", cause_id=50)
    model.means("claim", ORDER, what=Given(4_000))
    told(model, "claim.open", 50, {"order": ORDER})
    told(model, "claim.agree", 50, {"order": ORDER}, to="closed")
    told(model, "hold.unfreeze", cause="claim", cause_id=50)
    told(model, "hold.refund", refund=REFUND)
    told(model, "hold.release")

    assert stands(model) == {
        "provider:1": -11_800,
        "promotions": -688,
        "refund_due:44": 3_688,
        "payable:7": 8_600,
        "fees": 200,
    }


def test_a_release_under_a_claim_a_second_release_and_one_before_payment_are_refused() -> None:
    frozen, ended, unpaid = funded(), funded(), placed()
    told(frozen, "hold.freeze", cause="claim", cause_id=50)
    told(ended, "hold.release")

    for model, name in ((frozen, "frozen"), (ended, "wrong order of acts"), (unpaid, "wrong order of acts")):
        with pytest.raises(Disagreement) as raised:
            told(model, "hold.release")
        assert raised.value.name == name


def test_a_short_charge_pays_nothing_and_one_that_counts_as_good_is_noticed() -> None:
    model = placed()
    model.charged("ch_1", "2603-1", 12_700, "CNY")

    with pytest.raises(Disagreement) as raised:
        told(model, "payment.capture", PAYMENT, {"charge": "ch_1"}, capture=CAPTURE, verdict="good")
    told(model, "payment.capture", PAYMENT, {"charge": "ch_1", "refund": REFUND}, capture=CAPTURE, verdict="short")

    assert raised.value.name == "wrong verdict"
    assert stands(model) == {"provider:1": -12_700, "refund_due:44": 12_700}


def test_a_chargeback_before_the_release_is_won_or_takes_the_hold() -> None:
    bound: dict[str, Any] = {"cause": "chargeback", "cause_id": DISPUTE}
    won, lost, promoted = disputed(funded(), 12_800), disputed(funded(), 12_800), disputed(funded(PROMOTED), 11_800)
    for model in (won, lost, promoted):
        told(model, "hold.freeze", **bound)
    told(won, "chargeback.win", DISPUTE)
    told(won, "hold.unfreeze", **bound)
    told(won, "hold.release")
    for model in (lost, promoted):
        told(model, "chargeback.lose", DISPUTE)
        told(model, "hold.charge_back", chargeback=DISPUTE)
        told(model, "chargeback.end", DISPUTE)

    assert stands(won) == {"provider:1": -11_300, "provider_cost": -1_500, "payable:7": 12_500, "fees": 300}
    assert stands(lost) == stands(promoted) == {"provider:1": 1_500, "provider_cost": -1_500}
    assert promoted.holds[ORDER].state == "refunded"


def test_a_chargeback_lost_after_the_release_takes_fee_payable_deposit_and_leaves_a_debt() -> None:
    model = funded()
    told(model, "hold.release")
    model.means("payout", SHOP, what=7_500)
    told(model, "payout.request", 60)
    model.books.move(Account("provider", 1), Account("deposit", SHOP), 3_000)
    disputed(model, 12_800)
    told(model, "hold.reserve", cause="chargeback", cause_id=DISPUTE)
    told(model, "chargeback.lose", DISPUTE)
    told(model, "hold.charge_back", chargeback=DISPUTE)
    told(model, "chargeback.end", DISPUTE)

    assert stands(model) == {
        "provider:1": -1_500,
        "provider_cost": -1_500,
        "payout_due:60": 7_500,
        "receivable:7": -4_500,
    }


def test_what_was_given_back_before_a_bank_took_all_of_it_is_the_hosts_loss() -> None:
    model = funded()
    told(model, "hold.refund", refund=REFUND)
    disputed(model, 12_800)
    told(model, "chargeback.lose", DISPUTE)
    told(model, "chargeback.end", DISPUTE)

    assert stands(model) == {
        "provider:1": 1_500,
        "refund_due:44": 12_800,
        "provider_cost": -1_500,
        "losses": -12_800,
    }
    with pytest.raises(Disagreement) as raised:
        told(model, "hold.charge_back", chargeback=DISPUTE)
    assert raised.value.name == "owes nothing"


@pytest.mark.parametrize(("discount", "back", "share"), [(0, 0, 1), (1, 0, 7), (1_000, 4_000, 333), (12_799, 11, 1)])
def test_the_part_for_a_share_is_the_least_of_which_the_buyers_is_that_much(
    discount: int, back: int, share: int
) -> None:
    def hold() -> Hold:
        one = Hold(SHOP, PAYMENT, Ordered(12_000, 800, 250, "CNY", discount), "held")
        one.give(Given(back))
        return one

    part = part_for(hold(), share)
    given, _promotions = hold().give(part)
    less, _promotions = hold().give(Given(part.goods - 1, part.other)) if part.goods else (0, 0)

    assert (given, less) == (share, share - 1)


def test_what_nobody_asked_for_and_what_is_accepted_twice_are_noticed() -> None:
    model = funded()
    told(model, "hold.release")
    model.means("payout", SHOP, what=2_500)
    told(model, "payout.request", 60)

    assert model.payable(SHOP) == 10_000
    with pytest.raises(Disagreement) as raised:
        told(model, "payout.request", 61)
    assert raised.value.name == "nobody asked"


def test_an_act_about_money_without_a_rule_is_noticed_and_one_about_words_is_not() -> None:
    model = Model()
    told(model, "review.write")

    with pytest.raises(Disagreement) as raised:
        told(model, "hold.vanish")
    assert raised.value.name == "unknown act"


def test_nobody_elses_account_falls_below_nothing() -> None:
    model = Model()

    with pytest.raises(Disagreement) as raised:
        model.books.move(Account("payable", SHOP), Account("fees"), 1)
    assert raised.value.name == "overdrawn"
