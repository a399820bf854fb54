"""The worked examples of docs/money.md: each a chain of the very moves the site makes, decided on rows in memory.

Those of money that was released already stand in `examples_after.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.actor import SYSTEM
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import accounts, capital, holds, incoming, outgoing
from escrow.payments.models import Capture, Payment, Payout, PayoutAccount, Refund
from escrow.payments.states import PayoutState, RefundState, Verdict
from escrow.terms import Back, Terms

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SHOP, OTHER_SHOP, BUYER = 7, 8, 5
PLAIN = Terms(currency="CNY", amount=12_800, fee_base=12_000, fee_rate=250)
WITH_PROMOTION = replace(PLAIN, discount=1_000)
WITH_TAX = replace(PLAIN, amount=14_000, tax=1_200)
LINE = Back(goods=4_000)
CAUSE = {"cause": "claim", "cause_id": 50}


@dataclass(frozen=True, slots=True)
class Example:
    """A path that money takes: its number, a sentence, and the moves one after the other."""

    number: str
    title: str
    moves: Callable[[], list[Move]]


def done(*moves: Move) -> list[Move]:
    """The moves of a chain; each was applied before the next was decided."""
    return list(moves)


def applied(move: Move) -> Move:
    move.apply()
    return move


def a_payment(amount: int, currency: str = "CNY") -> Payment:
    return Payment(
        id=41,
        reference="2611-123456-78",
        purpose="checkout",
        payer_id=BUYER,
        gateway="sandbox",
        currency=currency,
        amount=amount,
        state="awaiting",
        opened_at=NOW,
        expires_at=NOW,
    )


def _charge(amount: int, currency: str = "CNY") -> incoming.NewCapture:
    return incoming.NewCapture(
        id=42,
        gateway="sandbox",
        reference="ch_1",
        claimed_reference="2611-123456-78",
        amount=amount,
        currency=currency,
        captured_at=NOW,
    )


def a_capture(payment: Payment | None, amount: int, verdict: Verdict = Verdict.GOOD) -> Capture:
    return Capture(
        id=42,
        payment=payment,
        gateway="sandbox",
        reference="ch_1",
        claimed_reference="2611-123456-78",
        currency="CNY",
        amount=amount,
        verdict=verdict,
        captured_at=NOW,
        recorded_at=NOW,
    )


def _hold(payment: Payment, terms: Terms = PLAIN, hold_id: int = 43, book_id: int = SHOP) -> Hold:
    return Hold(
        id=hold_id,
        book_id=book_id,
        payment=payment,
        currency=terms.currency,
        amount=terms.amount,
        discount=terms.discount,
        fee_base=terms.fee_base,
        tax=terms.tax,
        fee_rate=terms.fee_rate,
        opened_at=NOW,
    )


def kept(terms: Terms = PLAIN) -> Hold:
    """A hold with its money in it."""
    hold = _hold(a_payment(terms.from_buyer), terms)
    return _funded(hold, a_capture(hold.payment, terms.from_buyer))[0]


def _funded(hold: Hold, capture: Capture) -> tuple[Hold, Move]:
    return hold, applied(holds.fund(hold, capture, hold.payment, allocation_id=44, now=NOW, actor=SYSTEM))


def _pay(terms: Terms) -> list[Move]:
    payment = a_payment(terms.from_buyer)
    arrived = applied(incoming.good(_charge(terms.from_buyer), payment))
    return done(arrived, _funded(_hold(payment, terms), a_capture(payment, terms.from_buyer))[1])


def given_back(hold: Hold, back: Back, refund_id: int = 45) -> Move:
    return applied(
        holds.refund(hold, back, source=(42, BUYER), refund_id=refund_id, reason="damaged", now=NOW, actor=SYSTEM)
    )


def released(hold: Hold) -> Move:
    return applied(holds.release(hold, now=NOW, actor=SYSTEM))


def _refund(amount: int, state: RefundState = RefundState.SENT) -> Refund:
    return Refund(
        id=45,
        book_id=SHOP,
        capture=a_capture(None, amount),
        hold_id=43,
        payer_id=BUYER,
        reference="R45",
        currency="CNY",
        amount=amount,
        state=state,
        opened_at=NOW,
    )


def a_payout(amount: int, state: PayoutState, refund: Refund | None = None, *, from_deposit: bool = False) -> Payout:
    return Payout(
        id=46,
        book_id=SHOP,
        account_id=47,
        refund=refund,
        from_deposit=from_deposit,
        gateway="sandbox",
        reference="O46",
        currency="CNY",
        amount=amount,
        state=state,
        opened_at=NOW,
    )


def bank() -> PayoutAccount:
    return PayoutAccount(id=47, book_id=SHOP, owner_id=BUYER, bank="", holder="", number="", opened_at=NOW)


def _request(amount: int) -> Move:
    return outgoing.payout_requested(
        accounts.payable(SHOP, "CNY"), amount, bank(), gateway="sandbox", payout_id=46, version=0, actor=SYSTEM
    )


def _two_shops() -> list[Move]:
    payment = a_payment(17_800)
    capture = a_capture(payment, 17_800)
    funded = _funded(_hold(payment), capture)[1]
    back = incoming.share_back(capture, payment, 5_000, hold_id=48, refund_id=45, now=NOW, actor=SYSTEM)
    return done(incoming.good(_charge(17_800), payment), funded, back)


def _unknown(*, matched: bool) -> list[Move]:
    payment, capture = a_payment(12_800), a_capture(None, 12_800, Verdict.UNKNOWN)
    after = (
        incoming.match(capture, payment, actor=SYSTEM)
        if matched
        else incoming.unknown_back(capture, refund_id=45, actor=SYSTEM)
    )
    return done(incoming.unknown(_charge(12_800)), after)


def _refund_then_release(terms: Terms) -> list[Move]:
    hold = kept(terms)
    return done(given_back(hold, LINE), released(hold))


def _three_refunds() -> list[Move]:
    hold = kept(WITH_PROMOTION)
    backs = (LINE, Back(goods=2_000), Back(goods=6_000, other=800))
    return [given_back(hold, back, refund_id) for refund_id, back in enumerate(backs, 45)]


def _settle() -> list[Move]:
    hold = kept(WITH_PROMOTION)
    applied(holds.freeze(hold, cause=CAUSE, freeze_id=49, actor=SYSTEM))
    return done(holds.settle(hold, LINE, cause=CAUSE, source=(42, BUYER), refund_id=45, now=NOW, actor=SYSTEM))


def _to_bank() -> list[Move]:
    refund = _refund(12_800, RefundState.REJECTED)
    redirected = outgoing.refund_to_bank(refund, bank(), gateway="sandbox", payout_id=46, times=0, actor=SYSTEM)
    return done(redirected, outgoing.payout_paid(a_payout(12_800, PayoutState.SENT, refund), now=NOW))


EXAMPLES = (
    Example("0", "The host pays its own money in, and draws it", lambda: done(
        capital.pay_in(100_000, "CNY", "sandbox", "T1", actor=SYSTEM),
        capital.draw(100_000, "CNY", "sandbox", "T2", version=0, actor=SYSTEM),
    )),
    Example("1", "A payment arrives and goes into keeping", lambda: _pay(PLAIN)),
    Example("1P", "The same with a discount from the platform", lambda: _pay(WITH_PROMOTION)),
    Example("2", "The buyer confirms, or the window passes: release", lambda: done(released(kept()))),
    Example("3", "The shop is paid out", lambda: done(
        _request(12_500), outgoing.payout_paid(a_payout(12_500, PayoutState.SENT), now=NOW)
    )),
    Example("4", "Money that came too late goes back whole (too little, too much, twice, another currency alike)",
        lambda: done(
            incoming.straight_back(_charge(12_800), Verdict.LATE, a_payment(12_800), refund_id=45),
            outgoing.refund_done(_refund(12_800), now=NOW),
        )),
    Example("5", "Two shops in one payment, and the second order was closed meanwhile", _two_shops),
    Example("6", "Money from nobody we know waits in suspense, and is matched by two operators",
        lambda: _unknown(matched=True)),
    Example("6", "The same, sent back", lambda: _unknown(matched=False)),
    Example("7", "Cancelled before shipping", lambda: done(
        given_back(kept(), Back(12_000, 800)), outgoing.refund_done(_refund(12_800), now=NOW)
    )),
    Example("7P", "The same with a discount: the promotion returns", lambda: done(
        given_back(kept(WITH_PROMOTION), Back(12_000, 800))
    )),
    Example("8", "One line goes back, the rest is released", lambda: _refund_then_release(PLAIN)),
    Example("9P", "The same with a discount", lambda: _refund_then_release(WITH_PROMOTION)),
    Example("10P", "Three refunds, until nothing is left: the rounding is cumulated", _three_refunds),
    Example("11P", "A frozen hold is settled", _settle),
    Example("12", "A refund is rejected and goes to a bank account instead", _to_bank),
    Example("12", "A refund had arrived, and the buyer's bank sends it back", lambda: done(
        outgoing.refund_returned(_refund(12_800, RefundState.SUCCEEDED), "")
    )),
    Example("13", "A payout comes back before it was paid", lambda: done(
        outgoing.payout_returned(a_payout(12_500, PayoutState.SENT), "", now=NOW)
    )),
    Example("13", "A payout is not sent: two operators give it back to the shop", lambda: done(
        outgoing.payout_returned(a_payout(12_500, PayoutState.REQUESTED), "", now=NOW)
    )),
    Example("13", "A payout comes back days after it was paid", lambda: done(
        outgoing.payout_returned(a_payout(12_500, PayoutState.PAID), "", now=NOW)
    )),
)  # fmt: skip
