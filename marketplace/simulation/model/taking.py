"""What a lost chargeback takes of an order: out of keeping, or, after the release, from whom the money went to."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.after import take_back
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.disputing import part_for
from marketplace.simulation.model.facts import Cause, Given, Hold
from marketplace.simulation.model.keeping import PROMOTIONS, held, thaw
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule


@rule("hold.charge_back")
def _charge_back(model: Model, record: Record) -> None:
    """Its share, less what it has given back since."""
    number, hold = record.data["chargeback"], model.holds[record.id]
    share = min(model.disputes[number].shares.pop(record.id, 0), hold.outstanding)
    if not share:
        raise Disagreement("owes nothing", f"order {record.id} owes nothing of chargeback {number}")
    back, cause, due = part_for(hold, share), ("chargeback", number), Account("chargeback", number)
    if hold.state == "held":
        _of_kept(model, record, back, cause, due)
    else:
        del hold.reserved[cause]
        take_back(model, hold, back, due)


def _of_kept(model: Model, record: Record, back: Given, cause: Cause, due: Account) -> None:
    """When nothing is left, there is nothing to freeze any more."""
    hold: Hold = held(model, record, frozen_by=("chargeback",))
    thaw(hold, record, cause)
    if back.total == hold.remaining:
        hold.frozen.clear()
    given, promotions = hold.give(back)
    kept = Account("hold", record.id)
    model.books.move(kept, PROMOTIONS, promotions)
    model.books.move(kept, due, given)
    if not hold.left.total:
        hold.state = "refunded"
