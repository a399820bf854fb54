"""Moves in the situations that the worked examples leave out: given back or tried before, with tax, cut short, closed.

Numbers are all different, so that one in another's place is seen.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.actor import Actor, Role
from core.effects import CloseDeadline, Effects, Message
from escrow.chart import Account
from escrow.examples import BUYER, CAUSE, NOW, SHOP, WITH_PROMOTION, a_capture, a_payment, a_payout, bank, kept
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import accounts, capital, chargebacks, clawbacks, costs, deposits, holds, incoming, opening, outgoing
from escrow.moves.clawbacks import Standing
from escrow.payments.models import Capture, Chargeback, Payment, Payout, Refund
from escrow.payments.paying import PaidFor
from escrow.payments.states import Agreement, PayoutState, RefundState, Verdict
from escrow.states import HoldState
from escrow.terms import Back

OPERATOR = Actor(Role.OPERATOR, 91)
TAXED = replace(WITH_PROMOTION, amount=14_000, tax=1_200)
BEFORE, PART = Back(goods=2_000, other=100, tax=50), Back(goods=3_000, other=300, tax=200)
LONG = "0123456789" * 25


def _held(*, freezes: int = 0) -> Hold:
    """A hold of which some was given back before."""
    hold = kept(TAXED)
    move = holds.refund(hold, BEFORE, source=(42, BUYER), refund_id=61, reason="part", now=NOW, actor=OPERATOR)
    move.apply()
    hold.freeze_count = freezes
    return hold


def _sold(state: HoldState = HoldState.RELEASED) -> Hold:
    hold = _held()
    holds.release(hold, now=NOW, actor=OPERATOR).apply()
    hold.state = state
    return hold


def _capture(payment: Payment | None, **known: int) -> Capture:
    capture = a_capture(payment, 17_800)
    for name, value in known.items():
        setattr(capture, name, value)
    return capture


def _charge() -> incoming.NewCapture:
    return incoming.NewCapture(
        id=62,
        gateway="bank_transfer",
        reference="ch_2",
        claimed_reference="2611-1",
        amount=700,
        currency="EUR",
        captured_at=NOW,
    )


def _chargeback(amount: int = 5_600) -> Chargeback:
    return Chargeback(
        id=63,
        capture=_capture(a_payment(17_800), returned=900),
        gateway="bank_transfer",
        reference="cb_2",
        currency="CNY",
        amount=amount,
        fee=70,
        reason="not received",
        evidence_due_at=NOW + timedelta(days=7),
        version=4,
    )


def _about_deposit() -> Chargeback:
    chargeback = _chargeback()
    payment = chargeback.capture.payment
    assert payment is not None
    payment.purpose, payment.book_id = "deposit", SHOP
    return chargeback


def _refund(state: RefundState, tries: int = 0, *, arrived: bool = False) -> Refund:
    return Refund(
        id=64,
        book_id=SHOP,
        capture=_capture(None),
        hold_id=43,
        payer_id=BUYER,
        reference="R64",
        currency="CNY",
        amount=3_300,
        state=state,
        tries=tries,
        ended_at=NOW if arrived else None,
        version=3,
    )


def _payout(state: PayoutState, refund: Refund | None = None) -> Payout:
    return a_payout(3_300, state, refund)


def _fund(capture: Capture, payment: Payment) -> Move:
    hold = Hold(id=65, book_id=SHOP, payment=payment, currency="CNY", amount=9_000, discount=1_000, version=2)
    return holds.fund(hold, capture, payment, allocation_id=66, now=NOW, actor=OPERATOR)


def _kept_at_once() -> Move:
    payment, charge = a_payment(700), _charge()
    promised = Hold(id=65, book_id=SHOP, payment=payment, currency="EUR", amount=600, discount=150, version=2)
    plain = Hold(id=66, book_id=SHOP + 1, payment=payment, currency="EUR", amount=250, version=3)
    told = Effects(messages=(Message(SHOP, "order.paid:65", "order.paid", {"order": 65}),))
    ended = Effects(deadlines=(CloseDeadline(incoming.of_payment(payment), "pay"),))
    paid = PaidFor([(promised, told), (plain, Effects())], ended)
    return incoming.good_and_kept(charge, payment, paid, (70, 71), now=NOW)


def _refunded(back: Back) -> Move:
    hold = _held()
    return holds.refund(hold, back, source=(42, BUYER), refund_id=67, reason="damaged", now=NOW, actor=OPERATOR)


def _settled(back: Back) -> Move:
    hold = _held(freezes=1)
    return holds.settle(hold, back, cause=CAUSE, source=(42, BUYER), refund_id=67, now=NOW, actor=OPERATOR)


def _clawed_back(hold: Hold, back: Back, standing: Standing) -> Move:
    source, cause = (42, BUYER), CAUSE
    return clawbacks.claw_back(
        hold, back, standing, cause=cause, source=source, refund_id=67, reason="after_sale", actor=OPERATOR
    )


def _promised() -> Hold:
    """All but one minor unit of it was promised, and that one went back: what goes back now was never the buyer's."""
    hold = kept(replace(WITH_PROMOTION, discount=12_799))
    first = Back(goods=1)
    holds.refund(hold, first, source=(42, BUYER), refund_id=61, reason="part", now=NOW, actor=OPERATOR).apply()
    return hold


