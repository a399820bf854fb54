"""Money of the host's own account, in the model by itself: it comes in, goes back and goes out there."""

import pytest

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model import Model
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import BANK, Charge
from tests.simulation.telling import CAPTURE, PAYMENT, REFUND, SHOP, placed, stands, told

ARRIVAL, TRANSFER, PAYOUT = 8, 9, 46


def transferred(amount: int = 12_800, claimed: str = "2603-1") -> Model:
    """An order placed, and an arrival that one operator entered and another booked."""
    model = placed()
    model.means("book", ARRIVAL, what=Charge(claimed, amount, "CNY", BANK))
    told(model, "arrival.enter", ARRIVAL)
    told(model, "arrival.book", ARRIVAL)
    return model


def paid() -> Model:
    model = transferred()
    told(model, "payment.capture", PAYMENT, {"charge": f"A{ARRIVAL}"}, capture=CAPTURE, verdict="good")
    told(model, "hold.fund", capture=CAPTURE)
    return model


def test_what_was_booked_lies_in_the_bank_and_goes_back_from_there() -> None:
    model = paid()
    assert stands(model) == {"provider:2": -12_800, "hold:42": 12_800}
    told(model, "hold.refund", refund=REFUND)
    told(model, "refund.send", REFUND)
    told(model, "transfer.tick_off", TRANSFER)
    assert stands(model) == {"provider:2": -12_800, "refund_due:44": 12_800}
    told(model, "refund.finish", REFUND)
    assert stands(model) == {}


def test_what_is_short_or_names_nobody_lies_there_until_it_goes_back() -> None:
    short, nobodys = transferred(12_700), transferred(claimed="")
    also = {"charge": f"A{ARRIVAL}", "refund": REFUND}
    told(short, "payment.capture", PAYMENT, also, capture=CAPTURE, verdict="short")
    told(nobodys, "capture.suspend", CAPTURE, also)
    assert stands(short) == {"provider:2": -12_700, "refund_due:44": 12_700}
    assert stands(nobodys) == {"provider:2": -12_800, "suspense": 12_800}
    told(nobodys, "capture.send_back", CAPTURE, also, refund=REFUND)
    for model in (short, nobodys):
        told(model, "refund.send", REFUND)
        told(model, "refund.finish", REFUND)
        assert stands(model) == {}


def test_a_payout_leaves_through_where_the_host_pays_and_comes_back_there() -> None:
    model = paid()
    told(model, "hold.release")
    model.pays_out_through = BANK
    model.means("account", SHOP, what="6222")
    told(model, "book.set_payout_account", SHOP)
    model.means("payout", SHOP, what=12_500)
    told(model, "payout.request", PAYOUT)
    told(model, "payout.send", PAYOUT)
    model.pays_out(f"O{PAYOUT}", "6222")
    told(model, "payout.finish", PAYOUT)
    assert model.books.balances[Account("provider", BANK)] == -300
    told(model, "payout.return", PAYOUT)
    assert model.books.balances[Account("provider", BANK)] == -12_800


def test_an_arrival_nobody_read_is_not_booked() -> None:
    with pytest.raises(Disagreement) as raised:
        told(placed(), "arrival.book", ARRIVAL)
    assert raised.value.name == "nobody asked"
