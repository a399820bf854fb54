"""Coupons are made, taken, and given back."""

from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule


@rule("coupon.made", "coupon.proposed")
def _made(model: Model, record: Record) -> None:
    model.coupons.made(record.id, model.meant("coupon", record.book))


@rule("coupon.agreed")
def _agreed(model: Model, record: Record) -> None:
    model.coupons.agreed(record.id)
