"""After the release: what is kept back for an open question, taken back from the shop, and owed by it."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Hold, Refund
from marketplace.simulation.model.keeping import FEES, PROMOTIONS
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule


def _released(model: Model, record: Record) -> Hold:
    hold = model.holds[record.id]
    if hold.state != "released":
        raise Disagreement("wrong order of acts", f"{record.name} of order {record.id}, which is {hold.state}")
    return hold


def _cause(record: Record) -> tuple[str, int]:
    return record.data["cause"], record.data["cause_id"]


@rule("hold.reserve")
def _reserve(model: Model, record: Record) -> None:
    """So much as the claim asks for now, instead of what it asked before."""
    hold, cause = _released(model, record), _cause(record)
    hold.reserved[cause] = model.claims[cause[1]].asked.total


@rule("hold.lift_reserve")
def _lift(model: Model, record: Record) -> None:
    hold = _released(model, record)
    del hold.reserved[_cause(record)]
    hold.agreed = None


@rule("hold.claw_back")
def _claw_back(model: Model, record: Record) -> None:
    """Our fee on what goes back is given back too; the shop bears the rest."""
    hold = _released(model, record)
    back = hold.agreed
    if back is None or back.goods > hold.left.goods or back.other > hold.left.other:
        raise Disagreement("too much back", f"{back} of order {record.id}, which has {hold.left} left")
    hold.agreed = None
    del hold.reserved[_cause(record)]
    buyer, promotions = hold.give(back)
    fee, hold.fee = hold.fee - hold.fee_now(), hold.fee_now()
    refund = record.also["refund"]
    model.refunds[refund] = Refund(buyer, hold.shop)
    model.books.pour(
        [(FEES, fee), *model.borne_by(hold.shop, back.total - fee)],
        [(Account("refund_due", refund), buyer), (PROMOTIONS, promotions)],
    )


@rule("book.pay_off")
def _pay_off(model: Model, record: Record) -> None:
    """What the shop earned pays its debt as far as it goes."""
    payable, debt = Account("payable", record.book), Account("receivable", record.book)
    model.books.move(payable, debt, min(model.books.balances[payable], -model.books.balances[debt]))
