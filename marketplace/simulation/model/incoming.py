"""Money that comes in: what pays, what goes straight back, what waits for its owner."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import SANDBOX, Charge, Hold, Payment, Refund
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, nothing_moves, rule

PROVIDER = Account("provider", SANDBOX)
SUSPENSE = Account("suspense")

nothing_moves("hold.open", "arrival.enter", "arrival.match")


@rule("arrival.book")
def _book(model: Model, record: Record) -> None:
    """Now it is money of the bank; a transfer of ours that came back is told of by itself."""
    charge = model.meant("book", record.id)
    if charge is not None:
        model.charges[f"A{record.id}"] = charge


@rule("order.placed")
def _placed(model: Model, record: Record) -> None:
    """The first of a checkout's orders takes the coupons of all of them."""
    ordered, taking = model.meant("place", record.book)
    payment = model.payments.setdefault(record.also["payment"], Payment(record.also["reference"]))
    hold = model.holds[record.id] = Hold(record.book, record.also["payment"], ordered)
    if not payment.holds:
        model.coupons.take(record.also["payment"], taking)
    payment.holds.append(record.id)
    payment.amount += hold.from_buyer
    payment.currency = ordered.currency


def judge(payment: Payment, charge: Charge) -> str:
    """What a charge is worth to its payment."""
    if charge.currency != payment.currency:
        return "foreign"
    if payment.good or payment.state == "paid":
        return "second"
    if payment.state == "void":
        return "late"
    if charge.amount != payment.amount:
        return "short" if charge.amount < payment.amount else "over"
    return "good"


@rule("payment.capture")
def _capture(model: Model, record: Record) -> None:
    payment, charge = model.payments[record.id], model.charges[record.also["charge"]]
    if charge.reference != payment.reference:
        raise Disagreement("wrong payment", f"a charge for {charge.reference} was booked to {payment.reference}")
    verdict = judge(payment, charge)
    if record.data["verdict"] != verdict:
        raise Disagreement("wrong verdict", f"{payment.reference}: {record.data['verdict']} instead of {verdict}")
    kept = Account("payment", record.id)
    model.books.move(Account("provider", charge.provider), kept, charge.amount)
    if verdict == "good":
        payment.good, payment.paid_by = charge.amount, record.also["charge"]
    else:
        _back(model, record, kept, charge.amount)


@rule("capture.suspend")
def _suspend(model: Model, record: Record) -> None:
    charge = model.charges[record.also["charge"]]
    if any(payment.reference == charge.reference for payment in model.payments.values()):
        raise Disagreement("wrong verdict", f"a charge for {charge.reference} counts as nobody's")
    model.suspended[record.also["charge"]] = charge.amount
    model.books.move(Account("provider", charge.provider), SUSPENSE, charge.amount)


@rule("capture.send_back")
def _send_back(model: Model, record: Record) -> None:
    """What a lost chargeback has left of it."""
    amount = model.suspended.pop(record.also["charge"])
    model.refunds[record.data["refund"]] = Refund(amount, 0, model.charges[record.also["charge"]].provider)
    model.books.move(SUSPENSE, Account("refund_due", record.data["refund"]), amount)


@rule("payment.match")
def _match(model: Model, record: Record) -> None:
    payment, charge = model.payments[record.id], model.charges[record.also["charge"]]
    if (charge.amount, charge.currency) != (payment.amount, payment.currency) or payment.good:
        raise Disagreement("wrong match", f"{charge.reference} for {payment.reference}")
    payment.good, payment.paid_by = model.suspended.pop(record.also["charge"]), record.also["charge"]
    model.books.move(SUSPENSE, Account("payment", record.id), charge.amount)


@rule("payment.return_share")
def _return_share(model: Model, record: Record) -> None:
    payment, hold = model.payments[record.id], model.holds[record.data["hold"]]
    if hold.state != "void":
        raise Disagreement("wrong return", f"the share of order {record.data['hold']}, which is {hold.state}")
    payment.returned += hold.from_buyer
    _back(model, record, Account("payment", record.id), hold.from_buyer)
    decide(payment)


@rule("payment.close")
def _close(model: Model, record: Record) -> None:
    """A deposit that its shop never learnt how to pay is nothing to the model."""
    payment = model.payments.get(record.id)
    if payment is None:
        return
    if payment.good:
        raise Disagreement("wrong close", f"{payment.reference} was paid")
    payment.state = "void"


def _back(model: Model, record: Record, kept: Account, amount: int) -> None:
    refund = record.also["refund"]
    model.refunds[refund] = Refund(amount, 0, model.charges[record.also["charge"]].provider)
    model.books.move(kept, Account("refund_due", refund), amount)


def decide(payment: Payment) -> None:
    """The payment ends when all of its good charge is decided."""
    if payment.state == "awaiting" and payment.kept + payment.returned == payment.good:
        payment.state = "paid" if payment.kept else "void"
