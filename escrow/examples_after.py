"""The worked examples of docs/money.md about money that had left our keeping, and about the host's own."""

from datetime import timedelta

from core.actor import SYSTEM
from escrow.examples import (
    CAUSE,
    LINE,
    NOW,
    PLAIN,
    SHOP,
    WITH_PROMOTION,
    WITH_TAX,
    Example,
    a_capture,
    a_payment,
    a_payout,
    applied,
    bank,
    done,
    given_back,
    kept,
    released,
)
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import accounts, chargebacks, clawbacks, costs, deposits, holds, incoming, outgoing
from escrow.moves.clawbacks import Standing
from escrow.payments.models import Chargeback, Payment
from escrow.payments.states import PayoutState
from escrow.shares import back_for_share
from escrow.terms import Back, Terms

ALL = Back(12_000, 800)


def _standing(payable: int, deposit: int = 0) -> Standing:
    return Standing((payable, 0), (deposit, 0))


def _sold(terms: Terms = PLAIN) -> Hold:
    """A hold whose money the shop has."""
    hold = kept(terms)
    released(hold)
    return hold


def _claw_back(hold: Hold, payable: int) -> Move:
    return clawbacks.claw_back(
        hold,
        LINE,
        _standing(payable),
        cause=CAUSE,
        source=(42, 5),
        refund_id=45,
        reason="after_sale",
        actor=SYSTEM,
    )


def _next_sale() -> list[Move]:
    hold = kept(Terms(currency="CNY", amount=8_000, fee_base=8_000, fee_rate=250))
    paid = clawbacks.pay_off(SHOP, "CNY", 2_900, _standing(7_800), offset_id=51, actor=SYSTEM)
    return done(released(hold), paid)


def _chargeback(amount: int = 12_800, fee: int = 0) -> Chargeback:
    return Chargeback(
        id=50,
        capture=a_capture(a_payment(amount), amount),
        gateway="sandbox",
        reference="cb_1",
        currency="CNY",
        amount=amount,
        fee=fee,
        evidence_due_at=NOW + timedelta(days=7),
    )


def _lost(terms: Terms) -> list[Move]:
    hold = kept(terms)
    applied(holds.freeze(hold, cause=CAUSE, freeze_id=49, actor=SYSTEM))
    back = back_for_share(hold, terms.from_buyer)
    return done(chargebacks.take_held(_chargeback(terms.from_buyer), hold, back, now=NOW, actor=SYSTEM))


def _deposit() -> list[Move]:
    payment = Payment(id=41, book_id=SHOP, purpose="deposit", state="awaiting", amount=50_000, currency="CNY")
    capture = a_capture(payment, 50_000)
    charge = incoming.NewCapture(
        id=42,
        gateway="sandbox",
        reference="ch_1",
        claimed_reference="2611-123456-78",
        amount=50_000,
        currency="CNY",
        captured_at=NOW,
    )
    return done(
        applied(incoming.good(charge, payment)),
        applied(deposits.deposit_in(payment, capture, allocation_id=44, now=NOW, actor=SYSTEM)),
        outgoing.payout_requested(
            accounts.deposit(SHOP, "CNY"), 50_000, bank(), gateway="sandbox", payout_id=46, version=0, actor=SYSTEM
        ),
    )


def _refunded_and_charged_back() -> list[Move]:
    return done(
        given_back(kept(), ALL),
        chargebacks.open_chargeback(_chargeback()),
        chargebacks.bear_the_rest(_chargeback(), 12_800, now=NOW, actor=SYSTEM),
    )


def _unknown_and_charged_back() -> list[Move]:
    unknown = _chargeback()
    return done(
        chargebacks.open_chargeback(unknown),
        chargebacks.bear_the_rest(unknown, 12_800, suspended=(unknown.capture, 12_800), now=NOW, actor=SYSTEM),
    )


def _deposit_charged_back() -> list[Move]:
    lost = _chargeback(50_000)
    return done(
        chargebacks.open_chargeback(lost),
        chargebacks.take_deposit(lost, SHOP, 50_000, (30_000, 0), now=NOW, actor=SYSTEM),
    )


AFTER = (
    Example("14", "The buyer's bank takes the money back, with a fee", lambda: done(
        chargebacks.open_chargeback(_chargeback(fee=1_500))
    )),
    Example("14a", "Won: it comes again", lambda: done(chargebacks.win(_chargeback(), now=NOW))),
    Example("14a", "Lost before the release", lambda: _lost(PLAIN)),
    Example("14P", "The same with a discount: the promotion returns", lambda: _lost(WITH_PROMOTION)),
    Example("15", "Lost after the release; payable 5,000, deposit 3,000", lambda: done(
        chargebacks.take_released(_chargeback(), _sold(), ALL, _standing(5_000, 3_000), actor=SYSTEM)
    )),
    Example("16", "An after-sale claim, a line of 4,000 back; payable 1,000, no deposit", lambda: done(
        _claw_back(_sold(), 1_000)
    )),
    Example("16P", "The same with a discount", lambda: done(_claw_back(_sold(WITH_PROMOTION), 1_000))),
    Example("17", "The next sale (goods 8,000) pays the debt", _next_sale),
    Example("18", "A deposit is paid in, and sent back when the shop closes", _deposit),
    Example("18b", "A deposit of 50,000 is charged back; 20,000 of it are gone: a debt", _deposit_charged_back),
    Example("18c", "A deposit on its way back is refused or comes back: it is in the deposit again", lambda: done(
        outgoing.payout_returned(a_payout(50_000, PayoutState.SENT, from_deposit=True), "", now=NOW)
    )),
    Example("18d", "A debt of 2,900 is paid off before a deposit goes back; payable 1,000", lambda: done(
        clawbacks.pay_off(SHOP, "CNY", 2_900, _standing(1_000, 50_000), offset_id=51, actor=SYSTEM)
    )),
    Example("19", "Tax that the site collects, and passes on", lambda: done(
        released(kept(WITH_TAX)), costs.remit_tax(1_200, "CNY", "sandbox", "T3", version=0, actor=SYSTEM)
    )),
    Example("20", "The provider's fee; goodwill; a debt nobody will pay", lambda: done(
        costs.provider_fee(77, "CNY", "sandbox", "F1", actor=SYSTEM),
        costs.give_goodwill(_sold(), 500, source=(42, 5), refund_id=45, version=0, actor=SYSTEM),
        clawbacks.write_off(SHOP, "CNY", 2_900, offset_id=51, version=0, actor=SYSTEM),
    )),
    Example("21", "Refunded, and charged back all the same: the host's loss", _refunded_and_charged_back),
    Example("21S", "From nobody we know, and charged back: out of suspense", _unknown_and_charged_back),
)  # fmt: skip