def _promise_refunded() -> Move:
    back = Back(goods=2)
    return holds.refund(_promised(), back, source=(42, BUYER), refund_id=67, reason="damaged", now=NOW, actor=OPERATOR)


def _promise_taken_back() -> Move:
    hold = _promised()
    holds.release(hold, now=NOW, actor=OPERATOR).apply()
    return _clawed_back(hold, Back(goods=2), Standing((500, 1), (0, 0)))


def _share_back(**before: int) -> Move:
    payment = a_payment(17_800)
    return incoming.share_back(
        _capture(payment, **before), payment, 5_000, hold_id=48, refund_id=67, now=NOW, actor=OPERATOR
    )


def _share_back_of_paid() -> Move:
    payment = a_payment(17_800)
    payment.state = "paid"
    capture = _capture(payment, allotted=12_800)
    return incoming.share_back(capture, payment, 5_000, hold_id=48, refund_id=67, now=NOW, actor=OPERATOR)


def _held_charged_back(back: Back, others: tuple[int, ...] = ()) -> Move:
    return chargebacks.take_held(
        _chargeback(), _held(freezes=1 + len(others)), back, now=NOW, actor=OPERATOR, others=others
    )


def _requested(source: Account) -> Move:
    agreed = Agreement.NEEDED
    return outgoing.payout_requested(
        source, 3_300, bank(), gateway="bank_transfer", payout_id=46, version=9, agreement=agreed, actor=OPERATOR
    )


def _to_bank(times: int) -> Move:
    refund = _refund(RefundState.REJECTED)
    return outgoing.refund_to_bank(refund, bank(), gateway="sandbox", payout_id=46, times=times, actor=OPERATOR)


def _nothing_kept() -> Payment:
    payment = a_payment(9_000)
    payment.book_id, payment.state = SHOP, "paid"
    return payment


