"""Sellers pack and send, promptly or not; some never do, some cancel. Buyers cancel too."""

from functools import partial

from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.simulation.habits import claiming, receiving
from marketplace.simulation.habits.deal import CARRIER, Deal

#: Hours until a seller sends, at least and at most, by manner; the silent ones mostly never do.
SENDS = {"honest": (4, 60), "slow": (40, 150), "cheating": (4, 60), "silent": (4, 60)}
#: The share of buyers who change their mind before anything is sent.
REGRET = 0.04


def begin(deal: Deal, paying: str, after: float = 0) -> None:
    """Set down what the two do until the parcel is on its way. The money is not here before so many hours."""
    chance = deal.chance
    if chance.likely(0.5 if paying == "never" else 0.05):
        deal.buyer_does(chance.between(1, 90), "cancel", partial(_cancel, deal))
    if chance.likely(0.03):
        deal.seller_does(chance.between(2, 32), "seller cancels", partial(_seller_cancels, deal))
    elif deal.stall.manner != "silent" or chance.likely(0.4):
        hours = after + chance.between(*SENDS[deal.stall.manner])
        if chance.likely(0.4):
            deal.seller_does(hours * chance.random(), "pack", partial(_pack, deal))
        _ships(deal, hours)
        if chance.likely(REGRET):
            again = partial(_ships, deal, chance.between(1, 30))
            claiming.begin_before_shipping(deal, after + chance.between(1, 40), again)


def _ships(deal: Deal, hours: float) -> None:
    """Whoever is asked for the money meanwhile waits, and sends when that is over."""
    deal.seller_does(hours, "ship", partial(_ship, deal), then=partial(receiving.begin, deal))


def _pack(deal: Deal) -> None:
    start_packing(deal.order, now=deal.world.now, actor=deal.sells)


def _ship(deal: Deal) -> None:
    ship_order(deal.order, CARRIER, deal.number, now=deal.world.now, actor=deal.sells)


def _cancel(deal: Deal) -> None:
    cancel_order(deal.order, now=deal.world.now, actor=deal.buys)


def _seller_cancels(deal: Deal) -> None:
    cancel_order(deal.order, now=deal.world.now, actor=deal.sells, reason="The last piece broke while packing.")
