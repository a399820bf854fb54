"""What the model knows of a shop's bank account and its deposit."""

from datetime import timedelta

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Bank, Payout
from marketplace.simulation.model.incoming import decide
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, nothing_moves, rule

#: So long another bank account waits.
WAIT = timedelta(hours=24)

nothing_moves("book.set_schedule")


@rule("shop.closed")
def _closed(model: Model, record: Record) -> None:
    model.closed.add(record.id)


@rule("book.set_payout_account")
def _set(model: Model, record: Record) -> None:
    model.banks[record.book] = Bank(model.meant("account", record.book))


@rule("payout_account.change_details")
def _change(model: Model, record: Record) -> None:
    bank = model.banks[record.book]
    if bank.waiting:
        raise Disagreement("wrong order of acts", f"shop {record.book} has another account that waits")
    bank.waiting, bank.since = model.meant("account", record.book), record.at


@rule("payout_account.undo_details")
def _undo(model: Model, record: Record) -> None:
    model.banks[record.book].waiting = ""


@rule("payout_account.pass_details")
def _pass(model: Model, record: Record) -> None:
    bank = model.banks[record.book]
    if not bank.waiting or bank.since is None or record.at < bank.since + WAIT:
        raise Disagreement("too early", f"payouts of shop {record.book} go elsewhere, {bank} at {record.at}")
    bank.number, bank.waiting = bank.waiting, ""


@rule("book.stop_payouts")
def _stop(model: Model, record: Record) -> None:
    model.banks[record.book].stopped.add(record.cause)


@rule("book.let_payouts_go")
def _let_go(model: Model, record: Record) -> None:
    model.banks[record.book].stopped.remove(record.cause)


@rule("book.pay_deposit")
def _pay_deposit(model: Model, record: Record) -> None:
    payment = model.payments[record.data["payment"]]
    if payment.deposit_of != record.book or payment.kept:
        raise Disagreement("wrong deposit", f"{payment.reference} of shop {payment.deposit_of}")
    payment.kept = payment.good
    model.books.move(Account("payment", record.data["payment"]), Account("deposit", record.book), payment.good)
    decide(payment)


@rule("payout.return_deposit")
def _return_deposit(model: Model, record: Record) -> None:
    """All of it, once nothing can be asked of the shop any more."""
    deposit = Account("deposit", record.book)
    mine = [hold for hold in model.holds.values() if hold.shop == record.book]
    if any(hold.state in {"awaiting_payment", "held"} or hold.reserved for hold in mine):
        raise Disagreement("deposit needed", f"the deposit of shop {record.book} went back with open orders")
    amount = model.books.balances[deposit]
    model.payouts[record.id] = Payout(amount, record.book, from_deposit=True, provider=model.pays_out_through)
    model.books.move(deposit, Account("payout_due", record.id), amount)
