"""Money that goes out: refunds, payouts, the host's own."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Payout, Refund
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, nothing_moves, rule

nothing_moves("refund.enter_account", "book.enter_account")
# What became of a transfer, its refund or payout tells.
nothing_moves("transfer.tick_off", "transfer.refuse", "transfer.return")


def _turn(thing: Refund | Payout, record: Record, before: str, after: str) -> None:
    if thing.state not in before.split():
        raise Disagreement("wrong order of acts", f"{record.name} {record.id}, which is {thing.state}")
    thing.state = after


@rule("refund.send")
def _send_refund(model: Model, record: Record) -> None:
    _turn(model.refunds[record.id], record, "due", "sent")


@rule("refund.finish")
def _finish_refund(model: Model, record: Record) -> None:
    refund = model.refunds[record.id]
    _turn(refund, record, "sent", "succeeded")
    model.books.move(Account("refund_due", record.id), Account("provider", refund.provider), refund.amount)


@rule("refund.reject")
def _reject_refund(model: Model, record: Record) -> None:
    _turn(model.refunds[record.id], record, "sent", "rejected")


@rule("refund.retry")
def _retry_refund(model: Model, record: Record) -> None:
    _turn(model.refunds[record.id], record, "rejected", "due")


@rule("refund.redirect")
def _redirect(model: Model, record: Record) -> None:
    refund = model.refunds[record.id]
    _turn(refund, record, "rejected", "to_bank")
    payout = record.data["payout"]
    model.payouts[payout] = Payout(refund.amount, refund.book, refund=record.id, provider=model.pays_out_through)
    model.books.move(Account("refund_due", record.id), Account("payout_due", payout), refund.amount)


@rule("payout.request")
def _request(model: Model, record: Record) -> None:
    """What was asked for; what is paid out by itself is all there is."""
    amount = model.payable(record.book) if record.role == "system" else model.meant("payout", record.book)
    model.payouts[record.id] = Payout(amount, record.book, provider=model.pays_out_through)
    model.books.move(Account("payable", record.book), Account("payout_due", record.id), amount)


@rule("payout.send")
def _send_payout(model: Model, record: Record) -> None:
    """To the account that is in use now, and not while payouts are stopped; where it went, the provider says."""
    payout = model.payouts[record.id]
    _turn(payout, record, "requested", "sent")
    bank = None if payout.refund else model.banks[payout.book]
    if bank is not None and bank.stopped:
        raise Disagreement("payouts are stopped", f"payout {record.id} of shop {payout.book} was sent")
    payout.to = bank.number if bank else ""


@rule("payout.finish")
def _paid(model: Model, record: Record) -> None:
    payout = model.payouts[record.id]
    _turn(payout, record, "sent", "paid")
    if payout.to and payout.to != (to := model.paid_to[f"O{record.id}"]):
        raise Disagreement("wrong account", f"payout {record.id} went to {to} instead of {payout.to}")
    model.books.move(Account("payout_due", record.id), Account("provider", payout.provider), payout.amount)


@rule("payout.return")
def _returned(model: Model, record: Record) -> None:
    """It never arrived, or came back: the shop's again, or due to the buyer again."""
    payout = model.payouts[record.id]
    source = Account("provider", payout.provider) if payout.state == "paid" else Account("payout_due", record.id)
    _turn(payout, record, "sent paid", "returned")
    if payout.refund:
        model.refunds[payout.refund].state = "rejected"
    owed = Account("refund_due", payout.refund) if payout.refund else Account(payout.came_from, payout.book)
    model.books.move(source, owed, payout.amount)


@rule("payout.refuse")
def _refused(model: Model, record: Record) -> None:
    """Two operators did not send it: the shop's again."""
    payout = model.payouts[record.id]
    _turn(payout, record, "requested", "returned")
    model.books.move(Account("payout_due", record.id), Account(payout.came_from, payout.book), payout.amount)


@rule("book.pay_in_capital")
def _pay_in(model: Model, record: Record) -> None:
    amount, provider = model.meant("capital")
    model.books.move(Account("provider", provider), Account("capital"), amount)
