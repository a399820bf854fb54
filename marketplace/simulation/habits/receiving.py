"""Parcels arrive, get lost, come back; buyers confirm, take their time, say nothing, or complain."""

from functools import partial

from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.simulation.habits import claiming, regretting
from marketplace.simulation.habits.deal import Deal

#: What becomes of a parcel, with shares.
PARCELS = {"delivered": 94, "lost": 2, "returned": 2, "silence": 2}
#: What a buyer does with what arrived, with shares, by manner.
THEN = {
    "honest": {"confirm": 84, "claim": 6, "extend": 4, "nothing": 6},
    "slow": {"confirm": 45, "claim": 7, "extend": 20, "nothing": 28},
    "silent": {"confirm": 0, "claim": 3, "extend": 0, "nothing": 97},
    "cheating": {"confirm": 30, "claim": 55, "extend": 5, "nothing": 10},
    "unsure": {"confirm": 40, "claim": 30, "extend": 15, "nothing": 15},
}

#: Hours until the money of who says nothing is the shop's.
WINDOW = 7 * 24


def begin(deal: Deal) -> None:
    """The parcel is on its way."""
    chance = deal.chance
    end = chance.among(PARCELS)
    hours = 12 + 80 * chance.random()
    if end == "silence":
        deal.buyer_does(24 * 10, "confirm", partial(_confirm, deal))
        return
    deal.parcel(hours, end)
    if end == "delivered":
        _arrived(deal, hours)
    elif chance.likely(0.5):
        again = hours + chance.between(24, 124)
        deal.parcel(again, "in_transit")
        deal.parcel(again + 30, "delivered")


def _arrived(deal: Deal, hours: float) -> None:
    chance, shares = deal.chance, THEN[deal.buyer.manner]
    after = hours + 1 + (100 if deal.buyer.manner == "slow" else 50) * chance.random()
    match chance.among(shares):
        case "confirm":
            deal.buyer_does(after, "confirm", partial(_confirm, deal), then=partial(regretting.begin, deal))
        case "nothing":
            regretting.begin(deal, after + WINDOW)
        case "claim":
            claiming.begin(deal, after)
        case "extend":
            deal.buyer_does(after, "extend", partial(_extend, deal))
            deal.buyer_does(after + chance.between(0, 100), "confirm", partial(_confirm, deal))


def _extend(deal: Deal) -> None:
    extend_window(deal.order, now=deal.world.now, actor=deal.buys)


def _confirm(deal: Deal) -> None:
    confirm_receipt(deal.order, now=deal.world.now, actor=deal.buys)
