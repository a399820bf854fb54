"""Money in keeping: how it comes into a hold, and the three ways out."""

from collections.abc import Collection

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Cause, Given, Hold, Refund
from marketplace.simulation.model.incoming import decide
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule

FEES = Account("fees")
PROMOTIONS = Account("promotions")
#: What may freeze a hold.
ALL = ("claim", "chargeback")


def held(model: Model, record: Record, *, frozen_by: Collection[str] = ()) -> Hold:
    """The hold, which must be held, and frozen by nothing but causes of these kinds."""
    hold = model.holds[record.id]
    if hold.state != "held":
        raise Disagreement("wrong order of acts", f"{record.name} of order {record.id}, which is {hold.state}")
    if any(kind not in frozen_by for kind, _id in hold.frozen):
        raise Disagreement("frozen", f"{record.name} of order {record.id}, frozen by {sorted(hold.frozen)}")
    return hold


def thaw(hold: Hold, record: Record, cause: Cause) -> None:
    """Only its own end lifts a cause."""
    if cause not in hold.frozen:
        raise Disagreement("not frozen", f"{record.name} of order {record.id}, frozen by {sorted(hold.frozen)}")
    hold.frozen.remove(cause)


@rule("hold.void")
def _void(model: Model, record: Record) -> None:
    hold = model.holds[record.id]
    if hold.state != "awaiting_payment":
        raise Disagreement("wrong order of acts", f"order {record.id} is {hold.state} and became void")
    hold.state = "void"
    model.coupons.give_back(hold.payment, hold.shop)


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
    """Each cause once; a bank disputes what is claimed, and nobody claims what a bank disputes."""
    hold = held(model, record, frozen_by=ALL if record.cause[0] == "chargeback" else ())
    if record.cause in hold.frozen:
        raise Disagreement("frozen", f"order {record.id} is frozen by {record.cause} already")
    hold.frozen.add(record.cause)


@rule("hold.unfreeze")
def _unfreeze(model: Model, record: Record) -> None:
    thaw(held(model, record, frozen_by=ALL), record, record.cause)


@rule("hold.release")
def _release(model: Model, record: Record) -> None:
    hold = held(model, record)
    _to_shop(model, record.id, hold)
    hold.state = "released"


@rule("hold.refund")
def _refund(model: Model, record: Record) -> None:
    """What a claim says, else all that is left."""
    hold = held(model, record)
    back = hold.agreed or hold.left
    hold.agreed = None
    whole = back.total == hold.remaining
    _to_buyer(model, record, hold, back)
    if whole:
        hold.state = "refunded"


@rule("hold.settle")
def _settle(model: Model, record: Record) -> None:
    hold = held(model, record, frozen_by=("claim",))
    back = hold.agreed
    if back is None or not hold.frozen:
        raise Disagreement("nobody ruled", f"order {record.id} was settled")
    _to_buyer(model, record, hold, back)
    _to_shop(model, record.id, hold)
    hold.agreed = None
    hold.frozen.clear()
    hold.state = "settled"


def _to_buyer(model: Model, record: Record, hold: Hold, back: Given) -> None:
    if back.goods > hold.left.goods or back.other > hold.left.other:
        raise Disagreement("too much back", f"{back} of order {record.id}, which has {hold.left} left")
    kept = Account("hold", record.id)
    buyer, promotions = hold.give(back)
    model.books.move(kept, PROMOTIONS, promotions)
    if buyer:
        model.refunds[record.data["refund"]] = Refund(buyer, hold.shop, model.came_through(hold))
        model.books.move(kept, Account("refund_due", record.data["refund"]), buyer)


def _to_shop(model: Model, order: int, hold: Hold) -> None:
    hold.fee = hold.fee_now()
    kept = Account("hold", order)
    model.books.move(kept, FEES, hold.fee)
    model.books.move(kept, Account("payable", hold.shop), hold.left.total - hold.fee)
