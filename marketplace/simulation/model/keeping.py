"""Money in keeping: how it comes into a hold, and the three ways out."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Given, Hold, Refund
from marketplace.simulation.model.incoming import decide
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule

FEES = Account("fees")
PROMOTIONS = Account("promotions")


def _held(model: Model, record: Record, *, frozen: bool = False) -> Hold:
    """The hold, which must be held, and frozen by exactly what acts on it."""
    hold = model.holds[record.id]
    if hold.state != "held":
        raise Disagreement("wrong order of acts", f"{record.name} of order {record.id}, which is {hold.state}")
    if bool(hold.freezes) != frozen:
        raise Disagreement("frozen", f"{record.name} of order {record.id} with {hold.freezes} freezes")
    return hold


@rule("hold.void")
def _void(model: Model, record: Record) -> None:
    hold = model.holds[record.id]
    if hold.state != "awaiting_payment":
        raise Disagreement("wrong order of acts", f"order {record.id} is {hold.state} and became void")
    hold.state = "void"


@rule("hold.fund")
def _fund(model: Model, record: Record) -> None:
    hold = model.holds[record.id]
    payment = model.payments[hold.payment]
    if hold.state != "awaiting_payment" or payment.good - payment.kept - payment.returned < hold.from_buyer:
        raise Disagreement("wrong order of acts", f"order {record.id} is {hold.state} and was funded")
    hold.state = "held"
    payment.kept += hold.from_buyer
    kept = Account("hold", record.id)
    model.books.move(Account("payment", hold.payment), kept, hold.from_buyer)
    model.books.move(PROMOTIONS, kept, hold.ordered.discount)
    decide(payment)


@rule("hold.freeze")
def _freeze(model: Model, record: Record) -> None:
    _held(model, record).freezes += 1


@rule("hold.unfreeze")
def _unfreeze(model: Model, record: Record) -> None:
    _held(model, record, frozen=True).freezes -= 1


@rule("hold.release")
def _release(model: Model, record: Record) -> None:
    hold = _held(model, record)
    _to_shop(model, record.id, hold)
    hold.state = "released"


@rule("hold.refund")
def _refund(model: Model, record: Record) -> None:
    """What a claim says, else all that is left."""
    hold = _held(model, record)
    back = hold.agreed or hold.left
    hold.agreed = None
    whole = back.total == hold.remaining
    _to_buyer(model, record, hold, back)
    if whole:
        hold.state = "refunded"


@rule("hold.settle")
def _settle(model: Model, record: Record) -> None:
    hold = _held(model, record, frozen=True)
    back = hold.agreed
    if back is None:
        raise Disagreement("nobody ruled", f"order {record.id} was settled")
    _to_buyer(model, record, hold, back)
    _to_shop(model, record.id, hold)
    hold.agreed = None
    hold.freezes -= 1
    hold.state = "settled"


def _to_buyer(model: Model, record: Record, hold: Hold, back: Given) -> None:
    if back.goods > hold.left.goods or back.other > hold.left.other:
        raise Disagreement("too much back", f"{back} of order {record.id}, which has {hold.left} left")
    kept = Account("hold", record.id)
    buyer, promotions = hold.give(back)
    model.books.move(kept, PROMOTIONS, promotions)
    if buyer:
        model.refunds[record.data["refund"]] = Refund(buyer, hold.shop)
        model.books.move(kept, Account("refund_due", record.data["refund"]), buyer)


def _to_shop(model: Model, order: int, hold: Hold) -> None:
    hold.fee = hold.fee_now()
    kept = Account("hold", order)
    model.books.move(kept, FEES, hold.fee)
    model.books.move(kept, Account("payable", hold.shop), hold.left.total - hold.fee)
