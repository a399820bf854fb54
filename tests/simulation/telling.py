"""Telling a model what the site did, as its audit would."""

from datetime import UTC, datetime
from typing import Any

from marketplace.simulation.model import Model
from marketplace.simulation.model.facts import Ordered
from marketplace.simulation.model.record import Record

SHOP, ORDER, PAYMENT, CAPTURE, REFUND, DISPUTE = 7, 42, 41, 43, 44, 45
AT = datetime(2026, 3, 2, tzinfo=UTC)
PLAIN = Ordered(goods=12_000, shipping=800, fee_rate=250, currency="CNY")
PROMOTED = Ordered(goods=12_000, shipping=800, fee_rate=250, currency="CNY", discount=1_000)


def told(model: Model, name: str, number: int = ORDER, also: dict[str, Any] | None = None, **data: Any) -> None:
    subject, action = name.split(".")
    model.accept(Record(subject, number, SHOP, action, "seller", data, AT, also or {}))


def placed(ordered: Ordered = PLAIN) -> Model:
    model = Model()
    model.means("place", SHOP, what=(ordered, {}))
    told(model, "order.placed", also={"payment": PAYMENT, "reference": "2603-1"})
    return model


def funded(ordered: Ordered = PLAIN) -> Model:
    model = placed(ordered)
    model.charged("ch_1", "2603-1", ordered.goods + ordered.shipping - ordered.discount, "CNY")
    told(model, "payment.capture", PAYMENT, {"charge": "ch_1"}, capture=CAPTURE, verdict="good")
    told(model, "hold.fund", capture=CAPTURE)
    return model


def stands(model: Model) -> dict[str, int]:
    return {str(account): amount for account, amount in model.books.balances.items() if amount}


def disputed(model: Model, amount: int, charge: str = "ch_1") -> Model:
    model.took_back("cb_1", charge, amount, 1_500)
    told(model, "chargeback.open", DISPUTE, {"dispute": "cb_1", "charge": charge})
    return model