SITUATIONS: dict[str, Callable[[], Move]] = {
    "a payment is opened": lambda: opening.payment(a_payment(17_800), now=NOW),
    "a hold is opened": lambda: opening.hold(kept(TAXED), actor=OPERATOR),
    "the last share of a capture is funded": lambda: _fund(
        _capture(payment := a_payment(17_800), allotted=8_900, returned=900), payment
    ),
    "a share is funded, and more to come": lambda: _fund(
        _capture(payment := a_payment(17_800), allotted=8_899, returned=900), payment
    ),
    "a hold is voided": lambda: holds.void(Hold(id=65, book_id=SHOP, currency="CNY"), now=NOW, actor=OPERATOR),
    "a window passed": lambda: holds.release(_held(), now=NOW, actor=OPERATOR, outcome="passed"),
    "a part goes back, after another": lambda: _refunded(PART),
    "the rest goes back": lambda: _refunded(Back.all_of(_held())),
    "settled, a part for the buyer": lambda: _settled(PART),
    "settled, nothing for the buyer": lambda: _settled(Back()),
    "frozen once more": lambda: holds.freeze(_held(freezes=1), cause=CAUSE, freeze_id=68, actor=OPERATOR),
    "one of two causes is over": lambda: holds.unfreeze(_held(freezes=2), cause=CAUSE, actor=OPERATOR),
    "an amount is kept back": lambda: clawbacks.reserve(
        _sold(), 290, cause=CAUSE, reserve_id=68, version=7, actor=OPERATOR
    ),
    "a reserve is lifted": lambda: clawbacks.lift_reserve(_sold(), cause=CAUSE, actor=OPERATOR),
    "taken back: payable, deposit and a debt": lambda: _clawed_back(_sold(), PART, Standing((1_000, 5), (800, 6))),
    "taken back: the payable has it all": lambda: _clawed_back(_sold(), PART, Standing((90_000, 5), (800, 6))),
    "taken back: the payable is below nothing": lambda: _clawed_back(_sold(), PART, Standing((-10, 5), (-20, 6))),
    "taken back of what was settled": lambda: _clawed_back(_sold(HoldState.SETTLED), PART, Standing((0, 0), (0, 0))),
    "taken back, nothing of it the buyer's": _promise_taken_back,
    "given back, nothing of it the buyer's": _promise_refunded,
    "a debt is paid off": lambda: clawbacks.pay_off(
        SHOP, "CNY", 290, Standing((90, 7), (500, 8)), offset_id=69, actor=OPERATOR
    ),
    "a debt is written off": lambda: clawbacks.write_off(SHOP, "CNY", 290, offset_id=69, version=7, actor=OPERATOR),
    "the host pays in": lambda: capital.pay_in(100, "EUR", "bank_transfer", "T9", actor=OPERATOR),
    "the host draws": lambda: capital.draw(100, "EUR", "bank_transfer", "T9", version=8, actor=OPERATOR),
    "a provider's fee": lambda: costs.provider_fee(77, "EUR", "bank_transfer", "F9", actor=OPERATOR),
    "tax is passed on": lambda: costs.remit_tax(1_200, "EUR", "bank_transfer", "T9", version=8, actor=OPERATOR),
    "goodwill": lambda: costs.give_goodwill(_sold(), 500, source=(42, BUYER), refund_id=67, version=8, actor=OPERATOR),
    "a good charge": lambda: incoming.good(_charge(), a_payment(700)),
    "a good charge, kept at once": _kept_at_once,
    "a late charge": lambda: incoming.straight_back(_charge(), Verdict.LATE, a_payment(700), refund_id=67),
    "a charge of nobody we know": lambda: incoming.unknown(_charge()),
    "it is matched": lambda: incoming.match(_capture(None), a_payment(17_800), actor=OPERATOR),
    "it goes back, as far as it is there": lambda: incoming.unknown_back(
        _capture(None, returned=900), refund_id=67, actor=OPERATOR
    ),
    "a share goes back, and more to come": lambda: _share_back(allotted=12_000),
    "the last share goes back, others were kept": lambda: _share_back(allotted=12_000, returned=800),
    "the last share goes back, none was kept": lambda: _share_back(returned=12_800),
    "a share of a payment that has ended": _share_back_of_paid,
    "a payment is closed": lambda: incoming.close(a_payment(17_800), now=NOW, actor=OPERATOR),
    "a refund arrives": lambda: outgoing.refund_done(_refund(RefundState.SENT), now=NOW),
    "a refund arrives at the second try": lambda: outgoing.refund_done(_refund(RefundState.SENT, 1), now=NOW),
    "a refund arrives again": lambda: outgoing.refund_done(_refund(RefundState.SENT, 1, arrived=True), now=NOW),
    "a refund is rejected": lambda: outgoing.refund_rejected(_refund(RefundState.SENT), LONG),
    "a refund comes back": lambda: outgoing.refund_returned(_refund(RefundState.SUCCEEDED, 2), LONG),
    "a refund comes back after the first try": lambda: outgoing.refund_returned(_refund(RefundState.SUCCEEDED), ""),
    "a refund is tried again": lambda: outgoing.refund_again(_refund(RefundState.REJECTED, 2), actor=OPERATOR),
    "a refund goes to a bank account": lambda: _to_bank(0),
    "a refund goes to a bank account again": lambda: _to_bank(2),
    "a payout that two must agree to": lambda: _requested(accounts.payable(SHOP, "EUR")),
    "a deposit goes back, two must agree": lambda: _requested(accounts.deposit(SHOP, "EUR")),
    "a deposit on its way comes back": lambda: outgoing.payout_returned(
        a_payout(3_300, PayoutState.PAID, from_deposit=True), LONG, now=NOW
    ),
    "a payout arrives": lambda: outgoing.payout_paid(_payout(PayoutState.SENT), now=NOW),
    "a payout was refused": lambda: outgoing.payout_returned(
        _payout(PayoutState.REQUESTED), LONG, now=NOW, actor=OPERATOR
    ),
    "a payout comes back": lambda: outgoing.payout_returned(_payout(PayoutState.SENT), LONG, now=NOW),
    "a payout comes back after it was paid": lambda: outgoing.payout_returned(_payout(PayoutState.PAID), "", now=NOW),
    "a payout of a refund comes back": lambda: outgoing.payout_returned(
        _payout(PayoutState.SENT, _refund(RefundState.TO_BANK)), LONG, now=NOW
    ),
    "a deposit is paid, its payment over": lambda: deposits.deposit_in(
        _nothing_kept(), _capture(None, allotted=9), allocation_id=66, now=NOW, actor=OPERATOR
    ),
    "a dispute about a deposit is opened": lambda: chargebacks.open_chargeback(_about_deposit()),
    "a dispute about a deposit is won": lambda: chargebacks.win(_about_deposit(), now=NOW),
    "a dispute is opened": lambda: chargebacks.open_chargeback(_chargeback()),
    "a dispute is won": lambda: chargebacks.win(_chargeback(), now=NOW),
    "a dispute is lost": lambda: chargebacks.lose(_chargeback(), {43: 5_000, 48: 600}),
    "a share is taken from what is held": lambda: _held_charged_back(PART, others=(71, 72)),
    "all that is held is taken": lambda: _held_charged_back(Back.all_of(_held()), others=(71, 72)),
    "a share is taken after the release": lambda: chargebacks.take_released(
        _chargeback(), _sold(), PART, Standing((1_000, 5), (800, 6)), actor=OPERATOR
    ),
    "the rest is lost": lambda: chargebacks.bear_the_rest(_chargeback(), 600, now=NOW, actor=OPERATOR),
    "nothing is left of it": lambda: chargebacks.bear_the_rest(_chargeback(), 0, now=NOW, actor=OPERATOR),
    "the rest is part suspense, part loss": lambda: chargebacks.bear_the_rest(
        _chargeback(), 600, now=NOW, actor=OPERATOR, suspended=(_capture(None, returned=900), 250)
    ),
    "a deposit gives back what it holds": lambda: chargebacks.take_deposit(
        _chargeback(), SHOP, 600, (250, 3), now=NOW, actor=OPERATOR
    ),
    "a deposit is there no more": lambda: chargebacks.take_deposit(
        _chargeback(), SHOP, 600, (-5, 3), now=NOW, actor=OPERATOR
    ),
}
