"""After the release: what is kept back for an open question, taken back from the shop, and owed by it."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.disputing import at_stake
from marketplace.simulation.model.facts import Given, Hold, Refund
from marketplace.simulation.model.keeping import FEES, PROMOTIONS
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule


def _released(model: Model, record: Record) -> Hold:
    """What a claim was settled by is not claimed again; a bank may dispute it."""
    hold = model.holds[record.id]
    if hold.state not in ("released", "settled") or (hold.state == "settled" and record.cause[0] == "claim"):
        raise Disagreement("wrong order of acts", f"{record.name} of order {record.id}, which is {hold.state}")
    return hold


@rule("hold.reserve")
def _reserve(model: Model, record: Record) -> None:
    """So much as the claim asks for now, instead of what it asked before; or as the bank would take."""
    hold = _released(model, record)
    kind, number = record.cause
    asked = model.claims[number].asked if kind == "claim" else at_stake(model, number, record.id)
    hold.reserved[record.cause] = asked.total


@rule("hold.lift_reserve")
def _lift(model: Model, record: Record) -> None:
    hold = _released(model, record)
    del hold.reserved[record.cause]
    if record.cause[0] == "claim":
        hold.agreed = None


@rule("hold.claw_back")
def _claw_back(model: Model, record: Record) -> None:
    hold = _released(model, record)
    back = hold.agreed
    if back is None or back.goods > hold.left.goods or back.other > hold.left.other:
        raise Disagreement("too much back", f"{back} of order {record.id}, which has {hold.left} left")
    hold.agreed = None
    del hold.reserved[record.cause]
    refund = record.also["refund"]
    given = take_back(model, hold, back, Account("refund_due", refund))
    model.refunds[refund] = Refund(given, hold.shop, model.came_through(hold))


def take_back(model: Model, hold: Hold, back: Given, to: Account) -> int:
    """Our fee on what goes back is given back too; the shop bears the rest. Answers what comes to `to`."""
    given, promotions = hold.give(back)
    fee, hold.fee = hold.fee - hold.fee_now(), hold.fee_now()
    sources = [(FEES, fee), *model.borne_by(hold.shop, back.total - fee)]
    model.books.pour(sources, [(to, given), (PROMOTIONS, promotions)])
    return given


@rule("book.pay_off")
def _pay_off(model: Model, record: Record) -> None:
    """What the shop earned pays its debt as far as it goes; of a shop that has closed its deposit does too, before that
    goes back. Which of the two it was is all that the record is asked.
    """
    payable, deposit, debt = (Account(name, record.book) for name in ("payable", "deposit", "receivable"))
    balances = model.books.balances
    earned, owed = balances[payable], -balances[debt]
    rest = record.data["amount"] - earned
    if rest > 0 and (record.book not in model.closed or rest != min(balances[deposit], owed - earned)):
        raise Disagreement("debt paid too early", f"shop {record.book} paid {rest} of its debt out of its deposit")
    model.books.move(payable, debt, min(earned, owed))
    model.books.move(deposit, debt, max(0, rest))
