"""Shops have their money sent to the bank: weekly, by a keeper who knows to the cent what is theirs."""

from datetime import timedelta
from functools import partial

from django.conf import settings

from core.errors import DomainError
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.request_payout import request_payout
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.happening import Doing
from marketplace.simulation.people import Stall
from marketplace.simulation.world import World


def begin(world: World) -> None:
    """Every shop names its bank account once, and fetches its money about every week."""
    for stall in world.cast.stalls:
        chance = world.wanted.chance("fetching", stall.shop)
        at = world.now + timedelta(hours=chance.random())
        world.at(at, Doing("set bank account", "seller", partial(_name_account, world, stall)))
        moment = world.now + timedelta(days=3 * chance.random())
        while moment < world.end:
            moment += timedelta(days=chance.between(5, 9))
            part = chance.choice((1, 1, 1, 0.5))
            times = 2 if part == 1 and chance.likely(0.1) else 1
            world.at(moment, Doing("fetch", "seller", Fetching(world, stall, part), times=times))


def _name_account(world: World, stall: Stall) -> None:
    number = f"6222020000{stall.shop:06d}"
    world.model.means("account", stall.shop, what=number)
    set_payout_account(
        book_id=stall.shop,
        owner_id=stall.owner.pk,
        bank="ICBC",
        holder=stall.owner.name,
        number=number,
        now=world.now,
        actor=stall.keeper,
    )


class Fetching:
    """A part of what the shop may have, by the model's reckoning; a second click asks for the same once more."""

    def __init__(self, world: World, stall: Stall, part: float) -> None:
        self.world = world
        self.stall = stall
        self.part = part
        self.amount: int | None = None

    def __call__(self) -> None:
        """Raises Disagreement when the site refuses what is the shop's own."""
        again = self.amount is not None
        amount = self.amount if self.amount is not None else int(self.world.model.payable(self.stall.shop) * self.part)
        self.amount = amount
        self.world.model.means("payout", self.stall.shop, what=amount)
        try:
            request_payout(
                book_id=self.stall.shop,
                amount=amount,
                currency=settings.CURRENCY,
                now=self.world.now,
                actor=self.stall.keeper,
            )
        except DomainError as refusal:
            if refusal.code == "payout_too_much" and not again:
                name = f"shop {self.stall.shop} asked for {amount}, which is its own"
                raise Disagreement("payout refused", name) from None
            raise
